/**
 * A line of which no payer is asked anything any more: its visit is void, its service coded otherwise, or the patient pays the whole
 * of it himself. What a payer leaves to him, or to a next one, is no share of it then: what it left before, what people moved there,
 * and what they wrote off for him goes back by its mirror; what he paid himself stays and is his credit. A reversal of the payer's
 * later on mirrors what is not mirrored yet, and so the rest.
 */
import { isPatients } from './account.ts'
import type { BookedLine } from './book-charges.ts'
import type { StoredPosting } from './posting.ts'

/** Charged to a payer in `before`, and not in `after`. */
export function noLongerCharged(
  before: readonly BookedLine[],
  after: readonly BookedLine[],
): readonly string[] {
  const uncharged = unchargedLines(before)
  const charged = new Set(before.map((line) => line.chargeLineId).filter((id) => !uncharged.has(id)))
  return [...unchargedLines(after)].filter((id) => charged.has(id))
}

/** Of the day's lines those that no payer is charged for. */
export function unchargedLines(lines: readonly BookedLine[]): ReadonlySet<string> {
  const none = lines.filter(({ account, bookedCents }) => bookedCents === 0 || isPatients(account))
  return new Set(none.map(({ chargeLineId }) => chargeLineId))
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
