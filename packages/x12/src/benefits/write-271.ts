/**
 * Answers to questions for benefits as a 271 (005010X279A1), an ST for each (x12.md 3.2):
 *
 *   BHT*0022*11*number*date*time
 *   HL 20  AAA  NM1*PR*2*payer*****PI*id
 *   HL 21  NM1*1P*2*provider*****XX*npi  AAA
 *   HL 22  TRN*2*trace*originator  NM1*IL*1*last*first****MI*member id  REF  AAA  DMG  DTP  then loops 2110 (write-benefit.ts)
 *   HL 23  TRN*2*trace*originator  NM1*03*1*last*first  REF  AAA  DMG  DTP  then loops 2110; the patient, where not the insured
 *
 * `readBenefits` gives back what was handed in: a person's EB with all that follows them, dates, references and
 * rejections; what it reckons from them (coverage, deductible, visits …) it reckons again. What `BenefitsAnswer`
 * doesn't carry: the asking provider and TRN03, handed in; addresses, sex and relationship; which EB a rejection of level
 * `benefit` stands under (written under the last); whether a request was valid (AAA01: Y where the payer is only
 * busy, N otherwise); whether a dependent's dates and references stand at its subscriber (written at itself).
 */
import { Pen } from '../writer/pen.ts'
import { noFindings, type Problem } from '../writer/problem.ts'
import { type SegmentToWrite, segmentText } from '../writer/segment-text.ts'
import { compactDate, compactTime } from '../writer/values.ts'
import { asItIs, asItIsOrNull, neededAsItIs } from '../writer/write-as-it-is.ts'
import {
  checkTransmission,
  groupWritten,
  numbered,
  type Transmission,
  type TransmissionWritten,
} from '../writer/write-envelope.ts'
import type { SubscriberBenefits } from './benefit.ts'
import { type PersonToAnswer, personTexts, type RejectionToWrite, rejectionSegment } from './write-person.ts'

export interface AnswerToWrite {
  /** BHT03: of the question that is answered, where it was asked in real time. */
  readonly number: string
  /** TRN03 of the question, ten characters (x12.md 3.1). */
  readonly originator: string
  /** 2100B: who asked. */
  readonly provider: { readonly name: string; readonly npi: string }
  /** Whom the answer is from where it is about nobody: a payer that could not be reached. */
  readonly payer: SubscriberBenefits['payer']
  /** AAA above the subscriber. */
  readonly rejections: readonly RejectionToWrite[]
  readonly subscribers: readonly PersonToAnswer[]
}

export interface BenefitAnswers extends Transmission {
  readonly answers: readonly AnswerToWrite[]
}

export type Written271 =
  | ({ readonly ok: true } & TransmissionWritten)
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function write271(file: BenefitAnswers): Written271 {
  const findings = noFindings()
  const pen = new Pen(findings, '')
  checkTransmission(pen, file)
  if (file.answers.length === 0)
    pen.refuse('x12/batch-size', ['answers', 'ST', null], 'Nothing is given.', 'Give an answer.')
  const answers = file.answers.map((answer, index) =>
    answerTexts(pen.within(`answers/${index}`), answer, file),
  )
  const { problems } = findings
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, ...groupWritten(file, benefits, numbered(answers)) }
}

const benefits = {
  functionalId: 'HB',
  transactionSet: '271',
  guide: '005010X279A1',
  namesGuide: true,
} as const

