/** 2000A to 2110D of a 270: who is asked, who asks, and for whom. */
import type { ServiceDate } from '@tally/kernel'
import type { Relationship } from '../claim-parts.ts'
import type { Inquiry } from '../inquiry-document.ts'
import * as form from '../writer/forms.ts'
import { demographicSegments, organizationSegment, personSegment } from '../writer/party-segments.ts'
import type { Pen, Place } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'

export interface InquiryLoops {
  /** As written. */
  readonly trace: string
  readonly payer: readonly SegmentToWrite[]
  readonly provider: readonly SegmentToWrite[]
  readonly subscriber: readonly SegmentToWrite[]
  readonly dependent: readonly SegmentToWrite[]
}

/** `pen` stands at the inquiry; `originator` is TRN03. */
export function inquiryLoops(
  pen: Pen,
  inquiry: Inquiry,
  originator: string,
  writtenOn: ServiceDate,
): InquiryLoops {
  const { dependent, subscriber } = inquiry
  refuseUnknownPatient(pen, inquiry)
  refuseBirth(pen, 'subscriber/birthDate', subscriber.birthDate, writtenOn)
  refuseBirth(pen, 'dependent/birthDate', dependent?.birthDate ?? null, writtenOn)
  const trace = pen.neededIdentifier(inquiry.trace, 50, ['trace', '2000C TRN02', null])
  const asked = ['TRN', '1', trace, originator] as const
  const questions = questionSegments(pen, inquiry)
  const subscriberName = subscriberSegments(pen, inquiry)
  return {
    trace,
    payer: [payerSegment(pen, inquiry)],
    provider: [providerSegment(pen, inquiry)],
    subscriber: dependent ? subscriberName : [asked, ...subscriberName, ...questions],
    dependent: dependent ? [asked, ...dependentSegments(pen, dependent), ...questions] : [],
  }
}

function payerSegment(pen: Pen, { payer }: Inquiry): SegmentToWrite {
  const id = pen.neededIdentifier(payer.id, 80, ['payer/id', '2100A NM109', null], 2)
  return organizationSegment(pen, 'PR', payer.name, { at: 'payer', loop: '2100A', box: null }, ['PI', id])
}

function providerSegment(pen: Pen, { provider }: Inquiry): SegmentToWrite {
  const npi = pen.code(provider.npi, form.npi, ['provider/npi', '2100B NM109', '33a'])
  const spot = { at: 'provider', loop: '2100B', box: '33' }
  return provider.kind === 'person'
    ? personSegment(pen, '1P', provider, spot, ['XX', npi])
    : organizationSegment(pen, '1P', provider.name, spot, ['XX', npi])
}

function subscriberSegments(pen: Pen, { subscriber }: Inquiry): SegmentToWrite[] {
  const id = pen.identifier(subscriber.memberId, 80, ['subscriber/memberId', '2100C NM109', '1a'], 2)
  const group = pen.identifier(subscriber.groupNumber, 50, ['subscriber/groupNumber', '2100C REF02', '11'])
  const known = id === '' ? (['', ''] as const) : (['MI', id] as const)
  const spot = { at: 'subscriber/name', loop: '2100C', box: '4' }
  return [
    subscriber.name
      ? personSegment(pen, 'IL', subscriber.name, spot, known)
      : ['NM1', 'IL', '1', '', '', '', '', '', ...known],
    ...(group === '' ? [] : [['REF', '6P', group] as const]),
    ...demographicSegments(subscriber.birthDate, subscriber.sex),
  ]
}

function dependentSegments(pen: Pen, dependent: NonNullable<Inquiry['dependent']>): SegmentToWrite[] {
  const { relationship, name, birthDate, sex } = dependent
  return [
    personSegment(pen, '03', name, { at: 'dependent/name', loop: '2100D', box: '2' }),
    ...demographicSegments(birthDate, sex),
    ...(relationship === null ? [] : [['INS', 'N', relationshipCode(relationship)] as const]),
  ]
}

/** A question knows spouse and child; everybody else is another adult (34). */
function relationshipCode(relationship: Relationship): string {
  return relationship === 'spouse' ? '01' : relationship === 'child' ? '19' : '34'
}

function questionSegments(pen: Pen, { serviceDate, serviceTypes, dependent }: Inquiry): SegmentToWrite[] {
  const { from, to } = serviceDate
  const [dates, question] = dependent ? ['2100D DTP03', '2110D EQ01'] : ['2100C DTP03', '2110C EQ01']
  if (to !== null && to < from) {
    const says = `The dates asked for end on ${to} and begin on ${from}.`
    pen.refuse('x12/date-order', ['serviceDate/to', dates, null], says, 'Correct one of the two dates.')
  }
  if (serviceTypes.length === 0) {
    const says = 'Nothing is asked for.'
    pen.refuse('x12/missing', ['serviceTypes', question, null], says, 'Ask for 30 and PT.')
  }
  const period = to === null || to === from ? null : `${compactDate(from)}-${compactDate(to)}`
  return [
    period === null ? ['DTP', '291', 'D8', compactDate(from)] : ['DTP', '291', 'RD8', period],
    ...serviceTypes.map((code, index) => {
      const place: Place = [`serviceTypes/${index}`, question, null]
      return ['EQ', pen.code(code, form.serviceType, place)] as const
    }),
  ]
}

/** A payer finds a person by the member id, or by name and birth date. */
function refuseUnknownPatient(pen: Pen, { subscriber: { memberId, name, birthDate } }: Inquiry): void {
  if ((memberId ?? '').trim() !== '' || (name !== null && birthDate !== null)) return
  const says = 'There is no member id, and not both name and birth date.'
  const place: Place = ['subscriber/memberId', '2100C NM109', '1a']
  pen.refuse('x12/missing', place, says, 'Enter the member id from the card.')
}

function refuseBirth(pen: Pen, at: string, birthDate: ServiceDate | null, writtenOn: ServiceDate): void {
  if (birthDate === null || birthDate <= writtenOn) return
  const place: Place = [at, `${at.startsWith('s') ? '2100C' : '2100D'} DMG02`, '3']
  pen.refuse('x12/date-in-future', place, 'The birth date is still to come.', 'Correct it.')
}
