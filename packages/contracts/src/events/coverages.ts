/** What eligibility says of a patient's coverage: what a payer answered, and what a person changed. */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import { instant, patientId, payerFamily, plainDate, wholeCents } from './parts.ts'
import { sealedCoverage } from './sealed-visit.ts'

const coverages = { name: 'eligibility.coverages', keyedBy: 'patient' }

export const coverageVerified = defineEvent({
  type: 'coverage.verified.v1',
  topic: coverages,
  summary: 'A payer answered what it covers, or that it cannot say.',
  data: z.strictObject({
    patientId,
    /** Counts what was learned of the patient's coverage. */
    version: z.int().positive(),
    payerId: z.string(),
    /** The day that was asked about. */
    asOf: plainDate,
    verifiedAt: instant,
    coverage: z.enum(['active', 'inactive', 'unknown']),
    rejections: z.array(z.string()),
    therapyVisits: z
      .strictObject({
        limit: z.int().nullable(),
        used: z.int().nullable(),
        remaining: z.int().nullable(),
        confidence: z.enum(['high', 'low']),
      })
      .nullable(),
    /** Allowed amounts that other practices used this year, where a payer tells (KX). */
    usedElsewhereCents: wholeCents.nullable(),
    deductibleRemainingCents: wholeCents.nullable(),
  }),
  says: ({ payerId, coverage, asOf }) => `payer ${payerId} says ${coverage} for ${asOf}`,
})

export const coverageChanged = defineEvent({
  type: 'coverage.changed.v1',
  topic: coverages,
  summary: 'A person set the patient’s coverage: from now on that list governs, not the encounter’s.',
  data: z.strictObject({
    patientId,
    version: z.int().positive(),
    coverages: z.array(
      z.strictObject({
        order: z.int().positive(),
        payerId: z.string(),
        payerFamily,
        claimFilingIndicator: z.string().nullable(),
        medicareSecondaryType: z.string().nullable(),
        from: plainDate.nullable(),
        to: plainDate.nullable(),
      }),
    ),
  }),
  sealed: z.strictObject({ coverages: z.array(sealedCoverage) }),
  says: ({ coverages: list }) =>
    list.length === 0
      ? 'the patient has no coverage any more'
      : `coverage is now ${list.map(({ payerId }) => payerId).join(', then ')}`,
})