/** A payer's people follow one another under its HL 20 and the provider's HL 21, as they are given. */
function answerTexts(pen: Pen, answer: AnswerToWrite, { control }: BenefitAnswers): string[] {
  const { date, time } = control.writtenAt
  const number = neededAsItIs(pen, answer.number, [1, 50], ['number', 'BHT03', null])
  const originator = neededAsItIs(pen, answer.originator, [10, 10], ['originator', 'TRN03', null])
  const texts = [segmentText(['BHT', '0022', '11', number, compactDate(date), compactTime(time)])]
  let level = 0
  const open = (parent: number | null, code: string, child: boolean): number => {
    level += 1
    const above = parent === null ? '' : String(parent)
    texts.push(segmentText(['HL', String(level), above, code, child ? '1' : '0']))
    return level
  }
  let above = rejectionsAbove(pen, answer)
  for (const { payer, at, people } of byPayer(answer)) {
    const asks = people.length > 0 || above.receiver.length > 0
    const source = open(null, '20', asks)
    texts.push(...[...above.source, ...payerSegments(pen, payer, at)].map(segmentText))
    if (!asks) continue
    const provider = open(source, '21', people.length > 0)
    texts.push(...[providerSegment(pen, answer), ...above.receiver].map(segmentText))
    above = { source: [], receiver: [] }
    for (const { person, at: place } of people) {
      const { subscriber, dependent } = personTexts(pen.within(place), person, originator)
      const parent = open(provider, '22', dependent !== null)
      texts.push(...subscriber)
      if (dependent === null) continue
      open(parent, '23', false)
      texts.push(...dependent)
    }
  }
  return texts
}

interface Located {
  readonly person: PersonToAnswer
  /** Its pointer below the answer. */
  readonly at: string
}

interface OfPayer {
  readonly payer: SubscriberBenefits['payer']
  /** What its pointer begins with, below the answer. */
  readonly at: string
  readonly people: Located[]
}

/** Neighbours of one payer; the payer alone where nobody is answered about. */
function byPayer({ payer, subscribers }: AnswerToWrite): OfPayer[] {
  if (subscribers.length === 0) return [{ payer, at: '', people: [] }]
  const groups: OfPayer[] = []
  for (const [index, person] of subscribers.entries()) {
    const at = `subscribers/${index}`
    const last = groups.at(-1)
    if (last && isSamePayer(last.payer, person.payer)) last.people.push({ person, at })
    else groups.push({ payer: person.payer, at: `${at}/`, people: [{ person, at }] })
  }
  return groups
}

/** Each at the first level of its kind; a reader meets the source's before the receiver's. */
function rejectionsAbove(
  pen: Pen,
  { rejections }: AnswerToWrite,
): Record<'source' | 'receiver', SegmentToWrite[]> {
  const above: Record<'source' | 'receiver', SegmentToWrite[]> = { source: [], receiver: [] }
  for (const [index, rejection] of rejections.entries()) {
    const { level } = rejection
    const segment = rejectionSegment(pen.within(`rejections/${index}`), rejection)
    if ((level === 'source' && above.receiver.length === 0) || level === 'receiver')
      above[level].push(segment)
    else {
      const says = 'Above the subscriber there are a source and, behind it, a receiver.'
      pen.refuse(
        'x12/code',
        [`rejections/${index}/level`, 'AAA', null],
        says,
        'Give it to the person, or sort them.',
      )
    }
  }
  return above
}

function payerSegments(pen: Pen, payer: SubscriberBenefits['payer'], at: string): SegmentToWrite[] {
  if (payer === null) return []
  const name = asItIs(pen, payer.name, [1, 60], [`${at}payer/name`, '2100A NM103', null])
  const id = asItIsOrNull(pen, payer.id, [2, 80], [`${at}payer/id`, '2100A NM109', null])
  return [['NM1', 'PR', '2', name, '', '', '', '', id === '' ? '' : 'PI', id]]
}

function providerSegment(pen: Pen, { provider }: AnswerToWrite): SegmentToWrite {
  const name = neededAsItIs(pen, provider.name, [1, 60], ['provider/name', '2100B NM103', null])
  const npi = neededAsItIs(pen, provider.npi, [10, 10], ['provider/npi', '2100B NM109', null])
  return ['NM1', '1P', '2', name, '', '', '', '', 'XX', npi]
}

function isSamePayer(one: SubscriberBenefits['payer'], other: SubscriberBenefits['payer']): boolean {
  return one?.name === other?.name && one?.id === other?.id && (one === null) === (other === null)
}
