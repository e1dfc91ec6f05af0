/**
 * CAS and PLB, strictly by position (x12.md 2.4, 2.6):
 *
 *   CAS*group ( *reason*amount*quantity )×6     a quantity left out leaves its place empty
 *   PLB*provider*fiscal date ( *reason:reference*amount )×6
 *
 * Neighbours with the same group, or the same provider and date, share a segment; the order stays.
 */
import type { Pen, Place } from '../writer/pen.ts'
import type { Element, SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { asItIs, neededAsItIs, quantityText } from '../writer/write-as-it-is.ts'
import type { Adjustment, ProviderAdjustment } from './remittance.ts'

const mostInOne = 6

export function adjustmentSegments(
  pen: Pen,
  adjustments: readonly Adjustment[],
  loop: '2100' | '2110',
): SegmentToWrite[] {
  const at = (index: number, field: string, element: string): Place => [
    `adjustments/${index}/${field}`,
    `${loop} ${element}`,
    null,
  ]
  const parts = adjustments.map(({ group, reason, amountCents, quantity }, index) => ({
    key: neededAsItIs(pen, group, [1, 2], at(index, 'group', 'CAS01')),
    elements: [
      neededAsItIs(pen, reason, [1, 5], at(index, 'reason', 'CAS02')),
      pen.signedAmount(amountCents, at(index, 'amountCents', 'CAS03')),
      quantityText(pen, quantity, at(index, 'quantity', 'CAS04')),
    ],
  }))
  return shared(parts).map((same) => ['CAS', same.key, ...same.elements])
}

export function providerAdjustmentSegments(
  pen: Pen,
  adjustments: readonly Omit<ProviderAdjustment, 'segment'>[],
): SegmentToWrite[] {
  const parts = adjustments.map(({ providerId, fiscalDate, reason, reference, amountCents }, index) => {
    const at = (field: string, element: string): Place => [
      `providerAdjustments/${index}/${field}`,
      element,
      null,
    ]
    const provider = asItIs(pen, providerId, [1, 50], at('providerId', 'PLB01'))
    const date = fiscalDate === null ? '' : compactDate(fiscalDate)
    const named: Element = [
      neededAsItIs(pen, reason, [2, 2], at('reason', 'PLB03')),
      asItIs(pen, reference, [1, 50], at('reference', 'PLB03')),
    ]
    const amount = pen.signedAmount(amountCents, at('amountCents', 'PLB04'))
    return { key: `${provider}*${date}`, elements: [named, amount], opening: [provider, date] }
  })
  return shared(parts).map(({ opening, elements }) => ['PLB', ...opening, ...elements])
}

interface Part {
  readonly key: string
  readonly elements: readonly Element[]
}

/** Joins up to six neighbours of one key. */
function shared<OfOne extends Part>(parts: readonly OfOne[]): OfOne[] {
  const segments: { part: OfOne; elements: Element[]; count: number }[] = []
  for (const part of parts) {
    const last = segments.at(-1)
    if (last && last.part.key === part.key && last.count < mostInOne) {
      last.elements.push(...part.elements)
      last.count += 1
    } else {
      segments.push({ part, elements: [...part.elements], count: 1 })
    }
  }
  return segments.map(({ part, elements }) => ({ ...part, elements }))
}
