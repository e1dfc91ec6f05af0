/**
 * What a correction will do to the claim, as far as charge-capture knows now; claim-submission decides. No
 * claim has left the house yet in this version, so a claim that stands is a draft.
 */
import { z } from 'zod'
import type { Recoded } from '../domain/recode-treatment-day.ts'
import type { TreatmentDay } from '../domain/treatment-day.ts'

export const claimPlan = z.enum([
  'none',
  'replace-draft',
  'wait-for-answer',
  'send-new',
  'send-replacement',
  'send-void',
  'void-then-new',
  'reopening',
  'refund',
])

export function claimPlanOf(before: TreatmentDay, { day, say }: Recoded): z.infer<typeof claimPlan> {
  const moved = before.id !== day.id
  if (before.capturedAs === null || (say === 'nothing' && !moved)) return 'none'
  return 'replace-draft'
}
