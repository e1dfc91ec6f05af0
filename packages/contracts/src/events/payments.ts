/**
 * What era-posting says of a claim's money. One payment.posted per claim and remittance holds everything that
 * came for it; denials are derived from it by denial-management.
 */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import {
  adjustment,
  chargeLineId,
  claimIdentity,
  dollars,
  instant,
  patientId,
  plainDate,
  slug,
  wholeCents,
} from './parts.ts'

const payments = { name: 'era-posting.payments', keyedBy: 'claim' }

const paid = {
  ...claimIdentity,
  patientId,
  serviceDate: plainDate,
  remittanceId: z.string(),
  /** From 1 inside the remittance. */
  position: z.int().positive(),
  trace: z.string(),
  paidOn: plainDate.nullable(),
  receivedAt: instant,
  /** CLP02. */
  status: z.string(),
  chargeCents: wholeCents,
  paidCents: wholeCents,
  toPatientCents: wholeCents,
  claimAdjustments: z.array(adjustment),
  remarks: z.array(z.string()),
  /** Paid once more: its payment alone moved, for what it adjusts was posted from an earlier answer that stands. */
  paymentOnly: z.literal(true).optional(),
}

const paidLine = z.strictObject({
  chargeLineId,
  procedureCode: z.string(),
  modifiers: z.array(z.string()),
  unitsPaid: z.int().nullable(),
  chargeCents: wholeCents,
  paidCents: wholeCents,
  allowedCents: wholeCents.nullable(),
  toPatientCents: wholeCents,
  adjustments: z.array(adjustment),
  remarks: z.array(z.string()),
})

export const paymentPosted = defineEvent({
  type: 'payment.posted.v1',
  topic: payments,
  summary: 'A claim’s part of a remittance is in the ledger.',
  data: z.strictObject({
    ...paid,
    /** How it was matched: 1 claim number … 6 (x12.md 2.8). */
    tier: z.int().positive(),
    /** By the one definition of DESIGN.md 4. */
    denied: z.boolean(),
    allowedCents: wholeCents.nullable(),
    /** Left at this payer, after the posting; `denied:open` counts as receivable. */
    openCents: wholeCents,
    lines: z.array(paidLine),
  }),
  sealed: z.strictObject({ payerClaimNumber: z.string().nullable() }),
  says: ({ paidCents, chargeCents, toPatientCents, denied }) =>
    `${denied ? 'denied' : 'paid'} ${dollars(paidCents)} of ${dollars(chargeCents)}; patient ${dollars(toPatientCents)}`,
})

export const paymentReversed = defineEvent({
  type: 'payment.reversed.v1',
  topic: payments,
  summary: 'A payer took back an earlier adjudication; its postings are mirrored.',
  data: z.strictObject({
    ...paid,
    reversesRemittanceId: z.string(),
    /** Where it was no payer but a person who took a match apart. */
    because: slug.optional(),
    lines: z.array(paidLine),
  }),
  sealed: z.strictObject({ payerClaimNumber: z.string().nullable() }),
  says: ({ paidCents, because }) =>
    because === undefined
      ? `payer took back ${dollars(paidCents)}`
      : `a person undid what matched ${dollars(paidCents)} to this claim`,
})

export const paymentVarianceFound = defineEvent({
  type: 'payment.variance-found.v1',
  topic: payments,
  summary: 'A line was allowed another amount than its fee schedule expects.',
  data: z.strictObject({
    ...claimIdentity,
    remittanceId: z.string(),
    chargeLineId,
    procedureCode: z.string(),
    expectedAllowedCents: wholeCents,
    allowedCents: wholeCents,
    differenceCents: wholeCents,
  }),
  says: ({ procedureCode, expectedAllowedCents, allowedCents }) =>
    `${procedureCode} allowed ${dollars(allowedCents)}, expected ${dollars(expectedAllowedCents)}`,
})

export const claimSettled = defineEvent({
  type: 'claim.settled.v1',
  topic: payments,
  summary: 'Nothing is open at this payer for the claim any more.',
  data: z.strictObject({
    ...claimIdentity,
    patientId,
    serviceDate: plainDate,
    settledAt: instant,
    paidCents: wholeCents,
    adjustedCents: wholeCents,
    toPatientCents: wholeCents,
    writtenOffCents: wholeCents,
    because: slug,
  }),
  says: ({ paidCents, adjustedCents, toPatientCents }) =>
    `settled: paid ${dollars(paidCents)}, adjusted ${dollars(adjustedCents)}, patient ${dollars(toPatientCents)}`,
})
