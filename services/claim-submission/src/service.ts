/** claim-submission, the contents page. */
import { defineService } from '@tally/platform'
import { holdClaim } from './features/hold-claim.ts'
import { listTheClaims } from './features/list-claims.ts'
import { showClaim } from './features/show-claim.ts'
import { watchFilingDeadline } from './features/watch-filing-deadline.ts'

export const claimSubmission = defineService({
  name: 'claim-submission',
  decides: 'When and how a claim goes out, and where it stands.',
  features: [holdClaim, watchFilingDeadline, listTheClaims, showClaim],
  migrations: new URL('../migrations/', import.meta.url),
})
