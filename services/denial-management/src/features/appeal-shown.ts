/** An appeal as the API shows it. */
import { z } from 'zod'
import type { Appeal } from '../store/appeals.ts'

export const appealOutcome = z.enum(['pending', 'overturned', 'upheld', 'withdrawn'])

export const appealShown = z
  .object({
    id: z.string(),
    denialId: z.string(),
    claimId: z.string(),
    payerId: z.string(),
    level: z.int(),
    filedOn: z.string(),
    /** After that somebody asks the payer. */
    answerDueOn: z.string(),
    outcome: appealOutcome,
    decidedOn: z.string().nullable(),
  })
  .meta({ id: 'Appeal', description: 'A payer asked to decide again.' })

export function shownAppeal(appeal: Appeal): z.infer<typeof appealShown> {
  const { id, denialId, claimId, payerId, level, filedOn, answerDueOn, outcome, decidedOn } = appeal
  return { id, denialId, claimId, payerId, level, filedOn, answerDueOn, outcome, decidedOn }
}
