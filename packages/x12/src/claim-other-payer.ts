/**
 * A payer of the claim other than the one it goes to (2320, 2330), and what it decided on the lines (2430).
 * Amounts are copied from its 835, never computed again. Its lines stand here, not at the claim's lines, so
 * that a decision always belongs to a payer of the claim.
 */
import { z } from 'zod'
import { cents, date, payer, relationship, responsibility, subscriberParty } from './claim-parts.ts'

export const adjustment = z.strictObject({
  group: z.enum(['CO', 'CR', 'OA', 'PI', 'PR']),
  reason: z.string(),
  amountCents: cents,
  quantity: z.number().nullable(),
})
export type Adjustment = z.output<typeof adjustment>

const adjudicatedLine = z.strictObject({
  chargeLineId: z.string().meta({ description: 'One of the claim’s own lines.' }),
  paidCents: cents,
  procedureCode: z.string().meta({ description: 'As paid, which may differ from what was billed.' }),
  modifiers: z.array(z.string()),
  units: z.number(),
  bundledInto: z.int().nullable().meta({ description: 'Number of the line it was bundled into.' }),
  adjustments: z.array(adjustment),
  decidedOn: date,
  patientOwesCents: cents.nullable(),
})
export type AdjudicatedLine = z.output<typeof adjudicatedLine>

export const otherPayer = z.strictObject({
  responsibility,
  relationship: z.union([z.literal('self'), relationship]),
  filingIndicator: z.string(),
  medicareSecondaryType: z.string().nullable(),
  groupNumber: z.string().nullable(),
  groupName: z.string().nullable(),
  memberId: z.string(),
  subscriber: subscriberParty,
  payer,
  assignmentOfBenefits: z.boolean(),
  releaseOfInformation: z.boolean(),
  /** What it paid on the claim, 0 included; null when it has decided nothing yet. */
  paidCents: cents.nullable(),
  nonCoveredCents: cents.nullable(),
  patientOwesCents: cents.nullable(),
  /** Adjustments of the claim as a whole; those of lines stand in `lines`. */
  adjustments: z.array(adjustment),
  remarks: z.array(z.string()),
  decidedOn: date.nullable().meta({ description: 'Only where no line says its own date.' }),
  payerClaimNumber: z.string().nullable(),
  lines: z.array(adjudicatedLine),
})
export type OtherPayer = z.output<typeof otherPayer>
