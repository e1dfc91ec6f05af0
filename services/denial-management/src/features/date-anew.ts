/** Dates the unresolved denials of a claim by what is known now: its payer's profile or family was heard of since. */
import type { Work } from '@tally/platform'
import { asAnsweredBy, type ClaimStanding } from '../domain/claim-standing.ts'
import { datedAnew } from '../domain/open-denial.ts'
import { unresolvedOf } from '../store/denials.ts'
import { byEvent, keepChanged } from './keep-denial.ts'
import { surroundingsOf } from './surroundings.ts'

/** The claim's row is locked. */
export async function dateAll(work: Work, claim: ClaimStanding, zone: string): Promise<void> {
  const denials = await unresolvedOf(work, claim.id)
  for (const ofPayer of Map.groupBy(denials, ({ coverageOrder }) => coverageOrder).values()) {
    const [first] = ofPayer
    if (!first) continue
    const answered = asAnsweredBy(claim, first)
    const around = await surroundingsOf(work, answered, zone)
    for (const denial of ofPayer) {
      const anew = datedAnew(denial, answered, around)
      if (anew) await keepChanged(work, anew, byEvent('dated-anew'), zone)
    }
  }
}
