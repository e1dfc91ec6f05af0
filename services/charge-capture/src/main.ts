/** charge-capture as a process of its own. */
import { hostService } from '@tally/platform'
import { chargeCapture } from './service.ts'

await hostService(chargeCapture)
