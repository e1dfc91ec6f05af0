/** 2300: what is claimed for whom, when it began, by which numbers others know it, and the diagnoses. */
import type { ClaimDocument } from '../claim-document.ts'
import * as form from '../writer/forms.ts'
import type { Pen } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { claimDateSegments } from './claim-dates.ts'

const causeCodes = { auto: 'AA', employment: 'EM', other: 'OA' } as const

/** In the order of the guide; a segment stands only where it says something. */
export function claimSegments(pen: Pen, claim: ClaimDocument): SegmentToWrite[] {
  const paid = pen.amount(claim.patientPaidCents, ['patientPaidCents', '2300 AMT02', '29'])
  return [
    headSegment(pen, claim),
    ...claimDateSegments(claim),
    ...attachmentSegments(pen, claim),
    ...(claim.patientPaidCents === 0 ? [] : [['AMT', 'F5', paid] as const]),
    ...referenceSegments(pen, claim),
    ...noteSegments(pen, claim.claimNote, ['claimNote', '2300 NTE02', '19']),
    diagnosisSegment(pen, claim),
  ]
}

function headSegment(pen: Pen, claim: ClaimDocument): SegmentToWrite {
  const place = pen.code(claim.placeOfService, form.placeOfService, ['placeOfService', '2300 CLM05-1', '24B'])
  return [
    'CLM',
    claim.claimNumber,
    pen.amount(claim.chargeCents, ['chargeCents', '2300 CLM02', '28']),
    '',
    '',
    [place, 'B', claim.frequency],
    yesOrNo(claim.signatureOnFile),
    claim.acceptAssignment ? 'A' : 'C',
    yesOrNo(claim.assignmentOfBenefits),
    claim.releaseOfInformation ? 'Y' : 'I',
    claim.signedOnPatientsBehalf ? 'P' : '',
    causeElement(pen, claim),
    pen.code(claim.specialProgram, form.specialProgram, ['specialProgram', '2300 CLM12', null]),
    ...['', '', '', '', '', '', ''],
    pen.code(claim.delayReason, form.delayReason, ['delayReason', '2300 CLM20', null]),
  ]
}

/** The state has a place beside an automobile accident alone. */
function causeElement(pen: Pen, { relatedCauses, accidentState }: ClaimDocument): readonly string[] {
  const state = pen.code(accidentState, form.state, ['accidentState', '2300 CLM11-4', '10b'])
  const auto = relatedCauses.includes('auto')
  if (!auto && state !== '') {
    pen.leaveOut('accidentState', 'The state goes only with an automobile accident.')
  }
  const causes = [...new Set(relatedCauses)].map((cause) => causeCodes[cause])
  const [first = '', second = '', third = ''] = causes
  return [first, second, third, auto ? state : '']
}

function attachmentSegments(pen: Pen, { attachments }: ClaimDocument): SegmentToWrite[] {
  return (attachments ?? []).map(({ reportType, transmission, controlNumber }, index) => {
    const at = `attachments/${index}`
    const number = pen.identifier(controlNumber, 50, [`${at}/controlNumber`, '2300 PWK06', '19'], 2)
    const kind = pen.code(reportType, form.attachmentReport, [`${at}/reportType`, '2300 PWK01', '19'])
    const way = pen.code(transmission, form.attachmentTransmission, [
      `${at}/transmission`,
      '2300 PWK02',
      '19',
    ])
    if ((controlNumber ?? '').trim() === '' && transmission !== 'AA') {
      const says = 'An attachment that is sent has a number by which the payer finds it.'
      pen.refuse(
        'x12/attachment',
        [`${at}/controlNumber`, '2300 PWK06', '19'],
        says,
        'Number the attachment.',
      )
    }
    return ['PWK', kind, way, '', '', number === '' ? '' : 'AC', number]
  })
}

function referenceSegments(pen: Pen, claim: ClaimDocument): SegmentToWrite[] {
  const exception = pen.code(claim.serviceAuthorizationException, form.authorizationException, [
    'serviceAuthorizationException',
    '2300 REF02',
    null,
  ])
  const numberOf = (field: keyof typeof boxes) =>
    pen.identifier(claim[field], 50, [field, '2300 REF02', boxes[field]])
  const references: SegmentToWrite[] = [
    ['REF', '4N', exception],
    ['REF', '9F', numberOf('referralNumber')],
    ['REF', 'G1', numberOf('priorAuthorization')],
    ['REF', 'F8', numberOf('payerClaimNumber')],
    ['REF', 'EA', numberOf('medicalRecordNumber')],
  ]
  return references.filter(([, , value]) => value !== '')
}
const boxes = {
  referralNumber: '23',
  priorAuthorization: '23',
  payerClaimNumber: '22',
  medicalRecordNumber: null,
} as const

export function noteSegments(
  pen: Pen,
  note: string | null,
  place: readonly [string, string, string],
): SegmentToWrite[] {
  const text = pen.text(note, 80, place)
  return text === '' ? [] : [['NTE', 'ADD', text]]
}

function diagnosisSegment(pen: Pen, { diagnoses }: ClaimDocument): SegmentToWrite {
  const codes = diagnoses.map((code, index) => {
    const place = [`diagnoses/${index}`, `2300 HI${String(index + 1).padStart(2, '0')}-2`, '21'] as const
    return [index === 0 ? 'ABK' : 'ABF', pen.code(code, form.diagnosisCode, place)]
  })
  return ['HI', ...codes]
}

export function yesOrNo(answer: boolean): 'Y' | 'N' {
  return answer ? 'Y' : 'N'
}
