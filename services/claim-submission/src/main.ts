/** claim-submission as a process of its own. */
import { hostService } from '@tally/platform'
import { claimSubmissionWithin } from './service.ts'

await hostService((_, dataFolder) => claimSubmissionWithin(dataFolder))
