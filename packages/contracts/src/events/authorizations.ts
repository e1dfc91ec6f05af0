/** What eligibility says of an authorization: a payer's leave for a number of visits. */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import { patientId, plainDate, ulidId } from './parts.ts'

const authorizations = { name: 'eligibility.authorizations', keyedBy: 'authorization' }

const ledger = z.strictObject({
  authorizationId: ulidId,
  patientId,
  payerId: z.string(),
  /** Counts the entries of its ledger. */
  version: z.int().positive(),
  visitsGranted: z.int(),
  visitsUsed: z.int(),
  visitsReserved: z.int(),
  visitsRemaining: z.int(),
  /** What the four numbers count; visits where it is absent. */
  countedIn: z.enum(['visits', 'units']).optional(),
  endsOn: plainDate.nullable(),
})

export const authorizationRunningLow = defineEvent({
  type: 'authorization.running-low.v1',
  topic: authorizations,
  summary: 'Few visits or days of an authorization are left: ask for more now.',
  data: ledger,
  says: ({ payerId, visitsRemaining, countedIn }) =>
    `${visitsRemaining} ${countedIn ?? 'visits'} of the authorization by payer ${payerId} are left`,
})

export const authorizationExhausted = defineEvent({
  type: 'authorization.exhausted.v1',
  topic: authorizations,
  summary: 'No visit of an authorization is left.',
  data: ledger,
  says: ({ payerId, visitsGranted, countedIn }) =>
    `all ${visitsGranted} ${countedIn ?? 'visits'} authorized by payer ${payerId} are used`,
})
