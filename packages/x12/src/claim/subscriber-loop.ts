/** 2000B without its HL, 2010BA and 2010BB: whose plan it is, and the payer that the claim goes to. */
import type { ClaimDocument, Subscriber } from '../claim-document.ts'
import type { SubscriberParty } from '../claim-parts.ts'
import * as form from '../writer/forms.ts'
import {
  addressSegments,
  demographicSegments,
  organizationSegment,
  type PartyId,
  personSegment,
  type Spot,
} from '../writer/party-segments.ts'
import type { Pen, Place } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'

const payerSpot = { at: 'payer', loop: '2010BB', box: '11c' }

export function subscriberSegments(pen: Pen, claim: ClaimDocument): SegmentToWrite[] {
  const { subscriber, payer, patient } = claim
  const payerId = pen.neededIdentifier(payer.id, 80, ['payer/id', '2010BB NM109', null], 2)
  return [
    planSegment(pen.within('subscriber'), subscriber, patient ? '' : '18', '2000B'),
    ...partySegments(pen, claim),
    organizationSegment(pen, 'PR', payer.name, payerSpot, ['PI', payerId]),
    ...(payer.address
      ? addressSegments(pen, payer.address, { ...payerSpot, at: 'payer/address', box: null })
      : []),
  ]
}

type Plan = Pick<
  Subscriber,
  'responsibility' | 'filingIndicator' | 'medicareSecondaryType' | 'groupNumber' | 'groupName'
>

/** SBR, of the payer the claim goes to and of every other. `pen` stands at the plan. */
export function planSegment(
  pen: Pen,
  plan: Plan,
  relationship: string,
  loop: '2000B' | '2320',
): SegmentToWrite {
  const [groupBox, nameBox, kindBox] = loop === '2000B' ? ['11', '11c', '1'] : ['9a', '9d', null]
  const group = pen.identifier(plan.groupNumber, 50, ['groupNumber', `${loop} SBR03`, groupBox])
  const name = pen.text(plan.groupName, 60, ['groupName', `${loop} SBR04`, nameBox])
  if (group !== '' && name !== '') {
    pen.leaveOut('groupName', 'The name of a group goes only where its number is not known.')
  }
  const secondary: Place = ['medicareSecondaryType', `${loop} SBR05`, null]
  const secondaryType = pen.code(plan.medicareSecondaryType, form.medicareSecondaryType, secondary)
  const kind: Place = ['filingIndicator', `${loop} SBR09`, kindBox]
  const filing = pen.code(plan.filingIndicator, form.filingIndicator, kind)
  const named = group === '' ? name : ''
  return ['SBR', plan.responsibility, relationship, group, named, secondaryType, '', '', '', filing]
}

function partySegments(pen: Pen, { subscriber, patient }: ClaimDocument): SegmentToWrite[] {
  const { party } = subscriber
  const name = subscriberNameSegment(
    pen,
    party,
    { at: 'subscriber/party', loop: '2010BA', box: '4' },
    memberIdOf(pen, subscriber),
  )
  if (patient) {
    const known = party.kind === 'person' ? [party.address, party.birthDate, party.sex] : [party.address]
    if (known.some((fact) => fact !== null)) {
      const says = 'Address, birth date and sex of a subscriber go only where the subscriber is the patient.'
      pen.leaveOut('subscriber/party', says)
    }
    return [name]
  }
  if (party.kind === 'organization') return [name]
  return [
    name,
    ...(party.address
      ? addressSegments(pen, party.address, { at: 'subscriber/party/address', loop: '2010BA', box: '7' })
      : []),
    ...demographicSegments(party.birthDate, party.sex),
    ...propertyCasualtySegments(pen, subscriber.propertyCasualtyClaimNumber, 'subscriber', '2010BA'),
  ]
}

/** NM1*IL of a person or, as in workers' compensation, of the employer. */
export function subscriberNameSegment(
  pen: Pen,
  party: SubscriberParty,
  spot: Spot,
  id: PartyId,
): SegmentToWrite {
  return party.kind === 'person'
    ? personSegment(pen, 'IL', party.name, { ...spot, at: `${spot.at}/name` }, id)
    : organizationSegment(pen, 'IL', party.name, spot, id)
}

/** A person has a member id; an employer in workers' compensation may have none (RFI 1317, 1990). */
function memberIdOf(pen: Pen, { memberId, party, filingIndicator }: Subscriber): PartyId {
  if (memberId === null && party.kind === 'organization') return ['', '']
  const place: Place = ['subscriber/memberId', '2010BA NM109', '1a']
  return ['MI', memberIdText(pen, memberId, filingIndicator, place)]
}

/** Medicare's number is printed with hyphens on the card and goes without. */
export function memberIdText(
  pen: Pen,
  memberId: string | null,
  filingIndicator: string,
  place: Place,
): string {
  if (filingIndicator !== 'MA' && filingIndicator !== 'MB')
    return pen.neededIdentifier(memberId, 80, place, 2)
  const id = pen.neededIdentifier(memberId?.replace(/[ -]/g, ''), 80, place, 2)
  if (memberId !== null && memberId.trim().length !== id.length) pen.replace(place[0], memberId, id)
  return id
}

export function propertyCasualtySegments(
  pen: Pen,
  number: string | null,
  at: string,
  loop: string,
): SegmentToWrite[] {
  const text = pen.identifier(number, 50, [`${at}/propertyCasualtyClaimNumber`, `${loop} REF02`, '11b'])
  return text === '' ? [] : [['REF', 'Y4', text]]
}
