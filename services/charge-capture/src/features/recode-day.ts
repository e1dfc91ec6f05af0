/** Codes a locked day anew from its visits and from what other services said of it, saves it, and says what follows. */
import { commit, type Work } from '@tally/platform'
import type { Encounter } from '../domain/encounter.ts'
import { type Recoded, recodeTreatmentDay } from '../domain/recode-treatment-day.ts'
import { type EncounterVersion, versionsOfDay } from '../store/encounters.ts'
import { answerRequests, heardOf } from '../store/heard.ts'
import { findDay, lockDays, neighboursOf, type StoredDay, saveDay } from '../store/treatment-days.ts'
import { chargeEvents, type Visit } from './charge-events.ts'
import { readVisits } from './read-visits.ts'
import { recodingFacts } from './recoding-facts.ts'

/** `known`: the day's encounters, where they need not be read again. */
export async function recodeDay(
  work: Work,
  { day }: StoredDay,
  known: readonly EncounterVersion[] | null,
): Promise<{ recoded: Recoded; encounters: readonly Encounter[]; visits: readonly Visit[] }> {
  const [versions, heard, neighbours] = await Promise.all([
    known ?? versionsOfDay(work, day.id),
    heardOf(work, day),
    neighboursOf(work, day),
  ])
  const { encounters, visits } = readVisits(work, versions, day.key.patientId, heard)
  const facts = await recodingFacts(work, day, encounters, heard, neighbours)
  const recoded = recodeTreatmentDay(day, encounters, facts)
  const says = chargeEvents(recoded, day.lines, visits)
  await commit(work, async () => saveDay(work, recoded.day, recoded.findings), says)
  if (recoded.say === 'corrected' || recoded.say === 'voided') await answerRequests(work, recoded.day)
  return { recoded, encounters, visits }
}

/** Days that another service's word touches, each locked and coded anew; what comes out the same says nothing. */
export async function recodeDays(work: Work, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const stored = await lockDay(work, id)
    if (stored) await recodeDay(work, stored, null)
  }
}

async function lockDay(work: Work, id: string): Promise<StoredDay | null> {
  const found = await findDay(work, id)
  if (!found) return null
  return (await lockDays(work, [found.day])).get(id) ?? null
}
