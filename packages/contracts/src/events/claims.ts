/** What claim-submission says of a claim: what went out, and what came back before any money. */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import {
  claimIdentity,
  claimLine,
  digest,
  dollars,
  instant,
  npi,
  patientId,
  payerFamily,
  plainDate,
  slug,
  treatmentDayId,
  ulidId,
  wholeCents,
} from './parts.ts'

/** Whose claim it is: what is heard of one patient can go beside what is heard of another. Events before 2026-11-27 lack it. */
const ofPatient = { patientId: patientId.optional() }

const claims = { name: 'claim-submission.claims', keyedBy: 'claim' }

export const claimSubmitted = defineEvent({
  type: 'claim.submitted.v1',
  topic: claims,
  summary: 'A claim version went out, byte for byte as its digest says.',
  data: z.strictObject({
    ...claimIdentity,
    dayVersion: z.int().positive(),
    kind: z.enum(['original', 'replacement', 'void']),
    frequency: z.enum(['1', '7', '8']),
    replacesClaimNumber: z.string().nullable(),
    payerFamily,
    patientId,
    billingNpi: npi,
    serviceDate: plainDate,
    lines: z.array(claimLine),
    chargeCents: wholeCents,
    signedAt: instant.nullable(),
    submittedAt: instant,
    partnerId: z.string(),
    batchId: ulidId,
    digest,
    timelyFilingDueOn: plainDate.nullable(),
  }),
  sealed: z.strictObject({
    memberId: z.string().nullable(),
    payerClaimNumber: z.string().nullable(),
    /** REF*EA as sent; payers return it. */
    medicalRecordNumber: z.string().nullable().optional(),
  }),
  says: ({ claimNumber, payerId, chargeCents, kind }) =>
    `sent ${kind} claim ${claimNumber} to payer ${payerId} for ${dollars(chargeCents)}`,
})

const heardBack = z.strictObject({
  ...claimIdentity,
  ...ofPatient,
  /** Who spoke: a clearinghouse that took it in, or the payer. */
  stage: z.enum(['interchange', 'transaction', 'clearinghouse', 'payer']),
  transmissionId: ulidId,
})

export const claimAcknowledged = defineEvent({
  type: 'claim.acknowledged.v1',
  topic: claims,
  summary: 'A clearinghouse or payer took the claim in.',
  data: heardBack.extend({
    state: z.enum(['received', 'accepted']),
    category: z.string().nullable(),
    statusCode: z.string().nullable(),
  }),
  sealed: z.strictObject({ payerClaimNumber: z.string().nullable() }),
  says: ({ claimNumber, state, stage, category }) =>
    `claim ${claimNumber} ${state} by ${stage}${category === null ? '' : ` (${category})`}`,
})

export const claimRejected = defineEvent({
  type: 'claim.rejected.v1',
  topic: claims,
  summary: 'A claim came back before adjudication: mend it and send it as a new one.',
  data: heardBack.extend({
    chargeCents: wholeCents,
    /** Every code that came with it: TA1 note, 999 error or 277CA category:status:entity. */
    codes: z
      .array(
        z.strictObject({
          category: z.string(),
          statusCode: z.string().nullable(),
          entity: z.string().nullable(),
        }),
      )
      .min(1),
    timelyFilingDueOn: plainDate.nullable(),
    /**
     * The earlier version that its payer has, where the rejected one was to take its place or to void it: that one stands as it
     * did, `decided` where it was paid or denied. Null: none; absent where nobody says.
     */
    stands: z.strictObject({ version: z.int().positive(), decided: z.boolean() }).nullish(),
  }),
  says: ({ claimNumber, stage, codes }) =>
    `claim ${claimNumber} rejected by ${stage}: ${codes.map(codeOf).join(', ')}`,
})

export const claimUnanswered = defineEvent({
  type: 'claim.unanswered.v1',
  topic: claims,
  summary: 'No answer came within the time that partners take.',
  data: z.strictObject({
    ...claimIdentity,
    ...ofPatient,
    waitsFor: z.enum(['999', '277CA', '835']),
    sentAt: instant,
    chargeCents: wholeCents,
  }),
  says: ({ claimNumber, waitsFor }) => `no ${waitsFor} came for claim ${claimNumber}`,
})

export const claimVoided = defineEvent({
  type: 'claim.voided.v1',
  topic: claims,
  summary: 'Nothing more is asked of this payer for the treatment day.',
  data: z.strictObject({
    claimId: ulidId,
    treatmentDayId,
    coverageOrder: z.int().positive(),
    payerId: z.string().nullable(),
    ...ofPatient,
    /** Whether a payer had it already: then money may have to go back. */
    wasSent: z.boolean(),
    because: slug,
  }),
  says: ({ because, wasSent }) =>
    wasSent ? `claim voided after it was sent (${because})` : `claim voided before it was sent (${because})`,
})

export const clearanceOverridden = defineEvent({
  type: 'clearance.overridden.v1',
  topic: claims,
  summary: 'A person released a hold of eligibility and answers for it.',
  data: z.strictObject({
    claimId: ulidId,
    treatmentDayId,
    ...ofPatient,
    version: z.int().positive(),
    overrides: slug,
    /** The key of the person. */
    keyId: z.string(),
  }),
  sealed: z.strictObject({ because: z.string() }),
  says: ({ overrides }) => `a person released the hold ${overrides}`,
})

export const filingDeadlineNear = defineEvent({
  type: 'filing.deadline-near.v1',
  topic: claims,
  summary: 'A claim has not gone out and its filing window closes soon.',
  data: z.strictObject({
    claimId: ulidId,
    treatmentDayId,
    payerId: z.string(),
    timelyFilingDueOn: plainDate,
    daysLeft: z.int(),
    /** Why it still waits, as the claim's own hold says it. */
    heldBecause: z.string(),
  }),
  says: ({ payerId, timelyFilingDueOn, daysLeft, heldBecause }) =>
    `${windowOf(daysLeft)} to file with payer ${payerId} (due ${timelyFilingDueOn}); held: ${heldBecause}`,
})

function windowOf(daysLeft: number): string {
  const days = `${Math.abs(daysLeft)} ${Math.abs(daysLeft) === 1 ? 'day' : 'days'}`
  return daysLeft < 0 ? `overdue by ${days}` : `${days} left`
}

function codeOf(code: { category: string; statusCode: string | null; entity: string | null }): string {
  return [code.category, code.statusCode, code.entity].filter((part) => part !== null).join(':')
}
