/** What era-posting says of one ST/SE of an 835. */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import { dollars, instant, plainDate, slug, ulidId, wholeCents } from './parts.ts'

const remittances = { name: 'era-posting.remittances', keyedBy: 'remittance' }

const remittance = {
  remittanceId: ulidId,
  transmissionId: ulidId.nullable(),
  payerId: z.string().nullable(),
  /** TRN02, and the day that the money moves. */
  trace: z.string(),
  paidOn: plainDate.nullable(),
  receivedAt: instant,
  paymentCents: wholeCents,
  claims: z.int().nonnegative(),
}

export const remittancePosted = defineEvent({
  type: 'remittance.posted.v1',
  topic: remittances,
  summary: 'A remittance is in the ledger to the cent, in whole or in part.',
  data: z.strictObject({
    ...remittance,
    status: z.enum(['posted', 'posted-in-part']),
    matched: z.int().nonnegative(),
    unmatchedCents: wholeCents,
    providerLevelCents: wholeCents,
  }),
  says: ({ trace, paymentCents, claims, status }) =>
    `remittance ${trace} ${status}: ${dollars(paymentCents)} for ${claims === 1 ? '1 claim' : `${claims} claims`}`,
})

export const remittanceQuarantined = defineEvent({
  type: 'remittance.quarantined.v1',
  topic: remittances,
  summary:
    'A remittance does not add up or belongs to nobody: nothing of it is posted until a person looked.',
  data: z.strictObject({ ...remittance, because: slug, differenceCents: wholeCents }),
  says: ({ trace, because, differenceCents }) =>
    `remittance ${trace} quarantined: ${because}, out by ${dollars(differenceCents)}`,
})
