/** Codes a locked day anew from its visits and from what other services said of it, saves it, and says what follows. */
import { commit, type Work } from '@tally/platform'
import type { Encounter } from '../domain/encounter.ts'
import { askedFirst } from '../domain/gather-day.ts'
import { countsOtherwise } from '../domain/kx-ledger.ts'
import { type Recoded, recodeTreatmentDay } from '../domain/recode-treatment-day.ts'
import { type FiledWith, type FilingWindow, filingWindow } from '../domain/timely-filing.ts'
import type { TreatmentDay } from '../domain/treatment-day.ts'
import { type EncounterVersion, versionsOfDay } from '../store/encounters.ts'
import { answerRequests, type Heard, heardOf } from '../store/heard.ts'
import {
  findDay,
  lockDays,
  type Neighbours,
  neighboursOf,
  type StoredDay,
  saveDay,
} from '../store/treatment-days.ts'
import { closeWork } from '../store/work-items.ts'
import { chargeEvents, type Visit } from './charge-events.ts'
import { decideKxAfter } from './kx-clock.ts'
import { readVisits } from './read-visits.ts'
import { recodingFacts } from './recoding-facts.ts'
import { toldOf } from './what-is-told.ts'

export interface CodedAgain {
  readonly recoded: Recoded
  /** All of the day, those that were voided too. */
  readonly encounters: readonly Encounter[]
  /** The signed ones. */
  readonly visits: readonly Visit[]
  /** Until when the first claim may be filed, by what is known now; null: nobody knows, or nobody is asked. */
  readonly filing: FilingWindow | null
}

/** `known`: the day's encounters, where they need not be read again. */
export async function recodeDay(
  work: Work,
  { day }: StoredDay,
  known: readonly EncounterVersion[] | null,
): Promise<CodedAgain> {
  const coded = await codedAgain(work, day, known)
  const { recoded, neighbours } = coded
  const says = chargeEvents(coded, day.lines)
  await commit(work, async () => saveDay(work, recoded.day, recoded.findings), says)
  if (recoded.say === 'voided' || (recoded.say === 'corrected' && recoded.changesClaim)) {
    await answerRequests(work, recoded.day)
    await closeWork(work, 'kx-after-sending', day.id, `the visit was ${recoded.say}`)
  }
  const { patientId, serviceDate } = day.key
  if (neighbours.later && countsOtherwise(day, recoded.day))
    await decideKxAfter(work, patientId, { serviceDate, id: day.id })
  return coded
}

/** What coding makes of the day as things stand; nothing is written or said. */
export async function codedAgain(
  work: Work,
  day: TreatmentDay,
  known: readonly EncounterVersion[] | null = null,
): Promise<CodedAgain & { readonly neighbours: Neighbours }> {
  const [versions, heard, neighbours] = await Promise.all([
    known ?? versionsOfDay(work, day.id),
    heardOf(work, day),
    neighboursOf(work, day),
  ])
  const { encounters, visits } = readVisits(work, versions, day.key.patientId, heard)
  const facts = await recodingFacts(work, day, encounters, heard, neighbours)
  const recoded = recodeTreatmentDay(day, encounters, { ...facts, told: toldOf(work, visits) })
  const payer = payerToFileWith(visits[0]?.encounter, heard)
  const filing = filingWindow(payer, day.key.serviceDate)
  return { recoded, encounters, visits, filing, neighbours }
}

function payerToFileWith(first: Encounter | undefined, { filingDays }: Heard): FiledWith | null {
  const asked = first ? askedFirst(first) : null
  if (!asked) return null
  const { family, payerId } = asked
  return { family, payerId, filingDays: filingDays.get(payerId) ?? null }
}

/** Days that another service's word touches, each locked and coded anew; what comes out the same says nothing. */
export async function recodeDays(work: Work, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const stored = await lockDay(work, id)
    if (stored) await recodeDay(work, stored, null)
  }
}

export async function lockDay(work: Work, id: string): Promise<StoredDay | null> {
  const found = await findDay(work, id)
  if (!found) return null
  return (await lockDays(work, [found.day])).get(id) ?? null
}
