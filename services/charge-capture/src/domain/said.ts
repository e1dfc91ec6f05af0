/**
 * What was said of a day last, kept as text, and how the next result differs from it: not at all, for a claim, or only for those who
 * hear of a day beside it (the ledger, eligibility, lists by location).
 */
import type { Finding } from '@tally/kernel'
import { canonical } from './canonical.ts'
import type { Encounter } from './encounter.ts'
import type { ChargeLine, TreatmentDay } from './treatment-day.ts'

/** Digests of what a day's visits tell beside what is coded: digests, since most of it names a person. */
export interface Told {
  /** What a claim says of it. */
  readonly claim: string
  /** What others hear of it. */
  readonly others: string
}

export interface Result {
  /** What holds it; null: nothing does. */
  readonly holds: readonly Finding[] | null
  readonly signed: readonly Encounter[]
  readonly diagnoses: readonly string[]
  readonly lines: readonly ChargeLine[]
  readonly told: Told
}

interface Said {
  readonly told: Told
  /** `told.claim` of what stands captured; null: nothing does, or it was said before that was kept. */
  readonly asked: string | null
}

/** To be kept with the day when `result` is what it comes to. Which payers it was coded with is looked for in it (`store/payers.ts`). */
export function saidOf(day: TreatmentDay, { told, ...result }: Result): string {
  const asked = result.holds === null ? told.claim : (readSaid(day)?.asked ?? null)
  // Where no plan is asked, nothing hangs on a card.
  const contents = result.signed.map(({ id, responsibleParty, coverages }) => {
    return { id, coverages: responsibleParty === 'insurance' ? coverages : [] }
  })
  return canonical({ ...common(result), contents, lines: result.lines.map(withoutSource), told, asked })
}

/** Whether `result` is what was said last. */
export function isSaid(day: TreatmentDay, result: Result): boolean {
  if (day.said === null) return false
  return readSaid(day) ? day.said === saidOf(day, result) : isSaidBefore(day.said, result)
}

/** Whether a claim for `result` says something else than one for what stands captured. */
export function changesClaim(day: TreatmentDay, { diagnoses, lines, told }: Result): boolean {
  if (day.capturedAs === null || readSaid(day)?.asked !== told.claim) return true
  const ofClaim = (codes: readonly string[], all: readonly ChargeLine[]) =>
    canonical([codes, all.filter(({ units }) => units > 0).map(onClaim)])
  return ofClaim(day.diagnoses, day.lines) !== ofClaim(diagnoses, lines)
}

function common({ holds, diagnoses }: Pick<Result, 'holds' | 'diagnoses'>) {
  const held = holds?.map(({ rule, severity, lineIds, facts }) => ({ rule, severity, lineIds, facts }))
  return { held: held ?? null, diagnoses }
}

/** From which services a line comes, and why, is on no claim and told to nobody. */
function withoutSource({ reasons, sources, ...charge }: ChargeLine) {
  return charge
}

function onClaim({ reasons, sources, expectedAllowedCents, ...charge }: ChargeLine) {
  return charge
}

/** Null: in the form of before 2026-11-28, which had a digest of all that the EMR sent in place of `told`. */
function readSaid({ said }: TreatmentDay): Said | null {
  const read = said === null ? null : JSON.parse(said)
  return read && 'told' in read ? read : null
}

/** By content: the fields of some slots stand there in the order in which jsonb gave them back. */
function isSaidBefore(said: string, { signed, lines, ...result }: Result): boolean {
  const contents = signed.map(({ id, contentHash, coverages }) => ({ id, contentHash, coverages }))
  const all = lines.map(({ reasons, ...charge }) => charge)
  return canonical(JSON.parse(said)) === canonical({ ...common(result), contents, lines: all })
}
