/**
 * CLP and what follows it, loop 2100 with its lines (x12.md 2.2):
 * `CLP*number*status*charge*paid*patient*filing*payer's number**frequency`, then CAS, NM1, MIA, MOA, REF, DTM, AMT
 * and its SVC loops.
 */
import type { Cents, ServiceDate } from '@tally/kernel'
import { given, type Segment } from '../reader/segment.ts'
import type { Loop } from '../reader/split-at.ts'
import { isDenied } from './denied.ts'
import { addAdjustments } from './read-adjustments.ts'
import { readLine, referenceOf } from './read-line.ts'
import type { Reading } from './reading.ts'
import type { Adjustment, Person, Reference, RemittanceClaim, RemittanceLine } from './remittance.ts'

/** A CLP up to the next, split where its lines begin. */
export interface ClaimSegments {
  readonly clp: Segment
  readonly own: readonly Segment[]
  readonly lines: readonly Loop[]
}

/** null when the CLP is cut or its CLP03 or CLP04 can't be read: the segment is refused. */
export function readClaim(
  { clp, own, lines }: ClaimSegments,
  position: number,
  reading: Reading,
): RemittanceClaim | null {
  if (!clp.whole) return null
  const status = given(clp, 2) ?? ''
  const chargeCents = reading.amount(clp, 3)
  const paidCents = reading.amount(clp, 4)
  const said = followingIn(own, reading)
  const { adjustments, references, serviceFrom, serviceTo } = said
  const onlyDay = serviceTo === null || serviceFrom === serviceTo ? serviceFrom : null
  const read: RemittanceLine[] = []
  for (const [index, segments] of lines.entries()) {
    const line = readLine(segments, index + 1, { status, onlyDay }, reading)
    if (line) read.push(line)
  }
  if (chargeCents === null || paidCents === null) return null
  const unpaid = paidCents === 0 && chargeCents > 0
  const all = unpaid ? [...adjustments, ...read.flatMap((line) => line.adjustments)] : adjustments
  return {
    position,
    claimNumber: given(clp, 1) ?? '',
    status,
    chargeCents,
    paidCents,
    patientCents: reading.information(clp, 5),
    filingIndicator: given(clp, 6),
    payerClaimNumber: given(clp, 7),
    frequency: given(clp, 9),
    adjustments,
    remarks: said.remarks,
    patient: said.patient,
    correctedInsured: said.correctedInsured,
    crossoverTo: said.crossoverTo,
    references,
    interestCents: said.interestCents,
    receivedOn: said.receivedOn,
    serviceFrom,
    serviceTo,
    medicalRecordNumber: references.find(({ qualifier }) => qualifier === 'EA')?.value || null,
    lines: read,
    denied: isDenied(status, { chargeCents, paidCents }, all),
    segment: clp.ordinal,
  }
}

/** MIA and MOA are nothing but numbers and these: where a remark code may stand. */
const remarkPlaces = { MOA: [3, 4, 5, 6, 7], MIA: [5, 20, 21, 22, 23] } as const

interface ClaimSaid {
  readonly adjustments: Adjustment[]
  readonly remarks: string[]
  readonly references: Reference[]
  patient: Person | null
  correctedInsured: Person | null
  crossoverTo: RemittanceClaim['crossoverTo']
  interestCents: Cents | null
  receivedOn: ServiceDate | null
  serviceFrom: ServiceDate | null
  serviceTo: ServiceDate | null
}

/** Of what may stand once the first counts. */
function followingIn(segments: readonly Segment[], reading: Reading): ClaimSaid {
  const said: ClaimSaid = {
    adjustments: [],
    remarks: [],
    references: [],
    patient: null,
    correctedInsured: null,
    crossoverTo: null,
    interestCents: null,
    receivedOn: null,
    serviceFrom: null,
    serviceTo: null,
  }
  for (const segment of segments) {
    switch (segment.tag) {
      case 'CAS':
        addAdjustments(segment, said.adjustments, reading)
        break
      case 'NM1':
        addName(segment, said)
        break
      case 'MOA':
      case 'MIA':
        for (const place of remarkPlaces[segment.tag]) {
          const remark = given(segment, place)
          if (remark !== null) said.remarks.push(remark)
        }
        break
      case 'REF':
        said.references.push(referenceOf(segment))
        break
      case 'DTM':
        addDate(segment, said, reading)
        break
      case 'AMT':
        // Informational: the money is in PLB L6.
        if (segment.elements[1] === 'I') said.interestCents ??= reading.information(segment, 2)
        break
    }
  }
  return said
}

/** QC the patient, 74 the insured as the payer knows him, TT who got the claim next. */
function addName(nm1: Segment, said: ClaimSaid): void {
  switch (nm1.elements[1]) {
    case 'QC':
      said.patient ??= personOf(nm1)
      break
    case '74':
      said.correctedInsured ??= personOf(nm1)
      break
    case 'TT':
      said.crossoverTo ??= { name: given(nm1, 3) ?? '', id: given(nm1, 9) }
      break
  }
}

function personOf(nm1: Segment): Person {
  return { last: given(nm1, 3) ?? '', first: given(nm1, 4) ?? '', memberId: given(nm1, 9) }
}

/** 050 received, 232 and 233 first and last day of service. */
function addDate(dtm: Segment, said: ClaimSaid, reading: Reading): void {
  switch (dtm.elements[1]) {
    case '050':
      said.receivedOn ??= reading.date(dtm, 2)
      break
    case '232':
      said.serviceFrom ??= reading.date(dtm, 2)
      break
    case '233':
      said.serviceTo ??= reading.date(dtm, 2)
      break
  }
}
