/** What a partner's reply says to one question: a 271 with our trace, or something that means no. */
import { contentsOf, readBenefits, type SubscriberBenefits } from '@tally/x12'
import { type BenefitsKnown, benefitsKnown } from './benefits-known.ts'

export type ReplyRead =
  | { readonly kind: 'answered'; readonly benefits: BenefitsKnown; readonly told: SubscriberBenefits | null }
  | { readonly kind: 'refused'; readonly says: string }
  | { readonly kind: 'no-answer'; readonly says: string }

/** A reply on the connection that asked: a person without a trace is ours, one with another trace is not. */
export function readReply(bytes: Uint8Array, trace: string): ReplyRead {
  const contents = contentsOf(bytes)
  if (!contents.includes('271')) {
    return contents.includes('TA1') || contents.includes('999')
      ? { kind: 'refused', says: 'the partner sent the 270 back with an acknowledgment' }
      : { kind: 'no-answer', says: 'the partner’s answer is no 271' }
  }
  const answer = readBenefits(bytes)
  const own =
    answer.subscribers.find(({ traceNumbers }) => traceNumbers.includes(trace)) ??
    answer.subscribers.find(({ traceNumbers }) => traceNumbers.length === 0)
  if (own) return answeredBy(own)
  if (answer.subscribers.length > 0) return { kind: 'no-answer', says: 'the 271 answers another question' }
  return answer.rejections.length > 0
    ? { kind: 'answered', benefits: benefitsKnown(null, answer.rejections), told: null }
    : { kind: 'no-answer', says: 'the 271 speaks of nobody' }
}

/** Of a file that came by itself, in which the trace tells whose it is. What its other transactions reject is not said of this person. */
export function answeredBy(told: SubscriberBenefits): Extract<ReplyRead, { kind: 'answered' }> {
  return { kind: 'answered', benefits: benefitsKnown(told, told.rejectionsAbove), told }
}
