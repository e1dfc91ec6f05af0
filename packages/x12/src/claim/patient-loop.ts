/** 2000C without its HL, and 2010CA: the patient where the subscriber is somebody else. */
import type { ClaimDocument, Patient } from '../claim-document.ts'
import type { Relationship } from '../claim-parts.ts'
import { addressSegments, demographicSegments, personSegment } from '../writer/party-segments.ts'
import type { Pen } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { propertyCasualtySegments } from './subscriber-loop.ts'

export const relationshipCodes: Readonly<Record<Relationship, string>> = {
  spouse: '01',
  child: '19',
  employee: '20',
  unknown: '21',
  'organ-donor': '39',
  'cadaver-donor': '40',
  'life-partner': '53',
  other: 'G8',
}

export function patientSegments(pen: Pen, patient: Patient, { subscriber }: ClaimDocument): SegmentToWrite[] {
  // The number goes once, with the patient, wherever it was written down.
  const own = patient.propertyCasualtyClaimNumber
  const [number, at] =
    own === null ? [subscriber.propertyCasualtyClaimNumber, 'subscriber'] : [own, 'patient']
  return [
    ['PAT', relationshipCodes[patient.relationship]],
    personSegment(pen, 'QC', patient.name, { at: 'patient/name', loop: '2010CA', box: '2' }),
    ...addressSegments(pen, patient.address, { at: 'patient/address', loop: '2010CA', box: '5' }),
    ...demographicSegments(patient.birthDate, patient.sex),
    ...propertyCasualtySegments(pen, number, at, '2010CA'),
  ]
}
