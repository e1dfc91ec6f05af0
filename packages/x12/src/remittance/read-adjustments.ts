/** CAS: up to six triples of reason, amount and quantity, strictly by position (x12.md 2.4). */
import { quantityIn } from '../reader/amount.ts'
import { element, given, type Segment } from '../reader/segment.ts'
import type { Reading } from './reading.ts'
import type { Adjustment } from './remittance.ts'

const places = [2, 5, 8, 11, 14, 17]

/** Those of one CAS. A skipped quantity leaves its place empty (`CAS*PR*2*12.50**1*40`), so nothing moves up. */
export function addAdjustments(cas: Segment, to: Adjustment[], reading: Reading): void {
  for (const place of places) {
    if (place >= cas.elements.length) return
    const adjustment = tripleAt(cas, place, reading)
    if (adjustment) to.push(adjustment)
  }
}

/** null when the place is empty, or refused. */
function tripleAt(segment: Segment, place: number, reading: Reading): Adjustment | null {
  const reason = given(segment, place)
  if (reason === null && given(segment, place + 1) === null) return null
  const group = given(segment, 1)
  const amountCents = reading.amount(segment, place + 1)
  if (group === null || reason === null)
    reading.refuse('adjustment/no-reason', segment, 'an adjustment has no group or no reason', place)
  if (group === null || reason === null || amountCents === null) return null
  return { group, reason, amountCents, quantity: quantityIn(element(segment, place + 2)) }
}
