/**
 * Hears a partner's 271 that came as a file: each person's answer names our trace, which says whose question it was. The file
 * is kept again under the practice's key where it speaks of that practice alone.
 */
import { transmissionReceived } from '@tally/contracts'
import { assert } from '@tally/kernel'
import { getBlob, hears, on, putBlob, type Work, workIn } from '@tally/platform'
import { readBenefits, type SubscriberBenefits } from '@tally/x12'
import { answeredBy } from '../domain/read-reply.ts'
import { type Due, inquiryByTrace } from '../store/inquiries.ts'
import { takeInAnswer } from './take-in-answer.ts'

export const receiveBenefits = hears('receive-benefits', [
  on(transmissionReceived, async (work, { data }) => {
    if (data.content !== '271') return
    const bytes = await getBlob(work.query, work.keys, data.digest)
    assert(bytes, `transmission ${data.transmissionId} has no file`)
    const answer = readBenefits(bytes)
    const ours = await namedBy(work, data.partnerId, answer.subscribers)
    const practices = new Set(ours.map(({ due }) => due.practiceId))
    // A trace of nobody's may be of another practice that asked elsewhere: then the file is not one practice's alone.
    const alone = practices.size === 1 && ours.length === answer.subscribers.length
    for (const { due, told } of ours) {
      const own = await workIn(work, due.practiceId)
      const digest = alone ? await putBlob(own.query, own.keys, bytes) : null
      const traced = { ...own, traceparent: due.traceparent ?? own.traceparent }
      await takeInAnswer(traced, due.id, answeredBy(told), digest)
    }
  }),
])

interface Ours {
  readonly due: Due
  readonly told: SubscriberBenefits
}

/** In the order of practice and question, so that two files lock patients alike. */
async function namedBy(
  work: Work,
  partnerId: string,
  people: readonly SubscriberBenefits[],
): Promise<Ours[]> {
  const ours: Ours[] = []
  for (const told of people) {
    const due = await firstAsked(work, partnerId, told.traceNumbers)
    if (due) ours.push({ due, told })
  }
  const place = ({ due }: Ours) => `${due.practiceId} ${due.id}`
  return ours.sort((a, b) => (place(a) < place(b) ? -1 : 1))
}

/** The clearinghouse's own trace may stand before ours. */
async function firstAsked(work: Work, partnerId: string, traces: readonly string[]): Promise<Due | null> {
  for (const trace of traces) {
    const due = await inquiryByTrace(work.query, partnerId, trace)
    if (due) return due
  }
  return null
}
