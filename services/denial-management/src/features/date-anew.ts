/** Dates the unresolved denials of a claim by what is known now: its payer's profile or family was heard of since. */
import type { Work } from '@tally/platform'
import type { ClaimStanding } from '../domain/claim-standing.ts'
import { datedAnew } from '../domain/open-denial.ts'
import { unresolvedOf } from '../store/denials.ts'
import { byEvent, keepChanged } from './keep-denial.ts'
import { surroundingsOf } from './surroundings.ts'

/** The claim's row is locked. */
export async function dateAll(work: Work, claim: ClaimStanding, zone: string): Promise<void> {
  const denials = await unresolvedOf(work, claim.id)
  if (denials.length === 0) return
  const around = await surroundingsOf(work, claim, zone)
  for (const denial of denials) {
    const anew = datedAnew(denial, claim, around)
    if (anew) await keepChanged(work, anew, byEvent('dated-anew'), zone)
  }
}
