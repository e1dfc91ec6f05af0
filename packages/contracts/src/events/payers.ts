/** What claim-submission says of a payer: its entry in the practice's directory. */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import { payerFamily } from './parts.ts'

export const payerProfileChanged = defineEvent({
  type: 'payer.profile-changed.v1',
  topic: { name: 'claim-submission.payers', keyedBy: 'payer' },
  summary: 'A payer’s entry in the directory changed: family, rules, windows, how it is reached.',
  data: z.strictObject({
    payerId: z.string(),
    version: z.int().positive(),
    payerFamily,
    /** False: no 270 is sent and every treatment day is cleared at once. */
    checksEligibility: z.boolean(),
    acceptsReplacement: z.boolean(),
    /** `at-once` or a time of the practice's day, HH:MM. */
    sendWindow: z.string(),
    /** Days to appeal from receipt of the remittance; null: the family's default. */
    appealDays: z.int().positive().nullable(),
    filingDays: z.int().positive().nullable(),
    /** Overrides of the coding profile, by its own keys. */
    codingRules: z.record(z.string(), z.unknown()),
    /** Cents by which a payment may differ from what was expected before it is a variance. */
    toleranceCents: z.int().nonnegative(),
  }),
  says: ({ payerId, payerFamily: family, version }) =>
    `payer ${payerId} is now ${family} (profile version ${version})`,
})
