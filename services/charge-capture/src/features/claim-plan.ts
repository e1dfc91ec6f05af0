/** What a correction will do to the claim, as far as charge-capture knows now; claim-submission decides. */
import { z } from 'zod'
import type { Standing } from '../domain/claim-standing.ts'
import type { Encounter } from '../domain/encounter.ts'
import { askedFirst, familyOf } from '../domain/gather-day.ts'
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

export type ClaimPlan = z.infer<typeof claimPlan>

interface Change {
  /** The day that the visit was in before. */
  readonly before: Pick<TreatmentDay, 'id' | 'capturedAs'>
  readonly recorded: {
    readonly recoded: Pick<Recoded, 'say' | 'changesClaim'> & { readonly day: Pick<TreatmentDay, 'id'> }
    readonly encounters: readonly Pick<Encounter, 'responsibleParty' | 'coverages'>[]
  }
  /** How far the claim of the day that the visit was in has come; null: nothing of it left the house. */
  readonly standing: Standing | null
}

export function claimPlanOf({ before, recorded, standing }: Change): ClaimPlan {
  const { day, say, changesClaim } = recorded.recoded
  const [first] = recorded.encounters
  const moved = before.id !== day.id
  // A draft is made anew of whatever is said; what a payer has is not sent again for what no claim tells.
  const leavesClaim = say === 'nothing' || (say === 'corrected' && !changesClaim && standing !== null)
  if (before.capturedAs === null || (leavesClaim && !moved)) return 'none'
  // No visit of the day is left: there is nothing to send in its place.
  const withdrawn = say === 'voided' && !moved
  if (!standing) return withdrawn ? 'none' : 'replace-draft'
  switch (standing.state) {
    case 'rejected':
      return withdrawn ? 'none' : 'send-new'
    // It goes no more, unless its visit became another day's.
    case 'withdrawn':
      return moved && first && askedFirst(first) ? 'send-new' : 'none'
    case 'sent':
    case 'received':
    case 'accepted':
      return 'wait-for-answer'
    case 'adjudicated':
      return planOfDecided(standing, first, { moved, withdrawn })
  }
}

function planOfDecided(
  { payerId, payerFamily, paid }: Standing,
  first: Change['recorded']['encounters'][number] | undefined,
  { moved, withdrawn }: { readonly moved: boolean; readonly withdrawn: boolean },
): ClaimPlan {
  const next = first ? (askedFirst(first)?.payerId ?? null) : null
  const another = !withdrawn && payerId !== null && next !== payerId
  // What a payer denied leaves nothing with it that the next one would have to know of.
  if (another && !paid) return next === null ? 'none' : 'send-new'
  // Medicare Part B takes corrections by reopening, not by a claim (x12.md 1.4).
  if ((payerFamily ?? (first && familyOf(first))) === 'medicare-b') return 'reopening'
  if (another) return next === null ? 'send-void' : 'void-then-new'
  return moved ? 'void-then-new' : withdrawn ? 'send-void' : 'send-replacement'
}
