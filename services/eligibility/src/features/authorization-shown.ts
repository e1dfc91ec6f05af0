/** An authorization as its routes show it: its numbers are the fold over its ledger. */
import type { ServiceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { z } from 'zod'
import type { Ledger } from '../domain/answer-in-order.ts'
import { alarmsOf, authorizationStatuses } from '../domain/authorization.ts'
import { numbersOf } from '../store/authorizations.ts'

export const authorizationShown = z
  .object({
    id: z.string(),
    version: z
      .int()
      .meta({ description: 'Of its ETag: every change and every visit that takes of it counts.' }),
    patientId: z.string(),
    payerId: z.string(),
    status: z.enum(authorizationStatuses),
    number: z.string().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    codes: z.array(z.string()).meta({ description: 'Empty: for every code.' }),
    countedIn: z.enum(['visits', 'units']),
    evaluationExempt: z.boolean(),
    granted: z.int().nullable().meta({ description: 'Null: nobody said how many.' }),
    reserved: z.int(),
    used: z.int(),
    remaining: z.int().nullable(),
    alerts: z.array(z.enum(['authorization/exhausted', 'authorization/running-low'])),
    source: z.enum(['person', 'encounter']),
  })
  .meta({ id: 'Authorization' })

export async function shownOf(
  work: Work,
  ledgers: readonly Ledger[],
  today: ServiceDate,
): Promise<z.infer<typeof authorizationShown>[]> {
  const numbers = await numbersOf(
    work,
    ledgers.map(({ authorization }) => authorization.id),
  )
  return ledgers.map(({ authorization, balance }) => {
    const { id, version, patientId, payerId, status, from, to, codes, countedIn, evaluationExempt, limited } =
      authorization
    const { low, exhausted } = alarmsOf(authorization, balance, today)
    return {
      ...{
        id,
        version,
        patientId,
        payerId,
        status,
        from,
        to,
        countedIn,
        evaluationExempt,
        source: authorization.source,
      },
      ...{ number: numbers.get(id) ?? null, codes: [...codes] },
      granted: limited ? balance.granted : null,
      reserved: balance.reserved,
      used: balance.used,
      remaining: limited ? balance.remaining : null,
      alerts: [
        ...(exhausted ? (['authorization/exhausted'] as const) : []),
        ...(low ? (['authorization/running-low'] as const) : []),
      ],
    }
  })
}
