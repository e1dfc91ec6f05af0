/** What a correction will do to the claim, as far as charge-capture knows now; claim-submission decides. */
import { z } from 'zod'
import type { Recoded } from '../domain/recode-treatment-day.ts'
import type { TreatmentDay } from '../domain/treatment-day.ts'
import type { StandingState } from '../store/heard.ts'

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

export type ClaimPlan = z.infer<typeof claimPlan>

/** `standing`: how far the claim of the day that the visit was in has come; null: nothing of it left the house. */
export function claimPlanOf(
  before: TreatmentDay,
  { day, say }: Recoded,
  standing: StandingState | null,
): ClaimPlan {
  const moved = before.id !== day.id
  if (before.capturedAs === null || (say === 'nothing' && !moved)) return 'none'
  switch (standing) {
    case null:
      return 'replace-draft'
    case 'rejected':
      return 'send-new'
    case 'sent':
    case 'received':
    case 'accepted':
      return 'wait-for-answer'
    case 'adjudicated':
      return moved ? 'void-then-new' : 'send-replacement'
  }
}
