/** 2400: one line. REF*6R is the charge line's id, by which a remittance finds it again. */
import type { ClaimDocument, ClaimLine } from '../claim-document.ts'
import * as form from '../writer/forms.ts'
import type { Pen } from '../writer/pen.ts'
import type { Element, SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { noteSegments } from './claim-loop.ts'
import { lineProviderSegments } from './provider-loops.ts'

/** `pen` stands at the line. */
export function serviceLineSegments(
  pen: Pen,
  line: ClaimLine,
  index: number,
  claim: ClaimDocument,
): SegmentToWrite[] {
  const authorization = pen.identifier(line.priorAuthorization, 50, [
    'priorAuthorization',
    '2400 REF02',
    '23',
  ])
  return [
    ['LX', String(index + 1)],
    serviceSegment(pen, line, claim),
    ['DTP', '472', 'D8', compactDate(line.serviceDate)],
    ...(authorization === '' ? [] : [['REF', 'G1', authorization] as const]),
    ['REF', '6R', line.chargeLineId],
    ...noteSegments(pen, line.note, ['note', '2400 NTE02', '24']),
    ...lineProviderSegments(pen, line, claim),
  ]
}

function serviceSegment(pen: Pen, line: ClaimLine, claim: ClaimDocument): SegmentToWrite {
  const place = pen.code(line.placeOfService, form.placeOfService, ['placeOfService', '2400 SV105', '24B'])
  return [
    'SV1',
    procedureElement(pen, line),
    pen.amount(line.chargeCents, ['chargeCents', '2400 SV102', '24F']),
    'UN',
    String(line.units),
    place === claim.placeOfService ? '' : place,
    '',
    line.diagnosisPointers.map(String),
  ]
}

function procedureElement(pen: Pen, line: ClaimLine): Element {
  const { first, rest } = procedureComponents(pen, line, { loop: '2400', element: 'SV101', box: '24D' })
  const description = pen.text(line.description, 80, ['description', '2400 SV101-7', '24D'])
  if (description === '') return ['HC', first, ...rest]
  const padding = Array.from({ length: Math.max(0, 4 - rest.length) }, () => '')
  return ['HC', first, ...rest, ...padding, description]
}

/** Code and modifiers, of a service as billed or as paid. */
export function procedureComponents(
  pen: Pen,
  { procedureCode, modifiers }: { readonly procedureCode: string; readonly modifiers: readonly string[] },
  { loop, element, box }: { readonly loop: string; readonly element: string; readonly box: string | null },
): { readonly first: string; readonly rest: readonly string[] } {
  if (modifiers.length > 4) {
    const says = `${modifiers.length} modifiers are given and 4 fit.`
    pen.refuse(
      'x12/modifier',
      ['modifiers', `${loop} ${element}`, box],
      says,
      'Keep the four that change payment.',
    )
  }
  if (modifiers.some((code, index) => modifiers.indexOf(code) < index)) {
    const says = 'A modifier stands twice.'
    pen.refuse('x12/modifier', ['modifiers', `${loop} ${element}`, box], says, 'Take the second away.')
  }
  const first = pen.code(procedureCode, form.procedureCode, ['procedureCode', `${loop} ${element}-2`, box])
  const rest = modifiers.map((code, index) =>
    pen.code(code, form.modifier, [`modifiers/${index}`, `${loop} ${element}-${index + 3}`, box]),
  )
  return { first, rest }
}
