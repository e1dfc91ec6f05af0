/**
 * Loop 2100 of an 835, in the guide's order (x12.md 2.2):
 *
 *   CLP*number*status*charge*paid*patient*filing*payer's number**frequency
 *   CAS  NM1*QC patient  NM1*74 corrected insured  NM1*TT crossover  MIA  MOA  REF
 *   DTM*232 first day  DTM*233 last day  DTM*050 received  AMT*I interest  then loops 2110
 */
import type { ServiceDate } from '@tally/kernel'
import type { Pen, Place } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { amountOrNull, asItIs, asItIsOrNull, neededAsItIs } from '../writer/write-as-it-is.ts'
import type { Person, RemittanceClaim } from './remittance.ts'
import { adjustmentSegments } from './write-adjustments.ts'
import { type LineToWrite, lineSegments, referenceSegments } from './write-line.ts'

/** `references` holds the medical record number (EA) too; `denied` follows from the rest. */
export interface ClaimToWrite
  extends Omit<RemittanceClaim, 'position' | 'segment' | 'denied' | 'medicalRecordNumber' | 'lines'> {
  readonly lines: readonly LineToWrite[]
}

/** `pen` stands at the claim. */
export function claimSegments(pen: Pen, claim: ClaimToWrite): SegmentToWrite[] {
  const { status, serviceFrom, serviceTo, receivedOn, interestCents } = claim
  const onlyDay = serviceTo === null || serviceFrom === serviceTo ? serviceFrom : null
  return [
    clpSegment(pen, claim),
    ...adjustmentSegments(pen, claim.adjustments, '2100'),
    ...peopleSegments(pen, claim),
    ...remarkSegments(pen, claim.remarks),
    ...referenceSegments(pen, claim.references, '2100'),
    ...dateSegment('232', serviceFrom),
    ...dateSegment('233', serviceTo),
    ...dateSegment('050', receivedOn),
    ...(interestCents === null
      ? []
      : [['AMT', 'I', pen.signedAmount(interestCents, ['interestCents', '2100 AMT02', null])] as const]),
    ...claim.lines.flatMap((line, index) =>
      lineSegments(pen.within(`lines/${index}`), line, { status, onlyDay }),
    ),
  ]
}

export function dateSegment(qualifier: string, date: ServiceDate | null): SegmentToWrite[] {
  return date === null ? [] : [['DTM', qualifier, compactDate(date)]]
}

/** CLP01 may be blank: payers do lose it, and the matching by other numbers must be tried (x12.md 2.8). */
function clpSegment(pen: Pen, claim: ClaimToWrite): SegmentToWrite {
  const at = (field: string, place: string): Place => [field, `2100 ${place}`, null]
  return [
    'CLP',
    asItIs(pen, claim.claimNumber, [1, 38], at('claimNumber', 'CLP01')),
    neededAsItIs(pen, claim.status, [1, 2], at('status', 'CLP02')),
    pen.signedAmount(claim.chargeCents, at('chargeCents', 'CLP03')),
    pen.signedAmount(claim.paidCents, at('paidCents', 'CLP04')),
    amountOrNull(pen, claim.patientCents, at('patientCents', 'CLP05')),
    asItIsOrNull(pen, claim.filingIndicator, [1, 2], at('filingIndicator', 'CLP06')),
    asItIsOrNull(pen, claim.payerClaimNumber, [1, 50], at('payerClaimNumber', 'CLP07')),
    '',
    asItIsOrNull(pen, claim.frequency, [1, 1], at('frequency', 'CLP09')),
  ]
}

function peopleSegments(pen: Pen, claim: ClaimToWrite): SegmentToWrite[] {
  const { patient, correctedInsured, crossoverTo } = claim
  const segments: SegmentToWrite[] = []
  if (patient) segments.push(personSegment(pen.within('patient'), 'QC', 'MI', patient))
  if (correctedInsured)
    segments.push(personSegment(pen.within('correctedInsured'), '74', 'C', correctedInsured))
  if (crossoverTo) {
    const name = asItIs(pen, crossoverTo.name, [1, 60], ['crossoverTo/name', '2100 NM103', null])
    const id = asItIsOrNull(pen, crossoverTo.id, [2, 80], ['crossoverTo/id', '2100 NM109', null])
    segments.push(['NM1', 'TT', '2', name, '', '', '', '', id === '' ? '' : 'PI', id])
  }
  return segments
}

function personSegment(pen: Pen, role: string, qualifier: string, person: Person): SegmentToWrite {
  const last = asItIs(pen, person.last, [1, 60], ['last', '2100 NM103', null])
  const first = asItIs(pen, person.first, [1, 35], ['first', '2100 NM104', null])
  const id = asItIsOrNull(pen, person.memberId, [2, 80], ['memberId', '2100 NM109', null])
  return ['NM1', role, '1', last, first, '', '', '', id === '' ? '' : qualifier, id]
}

/** Each of MIA and MOA has five places. */
const mostInOne = 5

/** Five remarks fit into MOA; what is more stands before it in MIA, whose first element is then always 0. */
function remarkSegments(pen: Pen, remarks: readonly string[]): SegmentToWrite[] {
  if (remarks.length > 2 * mostInOne) {
    const says = `${remarks.length} remarks are given and ten fit.`
    pen.refuse('x12/batch-size', ['remarks', '2100 MIA MOA', null], says, 'Put the others on lines.')
  }
  const codes = remarks.map((remark, index) =>
    neededAsItIs(pen, remark, [1, 50], [`remarks/${index}`, '2100 MOA', null]),
  )
  const [inMia, inMoa] = [codes.slice(0, -mostInOne), codes.slice(-mostInOne)]
  const segments: SegmentToWrite[] = []
  // MIA05 and MIA20 to 23.
  if (inMia[0] !== undefined)
    segments.push(['MIA', '0', '', '', '', inMia[0], ...Array<string>(14).fill(''), ...inMia.slice(1)])
  if (inMoa.length > 0) segments.push(['MOA', '', '', ...inMoa])
  return segments
}
