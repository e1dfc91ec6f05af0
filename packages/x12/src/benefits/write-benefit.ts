/**
 * Loop 2110 of a 271 (x12.md 3.2):
 *
 *   EB*code*level*type^type*insurance*plan*period*amount*share*VS*quantity*authorization*network*HC:procedure
 *   HSD*VS*quantity***period*periods  REF  DTP  AAA  MSG  ( LS*2120  NM1  LE*2120 )
 *
 * What `Benefit` doesn't carry: modifiers of EB13, frequencies and patterns of an HSD beside its period, what
 * kind of number an entity has (PI), its address and contacts, III.
 */
import type { Pen, Place } from '../writer/pen.ts'
import { delimiters, type SegmentToWrite, segmentText } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import {
  amountOrNull,
  asItIs,
  asItIsOrNull,
  neededAsItIs,
  quantityText,
  readBack,
} from '../writer/write-as-it-is.ts'
import type { Benefit, DatedAs, Delivery, Entity, Network, YesNo } from './benefit.ts'
import { datesIn } from './read-benefit.ts'

export type BenefitToWrite = Omit<Benefit, 'segment'>

/** `pen` stands at the person. Rejections of a benefit stand under the last one. */
export function benefitTexts(
  pen: Pen,
  benefits: readonly BenefitToWrite[],
  rejections: readonly SegmentToWrite[],
): string[] {
  return benefits.flatMap((benefit, index) =>
    oneBenefit(pen.within(`benefits/${index}`), benefit, index === benefits.length - 1 ? rejections : []),
  )
}

function oneBenefit(pen: Pen, benefit: BenefitToWrite, rejections: readonly SegmentToWrite[]): string[] {
  const entities = benefit.entities.map((entity, index) =>
    entitySegment(pen.within(`entities/${index}`), entity),
  )
  const following: SegmentToWrite[] = [
    ...benefit.deliveries.map((delivery, index) =>
      deliverySegment(pen.within(`deliveries/${index}`), delivery),
    ),
    ...referenceSegments(pen, benefit.references),
    ...dateSegments(pen, benefit.dates),
    ...rejections,
    ...benefit.messages.map((message, index): SegmentToWrite => {
      return ['MSG', neededAsItIs(pen, message, [1, 264], [`messages/${index}`, '2110 MSG01', null])]
    }),
    ...(entities.length === 0 ? [] : [['LS', '2120'] as const, ...entities, ['LE', '2120'] as const]),
  ]
  return [ebText(pen, benefit), ...following.map(segmentText)]
}

/** EB03 repeats, which no other segment that we write does. */
function ebText(pen: Pen, benefit: BenefitToWrite): string {
  const at = (field: string, element: string): Place => [field, `2110 ${element}`, null]
  const orNull = (
    field: 'coverageLevel' | 'insuranceType' | 'planName' | 'period' | 'quantityQualifier',
    most: number,
    element: string,
  ) => asItIsOrNull(pen, benefit[field], [1, most], at(field, element))
  const types = benefit.serviceTypes.map((type, index) =>
    neededAsItIs(pen, type, [1, 2], at(`serviceTypes/${index}`, 'EB03')),
  )
  const procedure = asItIsOrNull(pen, benefit.procedureCode, [1, 48], at('procedureCode', 'EB13'))
  const text = segmentText([
    'EB',
    neededAsItIs(pen, benefit.code, [1, 2], at('code', 'EB01')),
    orNull('coverageLevel', 3, 'EB02'),
    types[0] ?? '',
    orNull('insuranceType', 3, 'EB04'),
    orNull('planName', 50, 'EB05'),
    orNull('period', 2, 'EB06'),
    amountOrNull(pen, benefit.amountCents, at('amountCents', 'EB07')),
    shareText(pen, benefit.percent),
    orNull('quantityQualifier', 2, 'EB09'),
    quantityText(pen, benefit.quantity, at('quantity', 'EB10')),
    yesNoSign[benefit.authorizationRequired],
    networkSign[benefit.network],
    procedure === '' ? '' : ['HC', procedure],
  ])
  if (types.length < 2) return text
  const { element, repetition } = delimiters
  const elements = text.split(element)
  const last = elements.length === 4 ? delimiters.terminator : ''
  return elements.with(3, types.join(repetition) + last).join(element)
}

