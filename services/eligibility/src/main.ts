/** eligibility as a process of its own. */
import { hostService } from '@tally/platform'
import { eligibility } from './service.ts'

await hostService(() => eligibility)
