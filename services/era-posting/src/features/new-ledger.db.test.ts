/** A ledger in which everything was charged and nothing paid yet: what a go-live looks like to the planner. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eraPosting } from '../service.ts'
import { captured, say } from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())

it('is not taken for a ledger of one account, though every posting credits revenue', async () => {
  const visits = Array.from({ length: 40 }, (_, index) =>
    captured({ id: `8${index + 10}`, lines: [{ code: '97110', charge: 10000 }] }),
  )
  await say(tally, visits)
  await tally.sql('analyze era_posting.posting')
  const distinct = await tally.sql(
    `select attname, n_distinct, most_common_freqs[1] as commonest from pg_stats
     where schemaname = 'era_posting' and tablename = 'posting' and attname like '%account' order by attname`,
  )
  // Of n_distinct 1 the planner reads the whole ledger for every account that is asked for.
  expect(distinct).toEqual([
    { attname: 'credit_account', n_distinct: expect.closeTo(-0.2), commonest: 1 },
    { attname: 'debit_account', n_distinct: expect.closeTo(-0.2), commonest: null },
  ])
})
