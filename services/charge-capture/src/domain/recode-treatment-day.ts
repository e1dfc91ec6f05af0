/**
 * Codes a treatment day anew from all its encounters and decides what, if anything, to say. It never refuses:
 * a visit that happened is captured or held. `captured` when no charges stood before, `corrected` when some
 * did (so that money is booked once and then only moved), `held` when a person must decide (what was captured
 * stands), `voided` when no signed encounter is left. Every saying raises the day's version; a result that
 * differs in nothing that anybody hears says nothing.
 */
import { type CodedDay, codeTreatmentDay } from '@tally/coding-rules'
import {
  assert,
  type Cents,
  type Finding,
  type NewId,
  type ServiceDate,
  sumOf,
  type Ulid,
} from '@tally/kernel'
import { chargeService } from './charge-service.ts'
import { type Case, type Encounter, treatmentDayKey } from './encounter.ts'
import { type CodingRules, type GatheredDay, gatherDay } from './gather-day.ts'
import { kxLedgerOf } from './kx-ledger.ts'
import { lineChanges } from './line-changes.ts'
import { withoutUnit } from './no-unit.ts'
import { changesClaim, isSaid, type Result, saidOf, type Told } from './said.ts'
import { type Charge, type ChargeLine, charged, type TreatmentDay, withSlotsFor } from './treatment-day.ts'

export interface RecodingFacts {
  readonly newId: NewId
  readonly told: Told
  /**
   * Allowed amounts of the calendar year before this day that count with it (`usedBefore`), in cents; null while
   * nobody knows.
   */
  readonly therapyAccrued: { readonly ptSlpCents: Cents; readonly otCents: Cents } | null
  /** Cases of the patient's other treatment days on this date at this billing provider. */
  readonly otherCases: readonly Case[]
  /** Allowed amounts that other practices used this calendar year, as a payer told; null while none did. */
  readonly usedElsewhereCents?: Cents | null
  /** Denials that ask for another coding and were not answered by one yet. */
  readonly requests?: readonly {
    readonly denialId: string
    readonly category: string
    readonly reasonCode: string
  }[]
  /** The payers' own rules over their families', by payer id; who has none is not in it. */
  readonly codingRules?: CodingRules
  /** When an episode that is evaluated on this day was evaluated before; null: never, as far as is known. */
  readonly evaluatedOn?: ServiceDate | null
}

export interface Recoded {
  readonly day: TreatmentDay
  readonly say: 'captured' | 'corrected' | 'held' | 'voided' | 'nothing'
  /**
   * What coding makes of the day, with `proposed` charges under the ids of their slots; they stand unless
   * held.
   */
  readonly coded: CodedDay | null
  readonly proposed: readonly ChargeLine[]
  /** Whether a claim for it says something else than one for what stood captured before. */
  readonly changesClaim: boolean
  /** All of them, coding's and ours; `lineIds` are service references (`serviceRef`). */
  readonly findings: readonly Finding[]
}

