/** era-posting as a process of its own. */
import { hostService } from '@tally/platform'
import { eraPosting } from './service.ts'

await hostService(() => eraPosting)
