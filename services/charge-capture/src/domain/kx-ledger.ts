/**
 * The year's count that decides KX. Medicare counts what Part B allowed, whichever contractor paid; a plan whose own rules want
 * KX (some of Medicare Advantage: coding-rules.md 3.2) counts what it allowed itself. Nobody counts the rest, and no count
 * goes into another. A day is judged by what the days before it used, in the order of their dates and on one date of their ids.
 */
import { rulesOf } from '@tally/coding-rules'
import { type Cents, noCents, sumOf } from '@tally/kernel'
import type { Encounter } from './encounter.ts'
import { askedFirst, type CodingRules, payerOf } from './gather-day.ts'
import type { TreatmentDay } from './treatment-day.ts'

const partB = 'medicare-b'

/** Null: nobody counts what is allowed for the visit. */
export function kxLedgerOf(
  visit: Pick<Encounter, 'responsibleParty' | 'coverages'>,
  codingRules: CodingRules,
): string | null {
  const asked = askedFirst(visit)
  if (!asked) return null
  if (asked.family === 'medicare-b') return partB
  return rulesOf(payerOf(visit, codingRules)).rules.kx ? `plan ${asked.payerId}` : null
}

/** What the patient's days of the year before this one used. */
export interface Used {
  readonly ledger: string
  readonly discipline: string
  readonly cents: Cents
}

/** Physical and speech therapy share a bucket, occupational therapy has its own. */
export function usedBefore(used: readonly Used[], ledger: string | null) {
  const ofLedger = used.filter((each) => each.ledger === ledger)
  const sum = (counts: (discipline: string) => boolean) =>
    sumOf(ofLedger.filter(({ discipline }) => counts(discipline)).map(({ cents }) => cents))
  return {
    ptSlpCents: sum((discipline) => discipline !== 'OT'),
    otCents: sum((discipline) => discipline === 'OT'),
  }
}

type Counted = Pick<TreatmentDay, 'kxLedger' | 'lines'>

/** The later days of the year are to be decided anew. */
export function countsOtherwise(before: Counted, after: Counted): boolean {
  return countOf(before) !== countOf(after)
}

/** A line belongs to one discipline for ever, so that its id stands for its bucket too. */
function countOf({ kxLedger, lines }: Counted): string {
  if (kxLedger === null) return ''
  const amounts = lines.map(({ id, expectedAllowedCents, chargeCents }) => {
    return { id, cents: expectedAllowedCents ?? chargeCents }
  })
  return JSON.stringify([kxLedger, amounts.filter(({ cents }) => cents !== noCents)])
}
