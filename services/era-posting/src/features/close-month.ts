/**
 * POST and GET /v1/ledger/closings: the owner closes the books through a day. Nothing is posted on or before it any more:
 * what comes later counts from the first open day and keeps the day that it was for.
 */
import { dayIn } from '@tally/kernel'
import { answer, commit, problemAt, route } from '@tally/platform'
import { z } from 'zod'
import { closedThrough, closeThrough, listClosings, stopPosting } from '../store/ledger-closings.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { personOf, plainDay, reason } from './hand-entry-shape.ts'

const closing = z
  .object({
    id: z.string(),
    closedThrough: z.string(),
    /** What stood in the ledger up to then; it stays so. */
    batches: z.int(),
    postedCents: z.int(),
    by: z.string(),
    at: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'LedgerClosing', description: 'The books closed through a day by a person.' })

const shown = z.object({ closedThrough: z.string().nullable(), closings: z.array(closing) })
const closingsMax = 200

export const closeMonth = route({
  method: 'POST',
  path: '/v1/ledger/closings',
  summary: 'Closes the books through a day: what is posted later counts from the first open day.',
  roles: ['owner'],
  idempotent: 'optional',
  body: z.strictObject({ closedThrough: plainDay, reason }),
  answers: { 200: shown, 201: shown },
  async handle({ work, actor, body: { closedThrough: through, reason: why } }) {
    const refuse = (code: string, says: string) => problemAt(422, '/closedThrough', code, says)
    if (through >= dayIn(await practiceZone(work), work.now)) {
      return refuse(
        'close/not-over',
        'a day that is not over cannot be closed: name yesterday or an earlier day',
      )
    }
    await stopPosting(work)
    const before = await closedThrough(work)
    if (before === through) return answer(200, await shownClosings(work))
    if (before !== null && through < before) {
      return refuse(
        'close/earlier',
        `the books are closed through ${before}: what is closed is not opened again`,
      )
    }
    const by = personOf(actor, work)
    await commit(
      work,
      () => closeThrough(work, { id: work.newId(), closedThrough: through, by, reason: why }),
      [],
    )
    return answer(201, await shownClosings(work))
  },
})

export const listTheClosings = route({
  method: 'GET',
  path: '/v1/ledger/closings',
  summary: 'Through which day the books are closed, and every closing with who and why.',
  roles: ['biller', 'owner', 'auditor'],
  answers: { 200: shown },
  handle: async ({ work }) => answer(200, await shownClosings(work)),
})

async function shownClosings(work: Parameters<typeof listClosings>[0]): Promise<z.infer<typeof shown>> {
  const closings = await listClosings(work, closingsMax)
  return {
    closedThrough: await closedThrough(work),
    closings: closings.map(({ id, closedThrough: through, batches, postedCents, by, reason: why }) => ({
      ...{ id, closedThrough: through, batches, postedCents, by: by.label, at: by.at, reason: why },
    })),
  }
}
