/**
 * Questions for benefits as a 270 (005010X279A1): one interchange, one group, one ST. Physical therapy is asked
 * for by name, since an answer to the general question need not mention it (RFI 1911).
 */
import { type InquiryLoops, inquiryLoops } from './inquiry/inquiry-loops.ts'
import type { InquiryBatch } from './inquiry-document.ts'
import {
  type ControlNumbers,
  controlNumbersOf,
  interchangeText,
  transactionControl,
} from './writer/interchange-text.ts'
import { partnersOf } from './writer/partners.ts'
import { Pen, type Place } from './writer/pen.ts'
import { noFindings, type Problem, type Replacement } from './writer/problem.ts'
import { type SegmentToWrite, segmentsText } from './writer/segment-text.ts'
import { compactDate, compactTime } from './writer/values.ts'

export type Written270 =
  | {
      readonly ok: true
      readonly text: string
      readonly inquiries: readonly { readonly trace: string; readonly stControl: string }[]
      readonly controlNumbers: ControlNumbers
      readonly replacements: readonly Replacement[]
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Payers take this many patients in one ST of a batch. */
const mostInquiries = 99

export function write270(batch: InquiryBatch): Written270 {
  const findings = noFindings()
  const pen = new Pen(findings, '')
  const { control, inquiries, submitter } = batch
  const { sender, receiver, batchId } = partnersOf(pen, batch)
  refuseOriginator(pen, submitter.originator)
  refuseBatch(pen, batch)
  const loops = inquiries.map((inquiry, index) =>
    inquiryLoops(
      pen.within(`inquiries/${index}`),
      inquiry,
      `9${submitter.originator}`,
      control.writtenAt.date,
    ),
  )
  const { problems, replacements } = findings
  if (problems.length > 0) return { ok: false, problems }
  const { date, time } = control.writtenAt
  const body = inHierarchy(['BHT', '0022', '13', batchId, compactDate(date), compactTime(time)], loops)
  const guide = { functionalId: 'HS', transactionSet: '270', guide: '005010X279A1' } as const
  return {
    ok: true,
    text: interchangeText({ usage: batch.usage, sender, receiver, control, ...guide }, segmentsText(body)),
    inquiries: loops.map(({ trace }) => ({ trace, stControl: transactionControl })),
    controlNumbers: controlNumbersOf(control, batchId),
    replacements,
  }
}

/** TRN03 is exactly ten characters. */
function refuseOriginator(pen: Pen, originator: string): void {
  if (/^[0-9A-Z]{9}$/.test(originator)) return
  const says = 'The originator of a trace has nine capitals or digits.'
  pen.refuse('x12/trace', ['submitter/originator', '2000C TRN03', null], says, 'Take the tax number.')
}

function refuseBatch(pen: Pen, { mode, inquiries }: InquiryBatch): void {
  const most = mode === 'real-time' ? 1 : mostInquiries
  if (inquiries.length < 1 || inquiries.length > most) {
    const says = `${inquiries.length} questions are given; ${mode} takes 1 to ${most}.`
    pen.refuse('x12/batch-size', ['inquiries', 'ST', null], says, 'Ask in several files.')
  }
  const traces = inquiries.map(({ trace }) => trace)
  traces.forEach((trace, index) => {
    if (traces.indexOf(trace) === index) return
    const place: Place = [`inquiries/${index}/trace`, '2000C TRN02', null]
    const says = 'Two questions have the same trace.'
    pen.refuse('x12/trace', place, says, 'Give every question its own.')
  })
}

/** Payers (20), below them providers (21), subscribers (22) and dependents (23). */
function inHierarchy(head: SegmentToWrite, loops: readonly InquiryLoops[]): SegmentToWrite[] {
  const body = [head]
  let level = 0
  const open = (parent: number | null, code: string, child: '0' | '1'): number => {
    level += 1
    body.push(['HL', String(level), parent === null ? '' : String(parent), code, child])
    return level
  }
  for (const ofPayer of Map.groupBy(loops, ({ payer }) => JSON.stringify(payer)).values()) {
    const payer = open(null, '20', '1')
    body.push(...(ofPayer[0]?.payer ?? []))
    for (const ofProvider of Map.groupBy(ofPayer, ({ provider }) => JSON.stringify(provider)).values()) {
      const provider = open(payer, '21', '1')
      body.push(...(ofProvider[0]?.provider ?? []))
      for (const loop of ofProvider) {
        const subscriber = open(provider, '22', loop.dependent.length > 0 ? '1' : '0')
        body.push(...loop.subscriber)
        if (loop.dependent.length === 0) continue
        open(subscriber, '23', '0')
        body.push(...loop.dependent)
      }
    }
  }
  return body
}
