/** insight as a process of its own. */
import { hostService } from '@tally/platform'
import { insight } from './service.ts'

await hostService(() => insight)
