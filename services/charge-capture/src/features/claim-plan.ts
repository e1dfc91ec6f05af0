/** What a correction will do to the claim, as far as charge-capture knows now; claim-submission decides. */
import { z } from 'zod'
import type { Encounter } from '../domain/encounter.ts'
import { familyOf } from '../domain/gather-day.ts'
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

interface Change {
  /** The day that the visit was in before. */
  readonly before: Pick<TreatmentDay, 'id' | 'capturedAs'>
  readonly recorded: {
    readonly recoded: { readonly day: Pick<TreatmentDay, 'id'>; readonly say: Recoded['say'] }
    readonly encounters: readonly Pick<Encounter, 'responsibleParty' | 'coverages'>[]
  }
  /** How far the claim of the day that the visit was in has come; null: nothing of it left the house. */
  readonly standing: StandingState | null
}

export function claimPlanOf({ before, recorded, standing }: Change): ClaimPlan {
  const { day, say } = recorded.recoded
  const [first] = recorded.encounters
  const moved = before.id !== day.id
  if (before.capturedAs === null || (say === 'nothing' && !moved)) return 'none'
  // No visit of the day is left: there is nothing to send in its place.
  const withdrawn = say === 'voided' && !moved
  switch (standing) {
    case null:
      return withdrawn ? 'none' : 'replace-draft'
    case 'rejected':
      return withdrawn ? 'none' : 'send-new'
    case 'sent':
    case 'received':
    case 'accepted':
      return 'wait-for-answer'
    case 'adjudicated':
      // Medicare Part B takes corrections by reopening, not by a claim (x12.md 1.4).
      if (first && familyOf(first) === 'medicare-b') return 'reopening'
      return moved ? 'void-then-new' : withdrawn ? 'send-void' : 'send-replacement'
  }
}
