/**
 * CAS as a payer's 835 has it: one segment for each group code with up to six reasons, five segments at most.
 * A segment for each reason is a fault of others (OpenEMR #6268).
 */
import type { Adjustment } from '../claim-other-payer.ts'
import * as form from '../writer/forms.ts'
import type { Pen } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'

const reasonsEach = 6
const mostSegments = 5

/** `pen` stands at the list's parent; the list is its `adjustments`. */
export function adjustmentSegments(
  pen: Pen,
  adjustments: readonly Adjustment[],
  loop: string,
): SegmentToWrite[] {
  const triples = adjustments.map((adjustment, index) => ({
    group: adjustment.group,
    triple: tripleOf(pen.within(`adjustments/${index}`), adjustment, loop),
  }))
  const segments = [...Map.groupBy(triples, ({ group }) => group)].flatMap(([group, own]) =>
    inPieces(own, reasonsEach).map(
      (piece): SegmentToWrite => ['CAS', group, ...piece.flatMap(({ triple }) => triple)],
    ),
  )
  if (segments.length > mostSegments) {
    const says = `${adjustments.length} adjustments need ${segments.length} segments and ${mostSegments} fit.`
    const fix = 'Check them against the remittance.'
    pen.refuse('x12/other-payer', ['adjustments', `${loop} CAS`, null], says, fix)
  }
  return segments
}

function tripleOf(pen: Pen, { reason, amountCents, quantity }: Adjustment, loop: string): readonly string[] {
  const amount = pen.signedAmount(amountCents, ['amountCents', `${loop} CAS03`, null])
  const code = pen.code(reason, form.adjustmentReason, ['reason', `${loop} CAS02`, null])
  const count = pen.code(quantity === null ? null : String(quantity), form.quantity, [
    'quantity',
    `${loop} CAS04`,
    null,
  ])
  return [code, amount, count]
}

function inPieces<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  const pieces: (readonly Item[])[] = []
  for (let from = 0; from < items.length; from += size) pieces.push(items.slice(from, from + size))
  return pieces
}
