/**
 * What follows from a payer's answer, or from its not answering: it is kept, said, and every day of the patient that it speaks
 * of is decided again, also those that did not wait for it. The patient is locked before the question, as everywhere.
 */
import { coverageVerified } from '@tally/contracts'
import { plusDays, plusMilliseconds, type ServiceDate, serviceDate } from '@tally/kernel'
import { commit, saying, type Work } from '@tally/platform'
import type { BenefitsKnown } from '../domain/benefits-known.ts'
import { followAttempt, isDeferred } from '../domain/follow-attempt.ts'
import type { Inquiry } from '../domain/inquiry.ts'
import type { ReplyRead } from '../domain/read-reply.ts'
import { usedElsewhere } from '../domain/used-elsewhere.ts'
import { findInquiry, inquiryAnswer, moveInquiry, saveAnswer } from '../store/inquiries.ts'
import { learnOf, lockPatient, type Patient } from '../store/patients.ts'
import { treatedDays } from '../store/treatment-days.ts'
import { closeWork, openWork } from '../store/work-items.ts'
import { answerPatient } from './answer-patient.ts'

type Taken = ReplyRead | { readonly kind: 'later'; readonly says: string }

/** `replyDigest`: of the 271 in the practice's blob store; null: it is not kept there. */
export async function takeInAnswer(
  work: Work,
  inquiryId: string,
  taken: Taken,
  replyDigest: string | null,
): Promise<void> {
  const found = await findInquiry(work, inquiryId)
  if (!found) return
  const patient = await lockPatient(work, found.patientId)
  const before = await inquiryAnswer(work, inquiryId)
  if (!before) return
  const { inquiry } = before
  const awaited = inquiry.state === 'open' || inquiry.state === 'deferred'
  if (taken.kind !== 'answered') {
    if (awaited) await cameToNothing(work, patient, inquiry, taken)
    return
  }
  // The same file by another way says nothing new; one that comes after we gave up still counts.
  if (inquiry.state === 'answered' && (replyDigest === null || replyDigest === before.replyDigest)) return
  if (isDeferred(taken.benefits)) {
    if (awaited) await deferred(work, patient, inquiry, taken.benefits)
    return
  }
  await keep(work, inquiry, taken, replyDigest)
  await answerPatient(work, patient, monthOf(inquiry.asOf))
}

async function cameToNothing(
  work: Work,
  patient: Patient,
  { id, state, tries }: Inquiry,
  taken: Exclude<Taken, { kind: 'answered' }>,
): Promise<void> {
  const next = followAttempt(taken, tries)
  await moveInquiry(work, id, { state: next.state, said: taken.says, nextTryAt: later(work, next.retryInMs) })
  // While it is still on its way days go on waiting until their time is over.
  if (next.state !== state) await answerPatient(work, patient)
}

/** The payer cannot say now: nobody waits for it any more, and it is asked again with growing pauses. */
async function deferred(
  work: Work,
  patient: Patient,
  { id, tries }: Inquiry,
  benefits: BenefitsKnown,
): Promise<void> {
  const next = followAttempt({ kind: 'answered', benefits }, tries)
  const codes = benefits.rejections.map(({ code }) => code).join(' ')
  const said = `the payer cannot answer now (AAA ${codes})`
  await moveInquiry(work, id, { state: next.state, said, nextTryAt: later(work, next.retryInMs) })
  await answerPatient(work, patient)
}

async function keep(
  work: Work,
  inquiry: Inquiry,
  { benefits, told }: Extract<ReplyRead, { kind: 'answered' }>,
  replyDigest: string | null,
): Promise<void> {
  const { id, patientId, payerId, asOf } = inquiry
  const version = await learnOf(work, patientId)
  const { limit, used, remaining, confidence } = benefits.therapyVisits
  const counted = limit !== null || used !== null || remaining !== null
  await commit(work, () => saveAnswer(work, id, { benefits, told, replyDigest }), [
    saying(coverageVerified, {
      ...{ subject: patientId, sequence: version, correlationId: id },
      data: {
        ...{ patientId, version, payerId, asOf, verifiedAt: work.now, coverage: benefits.coverage },
        rejections: benefits.rejections.map(({ code }) => code),
        therapyVisits: counted
          ? { limit, used, remaining, confidence: confidence === 'high' ? 'high' : 'low' }
          : null,
        usedElsewhereCents: usedElsewhere(benefits, inquiry, await treatedDays(work, patientId)),
        deductibleRemainingCents: benefits.deductible.individual.remainingCents,
      },
    }),
  ])
  await tellFrontDesk(work, inquiry, benefits)
}

/** A rejection that somebody has to mend becomes work; the next answer that has none ends it. */
async function tellFrontDesk(
  work: Work,
  { patientId, payerId }: Inquiry,
  { rejections }: BenefitsKnown,
): Promise<void> {
  const subject = `${patientId} ${payerId}`
  const mend = rejections.find(({ next }) => next !== 'retry')
  const rule = mend ? `aaa/${mend.code.toLowerCase()}` : null
  closeWork(work, 'correct-coverage', subject, 'the payer answered anew', rule)
  if (!mend || rule === null) return
  const says = `payer ${payerId} did not answer: ${mend.code}, ${mend.says}`
  const next = `${mend.who}: ${mend.does}`
  await openWork(work, { kind: 'correct-coverage', subject, patientId, rule, says, next, dueOn: null })
}

function later(work: Work, ms: number | null): string | null {
  return ms === null ? null : plusMilliseconds(work.now, ms)
}

function monthOf(date: ServiceDate): { from: ServiceDate; to: ServiceDate } {
  const from = serviceDate(`${date.slice(0, 7)}-01`)
  const next = serviceDate(`${plusDays(from, 31).slice(0, 7)}-01`)
  return { from, to: plusDays(next, -1) }
}