/** `encounters`: the newest version of each that is in the day now, void ones too, oldest first. */
export function recodeTreatmentDay(
  day: TreatmentDay,
  encounters: readonly Encounter[],
  facts: RecodingFacts,
): Recoded {
  for (const encounter of encounters) {
    assert(belongs(encounter, day), 'an encounter belongs to the treatment day it is coded in')
  }
  const next = { ...day, encounters: encounters.map(({ id, version, status }) => ({ id, version, status })) }
  const [first, ...others] = encounters.filter(({ status }) => status === 'signed')
  if (!first) return voided(next)

  const therapyAccrued = withUsedElsewhere(facts)
  const gathered = gatherDay([first, ...others], {
    ...facts,
    therapyAccrued,
    serviceDate: day.key.serviceDate,
  })
  const coded = codeTreatmentDay(gathered.input)
  const { lines, slotOf } = withSlotsFor(day.lines, coded.lines, facts.newId)
  const { charges, findings: ofDay } = priced(coded, slotOf, gathered)
  // What holds a day says enough of why it has no line yet.
  const found = ofDay.some(blocks) ? ofDay : [...ofDay, ...withoutUnit(coded)]
  const proposed = charged(lines, charges)
  const findings = day.capturedAs === null ? found : [...found, ...lineChanges(day.lines, proposed)]
  const held = findings.some(blocks)
  const { diagnoses } = gathered.input
  const result: Result = {
    holds: held ? findings.filter(blocks) : null,
    signed: [first, ...others],
    ...{ diagnoses, lines: proposed, told: facts.told },
  }
  const said = saidOf(day, result)
  const answer = { coded, proposed, findings, changesClaim: changesClaim(day, result) }
  const ledger = kxLedgerOf(first, facts.codingRules ?? new Map())
  if (isSaid(day, result)) {
    // A payer's rules may take another count, and a minute more another reason, and leave what is charged as it was.
    const now = day.status === 'captured' ? { lines: proposed, kxLedger: ledger } : { lines }
    return { day: { ...next, ...now, said }, say: 'nothing', ...answer }
  }

  const version = day.version + 1
  if (held) return { day: { ...next, version, status: 'held', lines, said }, say: 'held', ...answer }
  const captured: TreatmentDay = {
    ...next,
    version,
    status: 'captured',
    capturedAs: version,
    kxLedger: ledger,
    diagnoses,
    lines: proposed,
    said,
  }
  return { day: captured, say: day.capturedAs === null ? 'captured' : 'corrected', ...answer }
}

/** Another practice's use counts for both buckets: a payer tells one number, and too much is the careful side. */
function withUsedElsewhere({
  therapyAccrued,
  usedElsewhereCents,
}: RecodingFacts): RecodingFacts['therapyAccrued'] {
  if (!therapyAccrued || usedElsewhereCents == null) return therapyAccrued
  const { ptSlpCents, otCents } = therapyAccrued
  return {
    ptSlpCents: sumOf([ptSlpCents, usedElsewhereCents]),
    otCents: sumOf([otCents, usedElsewhereCents]),
  }
}

function belongs(encounter: Encounter, { key }: TreatmentDay): boolean {
  const own = treatmentDayKey(encounter)
  const { billingNpi, patientId, serviceDate } = own
  return (
    billingNpi === key.billingNpi &&
    patientId === key.patientId &&
    serviceDate === key.serviceDate &&
    own.case === key.case
  )
}

function voided(day: TreatmentDay): Recoded {
  const answer = { coded: null, findings: [], changesClaim: day.capturedAs !== null }
  if (day.status === 'voided' || day.status === 'new')
    return { day, say: 'nothing', proposed: day.lines, ...answer }
  const lines = charged(day.lines, new Map())
  const after: TreatmentDay = {
    ...day,
    version: day.version + 1,
    status: 'voided',
    capturedAs: null,
    kxLedger: null,
    lines,
    said: null,
  }
  return { day: after, say: 'voided', proposed: lines, ...answer }
}

function priced(
  coded: CodedDay,
  slotOf: ReadonlyMap<CodedDay['lines'][number], Ulid>,
  { services, findings }: GatheredDay,
) {
  const charges = new Map<Ulid, Charge>()
  const ofCharges: Finding[] = []
  for (const line of coded.lines) {
    const id = slotOf.get(line)
    assert(id, 'every coded line has a slot')
    const sources = line.sourceLineIds
      .map((ref) => services.get(ref))
      .filter((service) => service !== undefined)
    assert(sources.length === line.sourceLineIds.length, 'every source of a line is a service of the day')
    const { chargeCents, findings } = chargeService(line, sources)
    ofCharges.push(...findings)
    const { units, modifiers, placeOfService, diagnosisPointers, expectedAllowedCents, reasons } = line
    charges.set(id, {
      units,
      modifiers,
      placeOfService,
      diagnosisPointers,
      chargeCents,
      expectedAllowedCents,
      sources: line.sourceLineIds,
      reasons,
    })
  }
  return { charges, findings: [...findings, ...coded.findings, ...ofCharges] }
}

function blocks({ severity }: Finding): boolean {
  return severity === 'hold' || severity === 'reject'
}
