/** How quick and how strict the outside is: `PUT /settings` changes what it names and keeps the rest. */
import { z } from 'zod'

const milliseconds = z
  .int()
  .min(0)
  .max(366 * 86_400_000)

export const settingsShape = z.strictObject({
  /** TA1 and 999, from the moment a submission is taken. */
  ackAfterMs: milliseconds,
  /** The payer's 277CA; the clearinghouse's comes halfway between the two. */
  acceptAfterMs: milliseconds,
  /** 835. */
  remitAfterMs: milliseconds,
  /** Payers pay at multiples of this; 0: as soon as it is due. Claims of one run share an ST. */
  remitEveryMs: milliseconds,
  /** What happens after a remittance (reversal, recoupment, second file), from that remittance. */
  afterwardsMs: milliseconds,
  /** A 271 that comes by webhook. */
  eligibilityAfterMs: milliseconds,
  /** A 271 that the caller waits for. */
  slowEligibilityMs: milliseconds,
  /** Webhooks say `{ type, transactionId }` alone. */
  thin: z.boolean(),
  /** TA1 always, or only when ISA14 asks (a refusal is always said). */
  ta1: z.enum(['always', 'asked']),
  /** First wait before a webhook is tried again; doubles up to a minute. */
  retryAfterMs: milliseconds,
  /** Where webhooks go; null: nowhere, files wait to be fetched. */
  callback: z.url({ protocol: /^https?$/ }).nullable(),
  /** Deductible of members in cents; who is not named has none. */
  deductibles: z.record(z.string(), z.int().min(0)),
  /** The clinics are qualifying participants of an APM (the higher 2026 factor). */
  qualifyingApm: z.boolean(),
  /** Medicare takes frequency 7 and 8 (x12.md 1.4: sources disagree; ordinarily not). */
  medicareTakesReplacements: z.boolean(),
  /** Days from service to receipt after which payers deny with CARC 29; null: never. */
  timelyFilingDays: z.int().min(1).nullable(),
})
export type Settings = z.output<typeof settingsShape>

export const settingsChange = settingsShape.partial()
export type SettingsChange = z.output<typeof settingsChange>

export const ordinarySettings: Settings = {
  ...{ ackAfterMs: 300, acceptAfterMs: 1_000, remitAfterMs: 3_000, remitEveryMs: 0, afterwardsMs: 3_000 },
  ...{ eligibilityAfterMs: 2_000, slowEligibilityMs: 60_000, thin: false, ta1: 'always', retryAfterMs: 500 },
  ...{ callback: null, deductibles: {}, qualifyingApm: false, medicareTakesReplacements: false },
  timelyFilingDays: null,
}
