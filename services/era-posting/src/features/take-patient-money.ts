/** What a patient pays, has credited or gets back, on the lines of the patient's account. */
import { type Cents, cents, dayIn } from '@tally/kernel'
import { type Actor, notFound, type Problem, type Work } from '@tally/platform'
import type { z } from 'zod'
import { applyPayment } from '../domain/apply-payment.ts'
import type { LineAmount } from '../domain/hand-lines.ts'
import type { Posting } from '../domain/posting.ts'
import { refundPatient } from '../domain/refund.ts'
import { lockDays } from '../store/charges.ts'
import type { NewEntry } from '../store/hand-entries.ts'
import { dayIdsOfPatient } from '../store/patient-lines.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { type applyCredit, type patientPayment, personOf, refused } from './hand-entry-shape.ts'
import { type PatientAccount, patientAccount, patientIdOf } from './patient-account.ts'
import { postEntry } from './post-entry.ts'

type Paid = z.output<typeof patientPayment> | z.output<typeof applyCredit>

export interface PatientRefund {
  readonly kind: 'refund'
  readonly patientId: string
  readonly amountCents: Cents
  readonly reason: string
  readonly reference?: string | null | undefined
  readonly paidOn?: string | undefined
}

export async function takePatientMoney(work: Work, actor: Actor, asked: Paid): Promise<NewEntry | Problem> {
  const account = await lockedAccount(work, patientIdOf(work, asked.patientId))
  // Money of one of whom nothing is known may be meant for somebody else.
  if (!account) return notFound('the patient')
  const id = work.newId()
  const applied = applyPayment(
    {
      ...{ entryId: id, patientId: account.patientId, amountCents: asked.amountCents },
      ...{ from: asked.kind === 'apply-credit' ? 'credit' : 'cash', named: asked.lines ?? null },
      creditCents: account.creditCents,
    },
    account.lines,
  )
  if (applied.kind === 'refusal') return refused(applied)
  const { lines, postings, creditCents } = applied
  const moved = asked.kind === 'apply-credit' ? cents(asked.amountCents - creditCents) : asked.amountCents
  const own = asked.kind === 'patient-payment' ? asked : null
  const { patientId: _, reason = '', ...rest } = asked
  return post(work, actor, account, postings, {
    ...{ id, kind: asked.kind, amountCents: moved, lines, reason, asked: withoutWords(rest) },
    ...{ reference: own?.reference ?? null, effectiveOn: own?.receivedOn },
  })
}

export async function refundToPatient(
  work: Work,
  actor: Actor,
  asked: PatientRefund,
): Promise<NewEntry | Problem> {
  const account = await lockedAccount(work, patientIdOf(work, asked.patientId))
  if (!account) return notFound('the patient')
  const { patientId, creditCents } = account
  const { kind, amountCents, reason, reference = null, paidOn } = asked
  const id = work.newId()
  const refund = refundPatient({ entryId: id, patientId, amountCents, creditCents }, account.lines)
  if (refund.kind === 'refusal') return refused(refund)
  return post(work, actor, account, refund.postings, {
    ...{ id, kind, amountCents, lines: refund.lines, reason, reference, effectiveOn: paidOn },
    asked: { kind, amountCents, paidOn },
  })
}

/** All days of the patient are locked first: nobody else moves their money meanwhile. */
async function lockedAccount(work: Work, patientId: string): Promise<PatientAccount | null> {
  await lockDays(work, await dayIdsOfPatient(work, patientId))
  return patientAccount(work, patientId)
}

interface Money extends Pick<NewEntry, 'id' | 'kind' | 'amountCents' | 'asked'> {
  readonly lines: readonly LineAmount[]
  readonly reason: string
  readonly reference: string | null
  readonly effectiveOn: string | undefined
}

async function post(
  work: Work,
  actor: Actor,
  { patientId, lines: known }: PatientAccount,
  postings: readonly Posting[],
  { id, kind, amountCents, lines, reason, reference, effectiveOn, asked }: Money,
): Promise<NewEntry | Problem> {
  const today = dayIn(await practiceZone(work), work.now)
  const dayOf = new Map(known.map((line) => [line.chargeLineId, line.treatmentDayId]))
  const entry = {
    ...{ id, kind, status: 'posted' as const, amountCents, effectiveOn: effectiveOn ?? today, patientId },
    ...{ payerId: null, asked, lines, remittanceId: null, words: { reason, reference } },
    by: personOf(actor, work),
  }
  const days = lines.flatMap(({ chargeLineId }) => dayOf.get(chargeLineId) ?? [])
  return postEntry(work, entry, postings, days)
}

/** The check's number is kept sealed with the reason. */
function withoutWords<T extends object>(asked: T): Omit<T, 'reference'> {
  const { reference: _, ...rest } = { reference: null, ...asked }
  return rest as Omit<T, 'reference'>
}
