/**
 * GET /v1/variances: lines that came to another amount than expected, with what differs and the rule that says so; `by=payer`:
 * what each payer lacks.
 */
import { type Cents, sumOf } from '@tally/kernel'
import { answer, fieldForms, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { varianceStates } from '../domain/variance-work.ts'
import { type VarianceSum, varianceSums } from '../store/underpayments.ts'
import { listVariances } from '../store/variances.ts'
import { shownVariances, varianceShown } from './variance-shape.ts'

const sums = {
  lines: z.int(),
  /** Expected less allowed, of lines that lack something. */
  underpaidCents: z.int().nonnegative(),
  /** Allowed less expected, of lines that have more. */
  overpaidCents: z.int().nonnegative(),
  /** Of what is underpaid: nobody decided on it, the payer was asked, and given up by a person. */
  openCents: z.int().nonnegative(),
  workedCents: z.int().nonnegative(),
  acceptedCents: z.int().nonnegative(),
}

const payerSum = z
  .object({
    payerId: z.string(),
    ...sums,
    /** The same by what differs. */
    causes: z.array(z.object({ because: z.string(), ...sums })),
  })
  .meta({ id: 'PayerVariances', description: 'What a payer allowed otherwise than expected.' })

/** Payers are in the order of their ids. */
const cursorOf = { line: fieldForms.cursorOfIds(), payer: fieldForms.cursor(/[0-9A-Za-z-]{2,80}/) }

export const listTheVariances = route({
  method: 'GET',
  path: '/v1/variances',
  summary:
    'Lines that came to another amount than expected, beyond the payer’s tolerance, and why; `by=payer`: summed.',
  description: 'Without `state` what nobody has accepted. Sums leave out what was withdrawn.',
  roles: ['biller', 'owner', 'auditor'],
  query: z
    .strictObject({
      payerId: z.string().max(80).optional(),
      state: z.enum(varianceStates).optional(),
      by: z.enum(['line', 'payer']).default('line'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(80).default(''),
    })
    .refine(({ by, cursor }) => cursorOf[by].safeParse(cursor).success, fieldForms.cursorOfOtherOrder),
  answers: {
    200: z.object({
      items: z.array(z.union([varianceShown, payerSum])),
      nextCursor: z.string().nullable(),
    }),
  },
  async handle({ query: { payerId = null, state, by, limit, cursor }, work }) {
    if (by === 'payer') return answer(200, await byPayer(work, payerId, cursor, limit))
    const states = state === undefined ? (['open', 'worked'] as const) : [state]
    const rows = await listVariances(work, { payerId, states }, cursor, limit + 1)
    const items = await shownVariances(work, rows.slice(0, limit))
    return answer(200, { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})

async function byPayer(work: Work, payerId: string | null, cursor: string, limit: number) {
  const payers = Map.groupBy(await varianceSums(work, payerId, cursor, limit + 1), (each) => each.payerId)
  const items = [...payers].slice(0, limit).map(([id, causes]) => ({
    payerId: id,
    ...together(causes),
    causes: causes.map(({ payerId: _, ...cause }) => cause),
  }))
  return { items, nextCursor: payers.size > limit ? (items.at(-1)?.payerId ?? null) : null }
}

function together(causes: readonly VarianceSum[]): z.infer<z.ZodObject<typeof sums>> {
  const sum = (of: (cause: VarianceSum) => Cents) => sumOf(causes.map(of))
  return {
    lines: causes.reduce((count, { lines }) => count + lines, 0),
    underpaidCents: sum((each) => each.underpaidCents),
    overpaidCents: sum((each) => each.overpaidCents),
    openCents: sum((each) => each.openCents),
    workedCents: sum((each) => each.workedCents),
    acceptedCents: sum((each) => each.acceptedCents),
  }
}
