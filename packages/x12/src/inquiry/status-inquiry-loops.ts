/**
 * 2000A to 2200E of a 276 without their HL: who is asked, who asks, for whom, and which claim it is:
 *
 *   NM1*PR*2*payer*****PI*id | NM1*1P*1|2*provider*****XX*npi | DMG*D8*birth*sex NM1*IL*1|2*name****MI*id
 *   | DMG*D8*birth*sex NM1*QC*1*name | TRN*1*trace REF*1K REF*6P REF*EJ REF*D9 AMT*T3*charge DTP*472
 *
 * DMG stands before the name, and only with the patient. REF*BLT is of institutional claims, and the lines of a
 * claim (SVC) are not asked for one by one.
 */
import type { ServiceDate } from '@tally/kernel'
import type { StatusInquiry } from '../status-inquiry-document.ts'
import * as form from '../writer/forms.ts'
import { demographicSegments, organizationSegment, personSegment } from '../writer/party-segments.ts'
import type { Pen, Place } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'

export interface StatusInquiryLoops {
  /** As written. */
  readonly trace: string
  readonly payer: readonly SegmentToWrite[]
  readonly provider: readonly SegmentToWrite[]
  readonly subscriber: readonly SegmentToWrite[]
  /** None when the subscriber is the patient. */
  readonly dependent: readonly SegmentToWrite[]
  readonly claim: readonly SegmentToWrite[]
}

/** `pen` stands at the inquiry. */
export function statusInquiryLoops(
  pen: Pen,
  inquiry: StatusInquiry,
  writtenOn: ServiceDate,
): StatusInquiryLoops {
  const { payer, provider, dependent } = inquiry
  const payerId = pen.neededIdentifier(payer.id, 80, ['payer/id', '2100A NM109', null], 2)
  const npi = pen.code(provider.npi, form.npi, ['provider/npi', '2100C NM109', '33a'])
  const providerSpot = { at: 'provider', loop: '2100C', box: '33' }
  const { trace, segments } = claimSegments(pen, inquiry, writtenOn)
  return {
    trace,
    payer: [
      organizationSegment(pen, 'PR', payer.name, { at: 'payer', loop: '2100A', box: null }, ['PI', payerId]),
    ],
    provider: [
      provider.kind === 'person'
        ? personSegment(pen, '1P', provider, providerSpot, ['XX', npi])
        : organizationSegment(pen, '1P', provider.name, providerSpot, ['XX', npi]),
    ],
    subscriber: subscriberSegments(pen, inquiry, writtenOn),
    dependent: dependent
      ? [
          ...patientSegments(pen, dependent, 'dependent', '2000E', writtenOn),
          personSegment(pen, 'QC', dependent.name, { at: 'dependent/name', loop: '2100E', box: '2' }),
        ]
      : [],
    claim: segments,
  }
}

/** A payer finds the subscriber by the id alone, which has to be there (2100D NM109). */
function subscriberSegments(pen: Pen, inquiry: StatusInquiry, writtenOn: ServiceDate): SegmentToWrite[] {
  const { subscriber, dependent } = inquiry
  const { party } = subscriber
  const id = pen.neededIdentifier(subscriber.memberId, 80, ['subscriber/memberId', '2100D NM109', '1a'], 2)
  const spot = { at: 'subscriber/party', loop: '2100D', box: '4' }
  if (party.kind === 'organization') {
    if (dependent === null) {
      const place: Place = ['dependent', '2100E NM103', '2']
      const says = 'The subscriber is an organization and no patient is named.'
      pen.refuse('x12/patient-is-organization', place, says, 'Name the patient.')
    }
    return [organizationSegment(pen, 'IL', party.name, spot, ['MI', id])]
  }
  const named = personSegment(pen, 'IL', party.name, { ...spot, at: `${spot.at}/name` }, ['MI', id])
  if (dependent === null) return [...patientSegments(pen, party, spot.at, '2000D', writtenOn), named]
  if (party.birthDate !== null || party.sex !== null) {
    pen.leaveOut(spot.at, 'Birth date and sex of a subscriber go only where the subscriber is the patient.')
  }
  return [named]
}

/** DMG, needed of every patient. The guide has a code for women and men alone. */
function patientSegments(
  pen: Pen,
  { birthDate, sex }: { readonly birthDate: ServiceDate | null; readonly sex: string | null },
  at: string,
  loop: '2000D' | '2000E',
  writtenOn: ServiceDate,
): SegmentToWrite[] {
  const place: Place = [`${at}/birthDate`, `${loop} DMG02`, '3']
  if (birthDate === null) pen.refuse('x12/missing', place, 'It is missing.', 'Enter it.')
  refuseFuture(pen, place, birthDate, writtenOn, 'The birth date is still to come.')
  if (sex === 'U') pen.leaveOut(`${at}/sex`, 'A 276 has no code for a sex that is not known.')
  return demographicSegments(birthDate, sex === 'U' ? null : sex)
}

/** 2200D or 2200E: what tells the claim from others of the same patient. */
function claimSegments(pen: Pen, inquiry: StatusInquiry, writtenOn: ServiceDate) {
  const { subscriber, dependent, chargeCents } = inquiry
  const loop = dependent ? '2200E' : '2200D'
  const at = (field: string, element: string, box: string | null): Place => [field, `${loop} ${element}`, box]
  const trace = pen.neededIdentifier(inquiry.trace, 50, at('trace', 'TRN02', null))
  const numbers = [
    ['1K', inquiry.payerClaimNumber, 'payerClaimNumber', '22'],
    ['6P', subscriber.groupNumber, 'subscriber/groupNumber', '11'],
    ['EJ', inquiry.claimNumber, 'claimNumber', '26'],
    ['D9', inquiry.clearinghouseNumber, 'clearinghouseNumber', null],
  ] as const
  const references = numbers.map(([qualifier, given, field, box]) => {
    return [qualifier, pen.identifier(given, 50, at(field, 'REF02', box))] as const
  })
  const segments: SegmentToWrite[] = [
    ['TRN', '1', trace],
    ...references
      .filter(([, number]) => number !== '')
      .map(([qualifier, number]) => ['REF', qualifier, number] as const),
  ]
  if (chargeCents !== null) {
    segments.push(['AMT', 'T3', pen.amount(chargeCents, at('chargeCents', 'AMT02', '28'))])
  }
  segments.push(dateSegment(pen, inquiry, at, writtenOn))
  return { trace, segments }
}

function dateSegment(
  pen: Pen,
  { serviceDate: { from, to } }: StatusInquiry,
  at: (field: string, element: string, box: string | null) => Place,
  writtenOn: ServiceDate,
): SegmentToWrite {
  const end = at('serviceDate/to', 'DTP03', '24A')
  if (to !== null && to < from) {
    const says = `The dates of service end on ${to} and begin on ${from}.`
    pen.refuse('x12/date-order', end, says, 'Correct one of the two dates.')
  }
  const says = 'The date of service is still to come.'
  refuseFuture(pen, at('serviceDate/from', 'DTP03', '24A'), from, writtenOn, says)
  refuseFuture(pen, end, to, writtenOn, says)
  return to === null || to === from
    ? ['DTP', '472', 'D8', compactDate(from)]
    : ['DTP', '472', 'RD8', `${compactDate(from)}-${compactDate(to)}`]
}

function refuseFuture(
  pen: Pen,
  place: Place,
  date: ServiceDate | null,
  writtenOn: ServiceDate,
  says: string,
): void {
  if (date !== null && date > writtenOn) pen.refuse('x12/date-in-future', place, says, 'Correct it.')
}
