/**
 * Questions where claims stand as a 276 (005010X212; x12.md 3.3): one interchange, one group, one ST.
 *
 *   BHT*0010*13*batch*date*time
 *   HL 20 payer  HL 21 NM1*41 who asks  HL 19 provider  HL 22 subscriber ( TRN*1 … )*  HL 23 dependent ( TRN*1 … )*
 *
 * Every claim has its own TRN*1: `readStatus` finds it again as the TRN*2 of the answer.
 */
import { type StatusInquiryLoops, statusInquiryLoops } from './inquiry/status-inquiry-loops.ts'
import type { StatusInquiryBatch } from './status-inquiry-document.ts'
import {
  type ControlNumbers,
  controlNumbersOf,
  interchangeText,
  transactionControl,
} from './writer/interchange-text.ts'
import { partnersOf } from './writer/partners.ts'
import { organizationSegment } from './writer/party-segments.ts'
import { Pen, type Place } from './writer/pen.ts'
import { noFindings, type Problem, type Replacement, type Unsent } from './writer/problem.ts'
import { type SegmentToWrite, segmentsText } from './writer/segment-text.ts'
import { compactDate, compactTime } from './writer/values.ts'

export type Written276 =
  | {
      readonly ok: true
      readonly text: string
      readonly inquiries: readonly { readonly trace: string; readonly stControl: string }[]
      readonly controlNumbers: ControlNumbers
      readonly replacements: readonly Replacement[]
      readonly unsent: readonly Unsent[]
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** As many as payers take in one ST of a 270 (x12.md 3.1); nothing is known of another limit. */
const mostInquiries = 99

export function write276(batch: StatusInquiryBatch): Written276 {
  const findings = noFindings()
  const pen = new Pen(findings, '')
  const { control, inquiries, submitter } = batch
  const { sender, receiver, batchId } = partnersOf(pen, batch)
  const spot = { at: 'submitter', loop: '2100B', box: null }
  const asking = organizationSegment(pen, '41', submitter.name, spot, ['46', sender])
  refuseBatch(pen, batch)
  const { date, time } = control.writtenAt
  const loops = inquiries.map((inquiry, index) =>
    statusInquiryLoops(pen.within(`inquiries/${index}`), inquiry, date),
  )
  refuseTraceTwice(pen, loops)
  const { problems, replacements, unsent } = findings
  if (problems.length > 0) return { ok: false, problems }
  const head = ['BHT', '0010', '13', batchId, compactDate(date), compactTime(time)] as const
  const guide = { functionalId: 'HR', transactionSet: '276', guide: '005010X212' } as const
  return {
    ok: true,
    text: interchangeText(
      { usage: batch.usage, sender, receiver, control, ...guide },
      segmentsText(inHierarchy(head, asking, loops)),
    ),
    inquiries: loops.map(({ trace }) => ({ trace, stControl: transactionControl })),
    controlNumbers: controlNumbersOf(control, batchId),
    replacements,
    unsent,
  }
}

function refuseBatch(pen: Pen, { mode, inquiries }: StatusInquiryBatch): void {
  const most = mode === 'real-time' ? 1 : mostInquiries
  if (inquiries.length >= 1 && inquiries.length <= most) return
  const says = `${inquiries.length} questions are given; ${mode} takes 1 to ${most}.`
  pen.refuse('x12/batch-size', ['inquiries', 'ST', null], says, 'Ask in several files.')
}

/** As written: two that differ in capitals alone come back as one. */
function refuseTraceTwice(pen: Pen, loops: readonly StatusInquiryLoops[]): void {
  const seen = new Set<string>()
  loops.forEach(({ trace }, index) => {
    const place: Place = [`inquiries/${index}/trace`, '2200D TRN02', null]
    const says = 'Two questions have the same trace.'
    if (trace !== '' && seen.has(trace)) pen.refuse('x12/trace', place, says, 'Give every question its own.')
    seen.add(trace)
  })
}

/** Payers (20), who asks (21), providers (19), subscribers (22) and dependents (23, whose HL04 is not used). */
function inHierarchy(
  head: SegmentToWrite,
  asking: SegmentToWrite,
  loops: readonly StatusInquiryLoops[],
): SegmentToWrite[] {
  const body = [head]
  let level = 0
  const open = (parent: number | null, code: string, child: '0' | '1' | ''): number => {
    level += 1
    body.push(['HL', String(level), parent === null ? '' : String(parent), code, child])
    return level
  }
  for (const ofPayer of groupsOf(loops, 'payer')) {
    const payer = open(null, '20', '1')
    body.push(...segmentsOf(ofPayer, 'payer'))
    const asker = open(payer, '21', '1')
    body.push(asking)
    for (const ofProvider of groupsOf(ofPayer, 'provider')) {
      const provider = open(asker, '19', '1')
      body.push(...segmentsOf(ofProvider, 'provider'))
      for (const ofSubscriber of groupsOf(ofProvider, 'subscriber')) {
        const own = ofSubscriber.filter(({ dependent }) => dependent.length === 0)
        const others = ofSubscriber.filter(({ dependent }) => dependent.length > 0)
        const subscriber = open(provider, '22', others.length > 0 ? '1' : '0')
        body.push(...segmentsOf(ofSubscriber, 'subscriber'), ...own.flatMap(({ claim }) => claim))
        for (const ofDependent of groupsOf(others, 'dependent')) {
          open(subscriber, '23', '')
          body.push(...segmentsOf(ofDependent, 'dependent'), ...ofDependent.flatMap(({ claim }) => claim))
        }
      }
    }
  }
  return body
}

type Party = 'payer' | 'provider' | 'subscriber' | 'dependent'

/** Those of one party together, in the order in which each was first given. */
function groupsOf(loops: readonly StatusInquiryLoops[], party: Party) {
  return Map.groupBy(loops, (loop) => JSON.stringify(loop[party])).values()
}

function segmentsOf([first]: readonly StatusInquiryLoops[], party: Party): readonly SegmentToWrite[] {
  return first?.[party] ?? []
}
