/** What is asked of POST /v1/payments, kind by kind, and how an entry is shown. */
import { cents, coverageOrderMax, isServiceDate } from '@tally/kernel'
import type { Actor, Problem, Work } from '@tally/platform'
import { problemAt } from '@tally/platform'
import { z } from 'zod'
import type { HandRefusal } from '../domain/hand-lines.ts'
import { writeOffKinds } from '../domain/write-off.ts'
import { effectiveDayOf, type HandEntry, type Person } from '../store/hand-entries.ts'

export const plainDay = z.string().refine(isServiceDate).meta({ format: 'date' })
const wholeCents = z.int().transform((amount) => cents(amount))
/** More than anybody is owed by hand. */
export const someCents = z
  .int()
  .positive()
  .max(99_999_999_99)
  .transform((amount) => cents(amount))
const chargeLineId = z.string().regex(/^[0-9A-Z]{1,26}$/)
/** Of the payers of a visit; the last that a person may name. */
const order = z.int().positive().max(coverageOrderMax)
export const reason = z.string().trim().min(1).max(500)
const reference = z.string().trim().max(80).nullish()

const once = <T extends { readonly chargeLineId: string; readonly order?: number | null | undefined }>(
  lines: readonly T[],
) => new Set(lines.map((line) => `${line.chargeLineId} ${line.order ?? ''}`)).size === lines.length

const lineAtPatient = z.strictObject({ chargeLineId, amountCents: someCents })
const lineAtPayer = z.strictObject({ chargeLineId, order, amountCents: someCents })
const lineAnywhere = z.strictObject({ chargeLineId, order: order.nullable(), amountCents: someCents })
const most = 200

export const patientPayment = z.strictObject({
  kind: z.literal('patient-payment'),
  /** The EMR's id, or ours. */
  patientId: z.string().min(1).max(100),
  method: z.enum(['cash', 'card', 'check']),
  amountCents: someCents,
  receivedOn: plainDay.optional(),
  /** Of the check or the receipt. */
  reference,
  /** Left out: the oldest first. What is beyond becomes credit. */
  lines: z.array(lineAtPatient).min(1).max(most).refine(once).optional(),
  reason: reason.optional(),
})

export const applyCredit = z.strictObject({
  kind: z.literal('apply-credit'),
  patientId: z.string().min(1).max(100),
  amountCents: someCents,
  lines: z.array(lineAtPatient).min(1).max(most).refine(once).optional(),
  reason: reason.optional(),
})

export const refundAsked = z.strictObject({
  kind: z.literal('refund'),
  /** One of the two: who gets it. */
  patientId: z.string().min(1).max(100).optional(),
  payerId: z.string().min(1).max(80).optional(),
  amountCents: someCents,
  /** Of a payer: what was overpaid. */
  lines: z.array(lineAtPayer).min(1).max(most).refine(once).optional(),
  reference,
  paidOn: plainDay.optional(),
  reason,
})

export const transferAsked = z.strictObject({
  kind: z.literal('transfer'),
  to: z.enum(['next-payer', 'patient']),
  lines: z.array(lineAtPayer).min(1).max(most).refine(once),
  reason,
})

export const writeOffAsked = z.strictObject({
  kind: z.literal('write-off'),
  writeOff: z.enum(writeOffKinds),
  /** `order` null: what the patient owes. */
  lines: z.array(lineAnywhere).min(1).max(most).refine(once),
  reason,
})

const adjustment = z.strictObject({
  group: z.enum(['CO', 'PR', 'OA', 'PI']),
  reason: z.string().regex(/^[0-9A-Z]{1,5}$/),
  amountCents: wholeCents,
})
const remarks = z
  .array(z.string().regex(/^[0-9A-Z]{2,6}$/))
  .max(10)
  .default([])

const paperLine = z.strictObject({
  chargeLineId: chargeLineId.optional(),
  procedureCode: z.string().regex(/^[0-9A-Z]{5}$/),
  modifiers: z
    .array(z.string().regex(/^[0-9A-Z]{2}$/))
    .max(4)
    .default([]),
  serviceDate: plainDay,
  units: z.int().min(0).max(999).default(1),
  chargeCents: wholeCents,
  paidCents: wholeCents,
  allowedCents: wholeCents.optional(),
  adjustments: z.array(adjustment).max(30).default([]),
  remarks,
})

