/**
 * Statuses of one level of a 277CA, up to three in one STC (x12.md 3.4):
 *
 *   STC*category:code:entity*date*action*charge******category:code:entity*category:code:entity
 *
 * A level tells every status but one action, that of the status which decided. That action stands from the
 * deciding status on; before it WQ stands where U decided, for an earlier U would have decided itself.
 */
import { type Cents, cents, type ServiceDate } from '@tally/kernel'
import type { Pen, Place } from '../writer/pen.ts'
import { type Element, type SegmentToWrite, segmentText } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { amountOrNull, asItIs, asItIsOrNull, neededAsItIs, readBack } from '../writer/write-as-it-is.ts'
import type { ClaimStatus, DecidingStatus } from './acknowledgment.ts'
import { decideStatus } from './decide-status.ts'

export type StatusToWrite = Omit<DecidingStatus, 'verdict'>

/** What stands beside the statuses. */
export interface StatusAround {
  readonly loop: '2200B' | '2200C' | '2200D' | '2220D'
  readonly date: ServiceDate | null
  readonly chargeCents: Cents | null
}

const mostInOne = 3

/** None where no status is told. Refuses a level of which a reader would make another decision. */
export function statusSegments(pen: Pen, level: StatusToWrite, around: StatusAround): SegmentToWrite[] {
  const { statuses, action } = level
  const decides = Math.max(
    statuses.findIndex((status) => isSame(status, level)),
    0,
  )
  const written = statuses.map((status, index) =>
    statusElement(pen.within(`statuses/${index}`), status, around),
  )
  const sign = asItIsOrNull(pen, action, [1, 2], ['action', `${around.loop} STC03`, null])
  const segments = [
    ...inThrees(pen, written.slice(0, decides), sign === 'U' ? 'WQ' : sign, around),
    ...inThrees(pen, written.slice(decides), sign, around),
  ]
  refuseOtherDecision(pen, level, segments, around)
  return segments
}

function statusElement(pen: Pen, status: ClaimStatus, { loop }: StatusAround): Element {
  const at = (field: string): Place => [field, `${loop} STC01`, null]
  return [
    neededAsItIs(pen, status.category, [1, 30], at('category')),
    asItIs(pen, status.statusCode, [1, 30], at('statusCode')),
    asItIsOrNull(pen, status.entity, [2, 3], at('entity')),
  ]
}

function inThrees(
  pen: Pen,
  statuses: readonly Element[],
  action: string,
  { loop, date, chargeCents }: StatusAround,
): SegmentToWrite[] {
  const charge = amountOrNull(pen, chargeCents, ['chargeCents', `${loop} STC04`, null])
  const segments: SegmentToWrite[] = []
  for (let at = 0; at < statuses.length; at += mostInOne) {
    const [first = '', second = '', third = ''] = statuses.slice(at, at + mostInOne)
    const on = date === null ? '' : compactDate(date)
    segments.push(['STC', first, on, action, charge, '', '', '', '', '', second, third])
  }
  return segments
}

/** Asks the reader itself, once all can be written. */
function refuseOtherDecision(
  pen: Pen,
  level: StatusToWrite,
  segments: readonly SegmentToWrite[],
  { loop }: StatusAround,
): void {
  const read = segments.flatMap((segment) => readBack(segmentText(segment)) ?? [])
  const decided = decideStatus(read, () => undefined)
  if (isSame(decided, level) && decided.action === level.action) return
  const says = 'It is not what its statuses come to.'
  pen.refuse('x12/code', ['category', `${loop} STC01`, null], says, 'Take the status and action that decide.')
}

function isSame(one: ClaimStatus, other: ClaimStatus): boolean {
  return one.category === other.category && one.statusCode === other.statusCode && one.entity === other.entity
}

/** Of these charges, where there are any and none is unknown. */
export function sumOfKnown(charges: readonly (Cents | null)[]): Cents | null {
  let sum = 0
  for (const charge of charges) {
    if (charge === null) return null
    sum += charge
  }
  return charges.length === 0 ? null : cents(sum)
}
