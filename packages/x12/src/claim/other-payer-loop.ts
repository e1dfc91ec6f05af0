/** 2320, 2330A and 2330B: another payer of the claim and what it decided on it. */
import type { ClaimDocument } from '../claim-document.ts'
import type { OtherPayer } from '../claim-other-payer.ts'
import * as form from '../writer/forms.ts'
import { addressSegments, organizationSegment } from '../writer/party-segments.ts'
import type { Pen } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { adjustmentSegments } from './adjustment-segments.ts'
import { yesOrNo } from './claim-loop.ts'
import { relationshipCodes } from './patient-loop.ts'
import { memberIdText, planSegment, subscriberNameSegment } from './subscriber-loop.ts'

export function otherPayerSegments(pen: Pen, { otherPayers }: ClaimDocument): SegmentToWrite[] {
  return otherPayers.flatMap((payer, index) => payerSegments(pen.within(`otherPayers/${index}`), payer))
}

/** `pen` stands at the payer. */
function payerSegments(pen: Pen, other: OtherPayer): SegmentToWrite[] {
  const relationship = other.relationship === 'self' ? '18' : relationshipCodes[other.relationship]
  const benefits = yesOrNo(other.assignmentOfBenefits)
  return [
    planSegment(pen, other, relationship, '2320'),
    ...adjustmentSegments(pen, other.adjustments, '2320'),
    ...amountSegments(pen, other),
    ['OI', '', '', benefits, '', '', other.releaseOfInformation ? 'Y' : 'I'],
    ...remarkSegments(pen, other),
    ...subscriberSegments(pen, other),
    ...nameSegments(pen, other),
  ]
}

function amountSegments(pen: Pen, other: OtherPayer): SegmentToWrite[] {
  const onLines = other.lines.some(({ patientOwesCents }) => patientOwesCents !== null)
  if (onLines && other.patientOwesCents !== null) {
    pen.leaveOut('patientOwesCents', 'What the patient still owes stands at the lines.')
  }
  const amounts = [
    ['D', 'paidCents', other.paidCents],
    ['A8', 'nonCoveredCents', other.nonCoveredCents],
    ['EAF', 'patientOwesCents', onLines ? null : other.patientOwesCents],
  ] as const
  return amounts.flatMap(([qualifier, field, amount]): SegmentToWrite[] =>
    amount === null ? [] : [['AMT', qualifier, pen.amount(amount, [field, '2320 AMT02', null])]],
  )
}

function remarkSegments(pen: Pen, { remarks }: OtherPayer): SegmentToWrite[] {
  if (remarks.length > 5) {
    const says = `${remarks.length} remarks are given and 5 fit.`
    pen.refuse('x12/other-payer', ['remarks', '2320 MOA03', null], says, 'Keep the first five.')
  }
  const codes = remarks.map((remark, index) =>
    pen.code(remark, form.remark, [`remarks/${index}`, `2320 MOA0${index + 3}`, null]),
  )
  return codes.length === 0 ? [] : [['MOA', '', '', ...codes]]
}

function subscriberSegments(pen: Pen, other: OtherPayer): SegmentToWrite[] {
  const { subscriber } = other
  const id = memberIdText(pen, other.memberId, other.filingIndicator, ['memberId', '2330A NM109', '9a'])
  if (subscriber.kind === 'person' && (subscriber.birthDate !== null || subscriber.sex !== null)) {
    pen.leaveOut('subscriber', 'Birth date and sex of another plan’s subscriber have no place.')
  }
  return [
    subscriberNameSegment(pen, subscriber, { at: 'subscriber', loop: '2330A', box: '9' }, ['MI', id]),
    ...(subscriber.address
      ? addressSegments(pen, subscriber.address, { at: 'subscriber/address', loop: '2330A', box: null })
      : []),
  ]
}

function nameSegments(pen: Pen, other: OtherPayer): SegmentToWrite[] {
  const { payer, decidedOn, lines } = other
  const id = pen.neededIdentifier(payer.id, 80, ['payer/id', '2330B NM109', null], 2)
  const number = pen.identifier(other.payerClaimNumber, 50, ['payerClaimNumber', '2330B REF02', null])
  if (decidedOn !== null && lines.length > 0) {
    pen.leaveOut('decidedOn', 'When the payer decided stands at the lines.')
  }
  return [
    organizationSegment(pen, 'PR', payer.name, { at: 'payer', loop: '2330B', box: '9d' }, ['PI', id]),
    ...(payer.address
      ? addressSegments(pen, payer.address, { at: 'payer/address', loop: '2330B', box: null })
      : []),
    ...(decidedOn !== null && lines.length === 0
      ? [['DTP', '573', 'D8', compactDate(decidedOn)] as const]
      : []),
    ...(number === '' ? [] : [['REF', 'F8', number] as const]),
  ]
}
