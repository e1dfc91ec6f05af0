/** Hears a payer’s entry in the directory: its denials are dated by it from now on. */
import { payerProfileChanged } from '@tally/contracts'
import { hears, on } from '@tally/platform'
import { lockKnownClaim } from '../store/claims.ts'
import { unresolvedOfPayer } from '../store/denials.ts'
import { savePayer } from '../store/payers.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { dateAll } from './date-anew.ts'

export const followPayers = hears('follow-payers', [
  on(payerProfileChanged, async (work, { data }) => {
    const { payerId: id, version, payerFamily: family, appealDays, acceptsReplacement } = data
    if (!(await savePayer(work, { id, version, family, appealDays, acceptsReplacement }))) return
    const claims = new Set((await unresolvedOfPayer(work, id)).map(({ claimId }) => claimId))
    if (claims.size === 0) return
    const zone = await practiceZone(work)
    for (const claimId of claims) {
      const claim = await lockKnownClaim(work, claimId)
      if (claim) await dateAll(work, claim, zone)
    }
  }),
])
