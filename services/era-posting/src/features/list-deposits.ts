/**
 * GET /v1/deposits: money at the bank, first of all what no remittance explains. GET /v1/deposits/expected: remittances whose
 * money the bank has not shown. Both are late after three business days.
 */
import { dayIn, inDollars } from '@tally/kernel'
import { answer, fieldForms, route } from '@tally/platform'
import { z } from 'zod'
import { listDeposits } from '../store/deposits.ts'
import { listExpected } from '../store/due-payments.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { depositShown, shownDeposit } from './deposit-shape.ts'

const readers = ['biller', 'owner', 'auditor'] as const
const page = {
  late: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: fieldForms.cursorOfIds(),
}

export const listTheDeposits = route({
  method: 'GET',
  path: '/v1/deposits',
  summary:
    'Deposits, with what no remittance explains and what to do; `late=true` only after three business days.',
  roles: readers,
  query: z.strictObject({
    status: z.enum(['waiting', 'matched', 'set-aside', 'all']).default('waiting'),
    ...page,
  }),
  answers: { 200: z.object({ items: z.array(depositShown), nextCursor: z.string().nullable() }) },
  async handle({ query: { status, late, limit, cursor: after }, work }) {
    const today = dayIn(await practiceZone(work), work.now)
    const lateBefore = late === 'true' ? today : null
    const asked = { status: status === 'all' ? null : status, lateBefore, after, limit: limit + 1 }
    const deposits = await listDeposits(work, asked)
    const items: z.infer<typeof depositShown>[] = []
    for (const each of deposits.slice(0, limit)) items.push(await shownDeposit(work, each, today))
    return answer(200, { items, nextCursor: deposits.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})

const expected = z
  .object({
    remittanceId: z.string(),
    trace: z.string(),
    payerId: z.string().nullable(),
    paidOn: z.string().nullable(),
    paymentCents: z.int(),
    /** Not at the bank yet. */
    openCents: z.int(),
    lateOn: z.string().nullable(),
    late: z.boolean(),
    says: z.string(),
    next: z.string(),
  })
  .meta({ id: 'ExpectedDeposit', description: 'A remittance whose money the bank has not shown.' })

export const listTheExpectedDeposits = route({
  method: 'GET',
  path: '/v1/deposits/expected',
  summary: 'Remittances whose money the bank has not shown; `late=true` only after three business days.',
  roles: readers,
  query: z.strictObject(page),
  answers: { 200: z.object({ items: z.array(expected), nextCursor: z.string().nullable() }) },
  async handle({ query: { late, limit, cursor: after }, work }) {
    const today = dayIn(await practiceZone(work), work.now)
    const payments = await listExpected(work, late === 'true' ? today : null, after, limit + 1)
    const items = payments.slice(0, limit).map((payment) => {
      const { remittanceId, traceNumber: trace, payerId, paidOn, paymentCents, openCents, lateOn } = payment
      return {
        ...{ remittanceId, trace, payerId, paidOn, paymentCents, openCents, lateOn },
        late: lateOn !== null && today > lateOn,
        says: `payer ${payerId ?? 'unknown'} says that it paid ${inDollars(openCents)} under ${trace}, and no deposit shows it`,
        next: 'enter the deposit, or ask the payer to trace the payment',
      }
    })
    return answer(200, {
      items,
      nextCursor: payments.length > limit ? (items.at(-1)?.remittanceId ?? null) : null,
    })
  },
})
