/** What eligibility answers for one version of a treatment day. `decision` numbers the answers; the newest counts. */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import { reason, slug, treatmentDayId, ulidId } from './parts.ts'

const clearances = { name: 'eligibility.clearances', keyedBy: 'treatment day' }

const answered = {
  treatmentDayId,
  /** The treatment day's version that is answered. */
  version: z.int().positive(),
  decision: z.int().positive(),
  payerId: z.string().nullable(),
  reasons: z.array(reason),
}

export const treatmentDayCleared = defineEvent({
  type: 'treatment-day.cleared.v1',
  topic: clearances,
  summary: 'The treatment day may be billed as it stands.',
  data: z.strictObject({
    ...answered,
    coverage: z.enum(['active', 'unknown', 'not-checked']),
    authorizationId: ulidId.nullable(),
    warnings: z.array(slug),
  }),
  sealed: z.strictObject({ priorAuthorization: z.string().nullable() }),
  says: ({ coverage, warnings }) =>
    warnings.length === 0
      ? `cleared: coverage ${coverage}`
      : `cleared with a warning: ${warnings.join(', ')}`,
})

export const treatmentDayHeld = defineEvent({
  type: 'treatment-day.held.v1',
  topic: clearances,
  summary: 'The treatment day waits: billed as it stands it would not be paid.',
  data: z.strictObject({ ...answered, reason: slug }),
  says: ({ reason: because }) => `held by eligibility: ${because}`,
})
