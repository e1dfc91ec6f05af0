/** What a practice decides for itself in place of a default. A policy that nobody reads would be one that nobody keeps: it is refused. */
import { isServiceDate } from '@tally/kernel'
import { z } from 'zod'
import { formOf, sendWindow } from '../http/field-forms.ts'

export const practicePolicies = z
  .strictObject({
    /** When claims go out; a payer's profile goes before it. */
    sendWindow: sendWindow.optional(),
    /** The first day of service that Tally answers for; what is paid for days before it is kept apart. */
    goLiveOn: z
      .string()
      .refine(isServiceDate, formOf('a date, such as 2026-11-02'))
      .meta({ format: 'date' })
      .optional(),
    /** How much one person may write off of a visit's lines; 5000 without it. */
    writeOffLimitCents: z.int().min(0).max(100_000_000).optional(),
  })
  .default({})
