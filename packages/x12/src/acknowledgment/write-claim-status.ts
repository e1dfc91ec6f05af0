/** A claim of a 277CA with its lines, loops 2100D to 2220D; the grammar stands in write-277ca.ts. */
import type { ServiceDate } from '@tally/kernel'
import type { Pen, Place } from '../writer/pen.ts'
import type { Element, SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { amountOrNull, asItIs, asItIsOrNull, neededAsItIs } from '../writer/write-as-it-is.ts'
import type { AcknowledgedClaim, AcknowledgedLine } from './acknowledgment.ts'
import { statusSegments } from './write-status.ts'

export type LineToAcknowledge = Omit<AcknowledgedLine, 'verdict' | 'segment'>

export interface ClaimToAcknowledge
  extends Omit<AcknowledgedClaim, 'verdict' | 'batchId' | 'segment' | 'lines'> {
  /** The guide wants it; no `AcknowledgedClaim` carries it. */
  readonly patient?: { readonly last: string; readonly first: string; readonly memberId: string | null }
  readonly lines: readonly LineToAcknowledge[]
}

/** `pen` stands at the claim. */
export function claimSegments(pen: Pen, claim: ClaimToAcknowledge, writtenOn: ServiceDate): SegmentToWrite[] {
  const { statuses, chargeCents, statusOn } = claim
  if (statuses.length === 0 && (chargeCents !== null || statusOn !== null)) {
    const says = 'Without a status neither its day nor the charge can be written.'
    pen.refuse('x12/missing', ['statuses', '2200D STC', null], says, 'Give the status.')
  }
  return [
    patientSegment(pen, claim),
    ['TRN', '2', neededAsItIs(pen, claim.clm01, [1, 38], ['clm01', '2200D TRN02', null])],
    ...statusSegments(pen, claim, { loop: '2200D', date: statusOn, chargeCents }),
    ...referenceSegment(pen, '1K', claim.payerClaimNumber, ['payerClaimNumber', '2200D REF02', null]),
    ...referenceSegment(pen, 'D9', claim.clearinghouseNumber, ['clearinghouseNumber', '2200D REF02', null]),
    ...dateSegment(claim.serviceDate),
    ...claim.lines.flatMap((line, index) =>
      lineSegments(pen.within(`lines/${index}`), line, statusOn ?? writtenOn),
    ),
  ]
}

function patientSegment(pen: Pen, { patient }: ClaimToAcknowledge): SegmentToWrite {
  if (!patient) return ['NM1', 'QC', '1']
  const at = (field: string, element: string): Place => [`patient/${field}`, `2100D ${element}`, null]
  const last = asItIs(pen, patient.last, [1, 60], at('last', 'NM103'))
  const first = asItIs(pen, patient.first, [1, 35], at('first', 'NM104'))
  const id = asItIsOrNull(pen, patient.memberId, [2, 80], at('memberId', 'NM109'))
  return ['NM1', 'QC', '1', last, first, '', '', '', id === '' ? '' : 'MI', id]
}

/** The guide wants a day of the status, which a line has from its claim. */
function lineSegments(pen: Pen, line: LineToAcknowledge, statusOn: ServiceDate): SegmentToWrite[] {
  const charge = amountOrNull(pen, line.chargeCents, ['chargeCents', '2220D SVC02', null])
  return [
    ['SVC', procedureElement(pen, line), charge],
    ...statusSegments(pen, line, { loop: '2220D', date: statusOn, chargeCents: null }),
    ...referenceSegment(pen, 'FJ', line.lineControlNumber, ['lineControlNumber', '2220D REF02', null]),
    ...dateSegment(line.serviceDate),
  ]
}

function procedureElement(pen: Pen, { procedureCode, modifiers }: LineToAcknowledge): Element {
  const code = neededAsItIs(pen, procedureCode, [1, 48], ['procedureCode', '2220D SVC01', null])
  if (modifiers.length > 4) {
    const says = `${modifiers.length} modifiers are given and four fit.`
    pen.refuse('x12/modifier', ['modifiers', '2220D SVC01', null], says, 'Leave the others out.')
  }
  const written = modifiers.map((modifier, index) =>
    neededAsItIs(pen, modifier, [2, 2], [`modifiers/${index}`, '2220D SVC01', null]),
  )
  return ['HC', code, ...written]
}

function referenceSegment(pen: Pen, qualifier: string, value: string | null, place: Place): SegmentToWrite[] {
  const text = asItIsOrNull(pen, value, [1, 50], place)
  return text === '' ? [] : [['REF', qualifier, text]]
}

function dateSegment(date: ServiceDate | null): SegmentToWrite[] {
  return date === null ? [] : [['DTP', '472', 'D8', compactDate(date)]]
}
