/** claim-submission as a process of its own. */
import { hostService } from '@tally/platform'
import { claimSubmission } from './service.ts'

await hostService(() => claimSubmission)
