/** One person of a 271, loops 2000C and 2000D; the grammar stands in write-271.ts. */
import type { Pen, Place } from '../writer/pen.ts'
import { type SegmentToWrite, segmentText } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { asItIs, asItIsOrNull, neededAsItIs } from '../writer/write-as-it-is.ts'
import type { InsuredPerson, Rejection, SubscriberBenefits } from './benefit.ts'
import { type BenefitToWrite, benefitTexts, dateSegments, referenceSegments } from './write-benefit.ts'

export type RejectionToWrite = Pick<Rejection, 'code' | 'followUp' | 'level'>

/** What was said of a person without what follows from it. */
export interface PersonToAnswer
  extends Pick<
    SubscriberBenefits,
    'traceNumber' | 'memberId' | 'payer' | 'subscriber' | 'dependent' | 'dates' | 'references'
  > {
  readonly rejections: readonly RejectionToWrite[]
  readonly benefits: readonly BenefitToWrite[]
}

export interface PersonTexts {
  readonly subscriber: readonly string[]
  /** null where the subscriber is the patient. */
  readonly dependent: readonly string[] | null
}

/** `pen` stands at the person. Trace, dates, references and benefits belong to the patient; TRN03 is handed in. */
export function personTexts(pen: Pen, person: PersonToAnswer, originator: string): PersonTexts {
  const { subscriber, dependent } = person
  const loop = dependent ? '2000D' : '2000C'
  const rejected = rejectionsOf(pen, person)
  const trace = asItIsOrNull(pen, person.traceNumber, [1, 50], ['traceNumber', `${loop} TRN02`, null])
  const traced: SegmentToWrite[] = trace === '' ? [] : [['TRN', '2', trace, originator]]
  const references = referenceSegments(pen, person.references)
  const dates = dateSegments(pen, person.dates)
  const benefits = benefitTexts(pen, person.benefits, rejected.benefit)
  const insured = [...nameSegments(pen, person), ...(dependent ? [] : references), ...rejected.subscriber]
  const born = birthSegments(subscriber)
  if (!dependent) {
    const own = [...traced, ...insured, ...born, ...dates]
    return { subscriber: [...own.map(segmentText), ...benefits], dependent: null }
  }
  const own = [
    ...traced,
    dependentSegment(pen, dependent),
    ...references,
    ...rejected.dependent,
    ...birthSegments(dependent),
    ...dates,
  ]
  return {
    subscriber: [...insured, ...born].map(segmentText),
    dependent: [...own.map(segmentText), ...benefits],
  }
}

function nameSegments(pen: Pen, { subscriber, memberId }: PersonToAnswer): SegmentToWrite[] {
  const at = (field: string, element: string): Place => [field, `2100C ${element}`, null]
  const id = asItIsOrNull(pen, memberId, [2, 80], at('memberId', 'NM109'))
  if (subscriber === null) {
    const says = 'A member id stands beside a name, and there is none.'
    if (id !== '') pen.refuse('x12/missing', at('subscriber', 'NM1'), says, 'Give the subscriber.')
    return []
  }
  const last = asItIs(pen, subscriber.last, [1, 60], at('subscriber/last', 'NM103'))
  const first = asItIs(pen, subscriber.first, [1, 35], at('subscriber/first', 'NM104'))
  return [['NM1', 'IL', '1', last, first, '', '', '', id === '' ? '' : 'MI', id]]
}

function dependentSegment(pen: Pen, { last, first }: InsuredPerson): SegmentToWrite {
  const at = (field: string, element: string): Place => [`dependent/${field}`, `2100D ${element}`, null]
  return [
    'NM1',
    '03',
    '1',
    asItIs(pen, last, [1, 60], at('last', 'NM103')),
    asItIs(pen, first, [1, 35], at('first', 'NM104')),
  ]
}

function birthSegments(person: InsuredPerson | null): SegmentToWrite[] {
  return person?.birthDate ? [['DMG', 'D8', compactDate(person.birthDate)]] : []
}

const levels = ['subscriber', 'dependent', 'benefit'] as const

/** A reader gives them in this order, so they must have it. */
function rejectionsOf(pen: Pen, { rejections, dependent, benefits }: PersonToAnswer) {
  const written: Record<(typeof levels)[number], SegmentToWrite[]> = {
    subscriber: [],
    dependent: [],
    benefit: [],
  }
  let reached = 0
  for (const [index, rejection] of rejections.entries()) {
    const own = pen.within(`rejections/${index}`)
    const segment = rejectionSegment(own, rejection)
    const level = levels.find((one) => one === rejection.level)
    const place = level ? levels.indexOf(level) : -1
    const stands = level === 'dependent' ? dependent !== null : level !== 'benefit' || benefits.length > 0
    if (level && place >= reached && stands) {
      written[level].push(segment)
      reached = place
    } else {
      const says =
        'A person has rejections of the subscriber, then the dependent, then a benefit, if there is one.'
      own.refuse('x12/code', ['level', 'AAA', null], says, 'Sort them, or give it the level where it stands.')
    }
  }
  return written
}

/** AAA01 is Y where the request was well and the payer only busy (42, 80). */
export function rejectionSegment(pen: Pen, { code, followUp }: RejectionToWrite): SegmentToWrite {
  const reason = neededAsItIs(pen, code, [2, 2], ['code', 'AAA03', null])
  const next = asItIs(pen, followUp, [1, 1], ['followUp', 'AAA04', null])
  return ['AAA', reason === '42' || reason === '80' ? 'Y' : 'N', '', reason, next]
}