const paperClaim = z.strictObject({
  /** One of the two: our id, or the number as the paper says it. */
  claimId: z.string().max(40).optional(),
  claimNumber: z.string().min(1).max(38).optional(),
  payerClaimNumber: z.string().min(1).max(50).optional(),
  /** CLP02; left out: processed as first, second or third payer, as the claim was sent. */
  status: z.enum(['1', '2', '3', '4', '19', '20', '21', '22']).optional(),
  chargeCents: wholeCents,
  paidCents: wholeCents,
  patientCents: wholeCents.optional(),
  adjustments: z.array(adjustment).max(30).default([]),
  remarks,
  lines: z.array(paperLine).max(99).default([]),
})

export const paperEobAsked = z.strictObject({
  kind: z.literal('paper-eob'),
  payerId: z.string().min(2).max(80),
  payerName: z.string().trim().min(1).max(60).optional(),
  /** Where the practice has several. */
  payeeNpi: z
    .string()
    .regex(/^\d{10}$/)
    .optional(),
  traceNumber: z.string().trim().min(1).max(50),
  method: z.enum(['check', 'eft']).default('check'),
  paidOn: plainDay,
  paymentCents: z
    .int()
    .nonnegative()
    .transform((amount) => cents(amount)),
  claims: z.array(paperClaim).min(1).max(500),
  providerAdjustments: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[0-9A-Z]{2}$/),
        reference: z.string().trim().max(50).default(''),
        amountCents: wholeCents,
      }),
    )
    .max(50)
    .default([]),
  reason: reason.optional(),
})

export const paymentAsked = z.discriminatedUnion('kind', [
  patientPayment,
  applyCredit,
  refundAsked,
  transferAsked,
  writeOffAsked,
  paperEobAsked,
])

const person = z.object({ label: z.string(), at: z.string() })

export const entryShown = z
  .object({
    id: z.string(),
    kind: z.enum(['patient-payment', 'apply-credit', 'paper-eob', 'refund', 'transfer', 'write-off']),
    /** `proposed`: over the limit of one person; another agrees or rejects. */
    status: z.enum(['proposed', 'posted', 'rejected', 'reversed']),
    amountCents: z.int(),
    /** When it counts: the first open day, where the asked one is closed. */
    effectiveOn: z.string(),
    askedFor: z.string(),
    patientId: z.string().nullable(),
    payerId: z.string().nullable(),
    lines: z.array(z.object({ chargeLineId: z.string(), order: z.int().nullable(), amountCents: z.int() })),
    /** Of it on no line: became, or was taken from, the patient's credit. */
    creditCents: z.int(),
    batchId: z.string().nullable(),
    /** A paper EOB posts as this remittance; its status tells how. */
    remittanceId: z.string().nullable(),
    reason: z.string(),
    reference: z.string().nullable(),
    by: person,
    /** Who agreed or rejected. */
    second: person.nullable(),
    reversedBy: person.nullable(),
    reversalReason: z.string().nullable(),
  })
  .meta({ id: 'HandEntry', description: 'Money that a person moved, with who, why and by which batch.' })

export async function shownEntry(work: Work, entry: HandEntry): Promise<z.infer<typeof entryShown>> {
  const { by, second, reversedBy, words, lines, effectiveOn: askedFor, batchId } = entry
  const onLines = lines.reduce((sum, { amountCents }) => sum + amountCents, 0)
  const who = (each: Person | null) => (each === null ? null : { label: each.label, at: each.at })
  return {
    ...{ id: entry.id, kind: entry.kind, status: entry.status, amountCents: entry.amountCents },
    ...{ askedFor, effectiveOn: batchId === null ? askedFor : await effectiveDayOf(work, batchId) },
    ...{ patientId: entry.patientId, payerId: entry.payerId, batchId, remittanceId: entry.remittanceId },
    lines: lines.map(({ chargeLineId: id, order: at, amountCents }) => ({
      ...{ chargeLineId: id, order: at, amountCents },
    })),
    creditCents: entry.kind === 'paper-eob' ? 0 : entry.amountCents - onLines,
    ...{ reason: words.reason, reference: words.reference, by: { label: by.label, at: by.at } },
    ...{ second: who(second), reversedBy: who(reversedBy), reversalReason: entry.reversalReason },
  }
}

export function personOf({ keyId, label }: Actor, { now }: Work): Person {
  return { key: keyId, label, at: now }
}

export function refused({ code, pointer, says }: HandRefusal): Problem {
  return problemAt(422, pointer, code, says)
}
