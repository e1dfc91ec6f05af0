/**
 * Writes a question down: the 270 is made and frozen in the transaction that needs its answer, and a job sends it. Where no
 * clearinghouse is set up there is nobody to ask; where no 270 can be written the reasons are kept.
 */
import { plusMilliseconds, type ServiceDate, wallTimeIn } from '@tally/kernel'
import { installation, type Partner, partnerOf, practiceDetails, type Work } from '@tally/platform'
import { write270 } from '@tally/x12'
import { type Asker, composeInquiry, type Insured, questionText } from '../domain/compose-inquiry.ts'
import type { Inquiry } from '../domain/inquiry.ts'
import { addInquiry, bringForward, takeNumber } from '../store/inquiries.ts'

/** One route for every payer until there are several clearinghouses. */
export const partnerId = 'clearinghouse'

/** Longer than an attempt can last. */
export const attemptMs = 45_000

export interface ToAsk {
  readonly patientId: string
  readonly payerId: string
  readonly asOf: ServiceDate
  readonly insured: Insured
  readonly asker: Asker
  readonly cause: 'charge' | 'request'
  readonly traceparent: string | null
}

export async function clearinghouseOf(work: Work): Promise<Partner | null> {
  return partnerOf(work.query, await work.vault.of(installation), partnerId)
}

/** The same question has the same key, whoever asks it. */
export function questionKeyOf(work: Work, insured: Insured, payerId: string): string {
  return work.keys.lookup('question', questionText(insured, payerId)).toString('base64url')
}

export function memberKeyOf(work: Work, memberId: string | null): string | null {
  return memberId === null ? null : work.keys.lookup('member', memberId).toString('base64url')
}

/** The patient is locked. */
export async function openInquiry(work: Work, partner: Partner, asked: ToAsk): Promise<Inquiry> {
  const { patientId, payerId, asOf, insured, asker, cause, traceparent } = asked
  const id = work.newId()
  const number = await takeNumber(work)
  const { timezone } = await practiceDetails(work)
  const written = write270({
    usage: partner.usage,
    mode: 'real-time',
    submitter: { id: partner.senderId, originator: originatorOf(partner) },
    receiver: { id: partner.receiverId },
    control: { interchange: number, group: number, batchId: id, writtenAt: wallTimeIn(timezone, work.now) },
    inquiries: [composeInquiry(insured, { trace: id, payerId, asOf, asker })],
  })
  return addInquiry(work, {
    ...{ id, patientId, payerId, questionKey: questionKeyOf(work, insured, payerId), asOf },
    ...{ partnerId: partner.id, interchangeNumber: number, cause, traceparent },
    text: written.ok ? written.text : null,
    problems: written.ok
      ? []
      : written.problems.map(({ pointer, rule, says, x12, fix }) => ({ pointer, rule, says, x12, fix })),
  })
}

/** Joins a question on its way: one that rests between two attempts is asked now, the payer may be back. */
export async function askNow(work: Work, { id }: Inquiry): Promise<void> {
  await bringForward(work, id, plusMilliseconds(work.now, attemptMs))
}

/** TRN03 is 9 and nine characters of ours: the sender's id, filled up. */
function originatorOf({ senderId }: Partner): string {
  return senderId.slice(0, 9).padEnd(9, '0')
}
