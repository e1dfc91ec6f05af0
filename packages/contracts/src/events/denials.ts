/** What denial-management says of a denial: opened, worked, resolved, and its cause told to where it arose. */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import {
  chargeLineId,
  claimIdentity,
  dollars,
  patientId,
  plainDate,
  slug,
  treatmentDayId,
  ulidId,
  wholeCents,
} from './parts.ts'

const denials = { name: 'denial-management.denials', keyedBy: 'denial' }

const subject = {
  denialId: ulidId,
  /** Counts what was said of the denial. */
  version: z.int().positive(),
  claimId: ulidId,
  treatmentDayId,
  coverageOrder: z.int().positive(),
  payerId: z.string(),
}

/** Of shared/reference/carc-categories.csv. */
const category = z.string()
export const remedies = [
  'correct',
  'resubmit',
  'appeal',
  'send-records',
  'write-off',
  'bill-patient',
  'bill-next-payer',
  'close',
] as const
const remedy = z.enum(remedies)

export const denialOpened = defineEvent({
  type: 'denial.opened.v1',
  topic: denials,
  summary:
    'A payer did not pay, or a claim came back: a work item with a date. Again, with a later version, where it is open once more.',
  data: z.strictObject({
    ...claimIdentity,
    denialId: ulidId,
    version: z.int().positive(),
    patientId,
    /** Null: the whole claim. */
    chargeLineId: chargeLineId.nullable(),
    source: z.enum(['payment', 'rejection', 'takeback']),
    groupCode: z.string().nullable(),
    reasonCode: z.string(),
    remarks: z.array(z.string()),
    category,
    cause: z.string(),
    remedy: remedy.nullable(),
    amountCents: wholeCents,
    dueOn: plainDate.nullable(),
    dueSource: z.string(),
  }),
  says: ({ category: kind, reasonCode, groupCode, amountCents, dueOn }) =>
    `denial opened: ${kind} (${[groupCode, reasonCode].filter(Boolean).join(' ')}) for ${dollars(amountCents)}` +
    `${dueOn === null ? '' : `, due ${dueOn}`}`,
})

export const denialRecodeRequested = defineEvent({
  type: 'denial.recode-requested.v1',
  topic: denials,
  summary:
    'Codes, units, modifiers, diagnoses or charges must change before this is paid: charge-capture’s to do.',
  data: z.strictObject({
    ...subject,
    chargeLineIds: z.array(chargeLineId),
    category,
    reasonCode: z.string(),
  }),
  sealed: z.strictObject({ because: z.string() }),
  says: ({ category: kind, reasonCode }) => `asked charge-capture to code anew: ${kind} (${reasonCode})`,
})

export const denialResubmissionRequested = defineEvent({
  type: 'denial.resubmission-requested.v1',
  topic: denials,
  summary: 'The claim goes to the payer again: claim-submission’s to do.',
  data: z.strictObject({ ...subject, category, reasonCode: z.string(), neverAdjudicated: z.boolean() }),
  sealed: z.strictObject({
    because: z.string(),
    memberId: z.string().nullable(),
    priorAuthorization: z.string().nullable(),
  }),
  says: ({ category: kind, reasonCode }) =>
    `asked claim-submission to send it again: ${kind} (${reasonCode})`,
})

export const denialRootCauseFound = defineEvent({
  type: 'denial.root-cause-found.v1',
  topic: denials,
  summary: 'Where a denial’s cause arose, so that it does not arise again.',
  data: z.strictObject({
    ...subject,
    patientId,
    category,
    rootService: z.enum(['eligibility', 'charge-capture', 'claim-submission', 'era-posting', 'external']),
    reasonCode: z.string(),
  }),
  says: ({ rootService, category: kind }) => `cause of the denial: ${kind}, from ${rootService}`,
})

export const appealFiled = defineEvent({
  type: 'appeal.filed.v1',
  topic: denials,
  summary: 'A payer was asked to decide again.',
  data: z.strictObject({ ...subject, appealId: ulidId, level: z.int().positive(), filedOn: plainDate }),
  sealed: z.strictObject({ because: z.string() }),
  says: ({ level, filedOn }) => `appeal filed on ${filedOn} (level ${level})`,
})

export const denialResolved = defineEvent({
  type: 'denial.resolved.v1',
  topic: denials,
  summary: 'A denial is worked: its open cents go where the resolution says.',
  data: z.strictObject({
    ...subject,
    patientId,
    chargeLineId: chargeLineId.nullable(),
    resolution: z.enum(['paid', 'written-off', 'to-patient', 'to-next-payer', 'resubmitted', 'closed']),
    amountCents: wholeCents,
    because: slug,
  }),
  says: ({ resolution, amountCents }) => `denial resolved: ${resolution}, ${dollars(amountCents)}`,
})