const yesNoSign: Readonly<Record<YesNo, string>> = { yes: 'Y', no: 'N', unknown: '' }
const networkSign: Readonly<Record<Network, string>> = { in: 'Y', out: 'N', either: 'W', unknown: '' }

/** The fraction of a share in percent, by moving the point: 20 is 0.2. */
function shareText(pen: Pen, percent: number | null): string {
  if (percent === null) return ''
  const parts = /^(\d{1,3})(?:\.(\d{1,12}))?$/.exec(String(percent))
  if (!parts || percent > 100) {
    const says = 'A share goes from 0 to 100 percent.'
    pen.refuse('x12/amount', ['percent', '2110 EB08', null], says, 'Give the patient’s share in percent.')
    return ''
  }
  const [, whole = '', decimals = ''] = parts
  const digits = whole.padStart(3, '0')
  const fraction = `${digits.slice(-2)}${decimals}`.replace(/0{1,14}$/, '')
  return `${digits.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`}`
}

function deliverySegment(pen: Pen, delivery: Delivery): SegmentToWrite {
  const at = (field: string, element: string): Place => [field, `2110 ${element}`, null]
  const segment = [
    asItIs(pen, delivery.quantityQualifier, [2, 2], at('quantityQualifier', 'HSD01')),
    quantityText(pen, delivery.quantity, at('quantity', 'HSD02')),
    '',
    '',
    asItIs(pen, delivery.period, [1, 2], at('period', 'HSD05')),
    quantityText(pen, delivery.periods, at('periods', 'HSD06')),
  ]
  if (segment.every((text) => text === ''))
    pen.refuse('x12/missing', at('quantity', 'HSD'), 'The delivery says nothing.', 'Leave it out.')
  return ['HSD', ...segment]
}

function entitySegment(pen: Pen, { role, name, id }: Entity): SegmentToWrite {
  const at = (field: string, element: string): Place => [field, `2120 ${element}`, null]
  const entity = neededAsItIs(pen, role, [2, 3], at('role', 'NM101'))
  const known = asItIsOrNull(pen, id, [2, 80], at('id', 'NM109'))
  const called = asItIs(pen, name, [1, 60], at('name', 'NM103'))
  return ['NM1', entity, '2', called, '', '', '', '', known === '' ? '' : 'PI', known]
}

/** Of a person or of a benefit. */
export function referenceSegments(pen: Pen, references: Benefit['references']): SegmentToWrite[] {
  return references.map(({ qualifier, value }, index) => [
    'REF',
    neededAsItIs(pen, qualifier, [2, 3], [`references/${index}/qualifier`, 'REF01', null]),
    asItIs(pen, value, [1, 50], [`references/${index}/value`, 'REF02', null]),
  ])
}

/** A day, or from and to. Asks the reader whether it takes the one day for a beginning or an end. */
export function dateSegments(pen: Pen, dates: readonly DatedAs[]): SegmentToWrite[] {
  return dates.map((date, index): SegmentToWrite => {
    const { qualifier, from, to } = date
    const code = neededAsItIs(pen, qualifier, [3, 3], [`dates/${index}/qualifier`, 'DTP01', null])
    const [first, last] = [from && compactDate(from), to && compactDate(to)]
    const segment: SegmentToWrite =
      first && last ? ['DTP', code, 'RD8', `${first}-${last}`] : ['DTP', code, 'D8', first ?? last ?? '']
    const back = readBack(segmentText(segment))
    const [read] = back ? datesIn([back]) : []
    const dated = first !== null || last !== null
    if (!dated || read?.from !== from || read.to !== to) {
      const says = 'A reader takes the one day of this qualifier for its other end, or there is none.'
      pen.refuse(
        'x12/date-order',
        [`dates/${index}`, 'DTP03', null],
        says,
        'Give both days, or the other one.',
      )
    }
    return segment
  })
}
