/**
 * Loop 2110 of an 835, in the guide's order (x12.md 2.3):
 *
 *   SVC*HC:code:modifiers*charge*paid**units paid*HC:code as submitted*units submitted
 *   DTM*472  CAS  REF  AMT*B6 allowed  LQ*HE remark
 */
import { type ServiceDate, sumOf } from '@tally/kernel'
import type { Pen, Place } from '../writer/pen.ts'
import type { Element, SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { asItIs, neededAsItIs, quantityText } from '../writer/write-as-it-is.ts'
import { isDenied } from './denied.ts'
import type { Procedure, Reference, RemittanceLine } from './remittance.ts'
import { adjustmentSegments } from './write-adjustments.ts'

/** `references` holds our line control number (6R) too; `denied` follows from the rest. */
export type LineToWrite = Omit<RemittanceLine, 'position' | 'segment' | 'denied' | 'lineControlNumber'>

interface ClaimAround {
  readonly status: string
  /** The claim's day, where it is only one: a line that names none has it. */
  readonly onlyDay: ServiceDate | null
}

/** `pen` stands at the line. */
export function lineSegments(pen: Pen, line: LineToWrite, claim: ClaimAround): SegmentToWrite[] {
  const { serviceDate, adjustments, references, remarks } = line
  if (serviceDate === null && claim.onlyDay !== null) {
    const says = 'The claim has one day, which its line would get.'
    pen.refuse('x12/service-date', ['serviceDate', '2110 DTM02', null], says, 'Give the line its day.')
  }
  return [
    svcSegment(pen, line),
    ...(serviceDate === null ? [] : [['DTM', '472', compactDate(serviceDate)] as const]),
    ...adjustmentSegments(pen, adjustments, '2110'),
    ...referenceSegments(pen, references, '2110'),
    ...allowedSegment(pen, line, claim),
    ...remarks.map((remark, index) => {
      const place: Place = [`remarks/${index}`, '2110 LQ02', null]
      return ['LQ', 'HE', neededAsItIs(pen, remark, [1, 30], place)] as const
    }),
  ]
}

function svcSegment(pen: Pen, line: LineToWrite): SegmentToWrite {
  const at = (field: string, place: string): Place => [field, `2110 ${place}`, null]
  const { submittedProcedure } = line
  return [
    'SVC',
    procedureElement(pen, line, 'SVC01'),
    pen.signedAmount(line.chargeCents, at('chargeCents', 'SVC02')),
    pen.signedAmount(line.paidCents, at('paidCents', 'SVC03')),
    '',
    quantityText(pen, line.unitsPaid, at('unitsPaid', 'SVC05')),
    submittedProcedure ? neededProcedure(pen.within('submittedProcedure'), submittedProcedure) : '',
    quantityText(pen, line.unitsSubmitted, at('unitsSubmitted', 'SVC07')),
  ]
}

function neededProcedure(pen: Pen, procedure: Procedure): Element {
  if (procedure.procedureCode === '')
    pen.refuse('x12/missing', ['procedureCode', '2110 SVC06', null], 'It is empty.', 'Give null instead.')
  return procedureElement(pen, procedure, 'SVC06')
}

/** HCPCS (HC), as all of physical therapy: another qualifier is not kept by the reader. */
function procedureElement(pen: Pen, { procedureCode, modifiers }: Procedure, element: string): Element {
  const place: Place = ['procedureCode', `2110 ${element}`, null]
  const code = asItIs(pen, procedureCode, [1, 48], place)
  if (modifiers.length > 4 || (code === '' && modifiers.length > 0)) {
    const says = 'One to four modifiers stand behind a code.'
    pen.refuse('x12/modifier', ['modifiers', `2110 ${element}`, null], says, 'Leave the others out.')
  }
  const written = modifiers.map((modifier, index) =>
    neededAsItIs(pen, modifier, [2, 2], [`modifiers/${index}`, `2110 ${element}`, null]),
  )
  return code === '' ? '' : ['HC', code, ...written]
}

/** B6 is left out where a reader gives it by itself and a payer would not: a denied line, a reversal. */
function allowedSegment(pen: Pen, line: LineToWrite, { status }: ClaimAround): SegmentToWrite[] {
  const { allowedCents, paidCents, adjustments } = line
  const denied = isDenied(status, line, adjustments)
  const ofPatient = adjustments.filter(({ group }) => group === 'PR').map(({ amountCents }) => amountCents)
  const implied = denied ? null : sumOf([paidCents, ...ofPatient])
  const place: Place = ['allowedCents', '2110 AMT02', null]
  if (allowedCents === null) {
    if (implied !== null)
      pen.refuse('x12/amount', place, 'It is missing, and the line is not denied.', 'Give what was allowed.')
    return []
  }
  return status === '22' && allowedCents === implied
    ? []
    : [['AMT', 'B6', pen.signedAmount(allowedCents, place)]]
}

/** Of a claim (2100) or a line (2110), in order. */
export function referenceSegments(
  pen: Pen,
  references: readonly Reference[],
  loop: '2100' | '2110',
): SegmentToWrite[] {
  return references.map(({ qualifier, value }, index) => [
    'REF',
    neededAsItIs(pen, qualifier, [2, 3], [`references/${index}/qualifier`, `${loop} REF01`, null]),
    asItIs(pen, value, [1, 50], [`references/${index}/value`, `${loop} REF02`, null]),
  ])
}
