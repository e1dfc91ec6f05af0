/** denial-management as a process of its own. */
import { hostService } from '@tally/platform'
import { denialManagement } from './service.ts'

await hostService(() => denialManagement)
