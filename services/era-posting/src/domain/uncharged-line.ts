/**
 * A line of which nothing is charged any more, its visit void or its service coded otherwise: it asks nothing of the patient,
 * nor of a next payer. What its payer left to them, what people moved there, and what they wrote off for him goes back by its
 * mirror; what he paid himself stays and is his credit. A reversal of the payer's later on mirrors what is not mirrored yet, and
 * so the rest.
 */
import type { BookedLine } from './book-charges.ts'
import type { StoredPosting } from './posting.ts'

/** Charged in `before`, and not in `after`. */
export function noLongerCharged(
  before: readonly BookedLine[],
  after: readonly BookedLine[],
): readonly string[] {
  const charged = new Set(before.flatMap((line) => (line.bookedCents > 0 ? [line.chargeLineId] : [])))
  return after.flatMap(({ chargeLineId, bookedCents }) =>
    bookedCents === 0 && charged.has(chargeLineId) ? [chargeLineId] : [],
  )
}

/** Of the day's lines those that nothing is charged for. */
export function unchargedLines(lines: readonly BookedLine[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => (line.bookedCents === 0 ? [line.chargeLineId] : [])))
}

/** Of what stands on a line's accounts, what left its payer for somebody else to owe. */
export function sharesLeft(
  chargeLineId: string,
  standing: readonly StoredPosting[],
): readonly StoredPosting[] {
  return standing.filter(({ debit, credit }) => {
    const [one, other] = [placeOf(debit, chargeLineId), placeOf(credit, chargeLineId)]
    if (one === null || other === null || one === other) return false
    return !(one === 'written off' || other === 'written off') || one === 'patient' || other === 'patient'
  })
}

/** Who owes it; what a payer owes and what it refused are one. null: neither a payer of the line nor its patient. */
function placeOf(account: string, chargeLineId: string): string | null {
  const [kind, whose, third, fourth] = account.split(':')
  if (kind === 'write-off') return 'written off'
  if (kind === 'denied') return third === chargeLineId ? `payer ${fourth}` : null
  if (kind !== 'receivable') return null
  if (whose === 'patient') return fourth === chargeLineId ? 'patient' : null
  return third === chargeLineId ? `payer ${fourth}` : null
}
