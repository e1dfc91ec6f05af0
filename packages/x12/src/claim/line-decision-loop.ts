/** 2430: what each other payer decided on a line. SVD01 is its 2330B id, since the decision stands with it. */
import type { ClaimDocument, ClaimLine } from '../claim-document.ts'
import type { AdjudicatedLine } from '../claim-other-payer.ts'
import { asIdentifier } from '../writer/characters.ts'
import * as form from '../writer/forms.ts'
import type { Pen } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { adjustmentSegments } from './adjustment-segments.ts'
import { procedureComponents } from './service-line-loop.ts'

/** `pen` stands at the claim. */
export function lineDecisionSegments(pen: Pen, line: ClaimLine, claim: ClaimDocument): SegmentToWrite[] {
  return claim.otherPayers.flatMap(({ payer, lines }, payerIndex) =>
    lines.flatMap((decision, index) => {
      if (decision.chargeLineId !== line.chargeLineId) return []
      return decisionSegments(pen.within(`otherPayers/${payerIndex}/lines/${index}`), decision, payer.id)
    }),
  )
}

function decisionSegments(pen: Pen, decision: AdjudicatedLine, payerId: string): SegmentToWrite[] {
  const { first, rest } = procedureComponents(pen, decision, { loop: '2430', element: 'SVD03', box: null })
  const paid = pen.amount(decision.paidCents, ['paidCents', '2430 SVD02', null])
  const units = pen.code(String(decision.units), form.quantity, ['units', '2430 SVD05', null])
  const bundled = decision.bundledInto === null ? null : String(decision.bundledInto)
  const into = pen.code(bundled, form.lineNumber, ['bundledInto', '2430 SVD06', null])
  const owes = decision.patientOwesCents
  // What is wrong with the id is said where it stands, in 2330B.
  const id = asIdentifier(payerId) ?? ''
  return [
    ['SVD', id, paid, ['HC', first, ...rest], '', units, into],
    ...adjustmentSegments(pen, decision.adjustments, '2430'),
    ['DTP', '573', 'D8', compactDate(decision.decidedOn)],
    ...(owes === null
      ? []
      : [['AMT', 'EAF', pen.amount(owes, ['patientOwesCents', '2430 AMT02', null])] as const]),
  ]
}
