/**
 * era-posting is killed (SIGKILL) between the STs of a file, and inside one after its claims were posted and before the
 * commit: the ledger comes to the same balances, account by account, as without a death, and the audit finds nothing.
 */
import { demoKey, type TemporaryDatabase } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditDatabase } from '../audit/audit-database.ts'
import { text835 } from '../audit/sample-835.ts'
import {
  balancesIn,
  copyOf,
  databaseWithCharges,
  type Life,
  live,
  liveOn,
  sixTransactions,
  statusesIn,
} from './sample-deaths.ts'

let begun: TemporaryDatabase
let undisturbed: Record<string, number>
beforeAll(async () => {
  begun = await databaseWithCharges()
  const database = await copyOf(begun, 'undisturbed')
  await liveOn(database, sixTransactions.length, { begin: handIn })
  undisturbed = await balancesIn(database)
  await database.drop()
}, 120_000)
afterAll(() => begun.drop())

/** The death may come before the answer; the file is kept by then. */
async function handIn({ address }: Life): Promise<void> {
  await fetch(`${address}/v1/remittances`, {
    ...{ method: 'POST', body: text835(...sixTransactions) },
    headers: { authorization: `Bearer ${demoKey}`, 'content-type': 'application/edi-x12' },
  }).catch(() => undefined)
}

it('without a death all is posted, and money stands on accounts of every kind', () => {
  const kinds = new Set(Object.keys(undisturbed).map((account) => account.split(':')[0]))
  const expected = [
    'adjustment',
    'clearing',
    'denied',
    'due',
    'interest',
    'receivable',
    'recoupment',
    'revenue',
  ]
  expect([...kinds].sort()).toEqual([...expected, 'unmatched'])
})

it.each([
  ['between', [1, 2, 1], [1, 3, 4]],
  ['within', [1, 3, 1], [0, 2, 2]],
])(
  'killed %s remittances, the %j. time in each life: the same balances',
  { timeout: 120_000 },
  async (place, times, postedThen) => {
    const database = await copyOf(begun, place)
    const posted: number[] = []
    for (const [life, time] of times.entries()) {
      const alive = await live(
        database,
        `${place === 'between' ? 'between-remittances' : 'within-remittance'}:${time}`,
      )
      if (life === 0) await handIn(alive)
      expect(await alive.end).toBe('SIGKILL')
      posted.push((await statusesIn(database)).filter((status) => status !== 'received').length)
    }
    expect(posted).toEqual(postedThen)
    await liveOn(database, sixTransactions.length)
    expect(await balancesIn(database)).toEqual(undisturbed)
    expect(await auditDatabase(database.url)).toMatchObject({
      wrong: 0,
      doubts: 0,
      remittances: 6,
      first: [],
    })
    await database.drop()
  },
)
