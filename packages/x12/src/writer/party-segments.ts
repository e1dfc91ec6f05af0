/** How people, organizations and addresses are written, wherever they stand: NM1, N3, N4, DMG, PER. */
import type { ServiceDate } from '@tally/kernel'
import type { Address, PersonName } from '../claim-parts.ts'
import { type Form, npi, state, zip } from './forms.ts'
import type { Pen, Place } from './pen.ts'
import type { SegmentToWrite } from './segment-text.ts'
import { compactDate } from './values.ts'

/** Where a party stands: its pointer below the pen's, its loop, its box of the paper form. */
export interface Spot {
  readonly at: string
  readonly loop: string
  readonly box: string | null
}

/** NM108 and NM109. */
export type PartyId = readonly [qualifier: string, id: string]
const noId: PartyId = ['', '']

export function placeIn({ at, loop, box }: Spot, field: string, element: string): Place {
  return [`${at}/${field}`, `${loop} ${element}`, box]
}

export function personSegment(
  pen: Pen,
  code: string,
  name: PersonName,
  spot: Spot,
  id: PartyId = noId,
): SegmentToWrite {
  const last = pen.neededText(name.last, 60, placeIn(spot, 'last', 'NM103'))
  const first = pen.text(name.first, 35, placeIn(spot, 'first', 'NM104'))
  const middle = pen.text(name.middle, 25, placeIn(spot, 'middle', 'NM105'))
  const suffix = pen.text(name.suffix, 10, placeIn(spot, 'suffix', 'NM107'))
  return ['NM1', code, '1', last, first, middle, '', suffix, ...id]
}

export function organizationSegment(
  pen: Pen,
  code: string,
  name: string,
  spot: Spot,
  id: PartyId = noId,
): SegmentToWrite {
  return ['NM1', code, '2', pen.neededText(name, 60, placeIn(spot, 'name', 'NM103')), '', '', '', '', ...id]
}

/** A clinician: last and first name and an NPI. */
export function clinicianSegment(
  pen: Pen,
  code: string,
  clinician: { readonly npi: string; readonly last: string; readonly first: string | null },
  spot: Spot,
  npiBox: string | null,
): SegmentToWrite {
  const id = pen.code(clinician.npi, npi, [`${spot.at}/npi`, `${spot.loop} NM109`, npiBox])
  const name = { ...clinician, middle: null, suffix: null }
  return personSegment(pen, code, name, spot, ['XX', id])
}

export function addressSegments(
  pen: Pen,
  address: Address,
  spot: Spot,
  zipForm: Form = zip,
): SegmentToWrite[] {
  const line1 = pen.neededText(address.line1, 55, placeIn(spot, 'line1', 'N301'))
  const line2 = pen.text(address.line2, 55, placeIn(spot, 'line2', 'N302'))
  const city = pen.neededText(address.city, 30, placeIn(spot, 'city', 'N401'), 2)
  const stateCode = pen.code(address.state, state, placeIn(spot, 'state', 'N402'))
  const zipCode = pen.code(address.zip, zipForm, placeIn(spot, 'zip', 'N403'))
  return [
    ['N3', line1, line2],
    ['N4', city, stateCode, zipCode],
  ]
}

/** None when neither is known. */
export function demographicSegments(birthDate: ServiceDate | null, sex: string | null): SegmentToWrite[] {
  if (birthDate === null && sex === null) return []
  return [
    ['DMG', birthDate === null ? '' : 'D8', birthDate === null ? '' : compactDate(birthDate), sex ?? ''],
  ]
}

export function contactSegment(
  pen: Pen,
  contact: { readonly name: string | null; readonly phone: string },
  spot: Spot,
): SegmentToWrite {
  const name = pen.text(contact.name, 60, placeIn(spot, 'name', 'PER02'))
  return ['PER', 'IC', name, 'TE', pen.phone(contact.phone, placeIn(spot, 'phone', 'PER04'))]
}
