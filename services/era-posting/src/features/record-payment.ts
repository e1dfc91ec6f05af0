/**
 * POST /v1/payments: money by hand. A patient's payment, credit put to use, a refund, a paper EOB, a receivable moved to who
 * owes it next, and what nobody will pay; each with who and why, as one batch that only its mirror takes back.
 */
import { type Actor, answer, type Practice, type Problem, problemAt, route, type Work } from '@tally/platform'
import type { z } from 'zod'
import type { NewEntry } from '../store/hand-entries.ts'
import { enterPaperEob } from './enter-paper-eob.ts'
import { entryShown, paymentAsked, type refundAsked, shownEntry } from './hand-entry-shape.ts'
import { refundToPayer, transfer, writeOff } from './move-receivables.ts'
import { refundToPatient, takePatientMoney } from './take-patient-money.ts'

export const recordPayment = route({
  method: 'POST',
  path: '/v1/payments',
  summary: 'Money by hand: a patient’s payment, a paper EOB, a refund, a transfer or a write-off.',
  description:
    '201: posted. 202: a paper EOB that posts as a remittance, or a write-off over the limit of one person that another agrees to.',
  roles: ['biller', 'owner'],
  idempotent: 'required',
  example: {
    body: {
      ...{ kind: 'patient-payment', patientId: 'PAT-77', method: 'card', amountCents: 1677 },
      reference: 'RECEIPT-301',
    },
    answer: {
      ...{ id: '01KJRPT0W3M4Z5C6V7B8N9M0A1', kind: 'patient-payment', status: 'posted', amountCents: 1677 },
      ...{ effectiveOn: '2026-03-02', askedFor: '2026-03-02', patientId: 'pat_6M7SSYKMBST33VAWR02THMQG4N' },
      ...{ payerId: null, creditCents: 0, batchId: '01KJRPT0W38WQ3N2D8K7H6G5F4', remittanceId: null },
      lines: [
        { chargeLineId: '01KJRPRW8057QM3GTYGQFHA4WF', order: null, amountCents: 927 },
        { chargeLineId: '01KJRPRW80DSMW2KXP9TRSM32P', order: null, amountCents: 750 },
      ],
      ...{ reason: 'paid by card', reference: 'RECEIPT-301', second: null, reversedBy: null },
      ...{ by: { label: 'front office', at: '2026-03-02T18:00:00.000Z' }, reversalReason: null },
    },
  },
  body: paymentAsked,
  answers: { 201: entryShown, 202: entryShown },
  async handle({ work, actor, practice, body }) {
    const entry = await record(work, actor, practice, body)
    if (!('by' in entry)) return entry
    const whole = { ...entry, second: null, reversalBatchId: null, reversedBy: null, reversalReason: null }
    const waits = entry.status === 'proposed' || entry.kind === 'paper-eob'
    return answer(waits ? 202 : 201, await shownEntry(work, whole))
  },
})

async function record(
  work: Work,
  actor: Actor,
  practice: Practice,
  asked: z.output<typeof paymentAsked>,
): Promise<NewEntry | Problem> {
  switch (asked.kind) {
    case 'patient-payment':
    case 'apply-credit':
      return takePatientMoney(work, actor, asked)
    case 'paper-eob':
      return enterPaperEob(work, actor, practice, asked)
    case 'refund':
      return refund(work, actor, asked)
    case 'transfer':
      return transfer(work, actor, asked)
    case 'write-off':
      return writeOff(work, actor, asked)
  }
}

async function refund(
  work: Work,
  actor: Actor,
  { patientId, payerId, lines, ...asked }: z.output<typeof refundAsked>,
): Promise<NewEntry | Problem> {
  if (patientId !== undefined && payerId === undefined && lines === undefined) {
    return refundToPatient(work, actor, { ...asked, patientId })
  }
  const sum = (lines ?? []).reduce((total, { amountCents }) => total + amountCents, 0)
  if (payerId !== undefined && patientId === undefined && lines !== undefined && sum === asked.amountCents) {
    return refundToPayer(work, actor, { ...asked, payerId, lines })
  }
  const says = 'name who is paid: patientId alone, or payerId with lines whose amounts make amountCents'
  return problemAt(422, '', 'refund/to-whom', says)
}
