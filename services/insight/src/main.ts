/** insight as a process of its own. */
import { hostService } from '@tally/platform'
import { insightWith } from './service.ts'

await hostService((_, __, { webhooksToLoopback }) =>
  insightWith({ webhooksToLoopback: webhooksToLoopback ?? false }),
)
