/** What claim-submission says of a claim. */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import { plainDate, treatmentDayId, ulidId } from './parts.ts'

const claims = { name: 'claim-submission.claims', keyedBy: 'claim' }

export const filingDeadlineNear = defineEvent({
  type: 'filing.deadline-near.v1',
  topic: claims,
  summary: 'A claim has not gone out and its filing window closes soon.',
  data: z.strictObject({
    claimId: ulidId,
    treatmentDayId,
    payerId: z.string(),
    timelyFilingDueOn: plainDate,
    daysLeft: z.int(),
    /** Why it still waits, as the claim's own hold says it. */
    heldBecause: z.string(),
  }),
  says: ({ payerId, timelyFilingDueOn, daysLeft, heldBecause }) =>
    `${daysLeft} days left to file with payer ${payerId} (due ${timelyFilingDueOn}); held: ${heldBecause}`,
})
