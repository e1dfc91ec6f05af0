import { eraPosting } from '@tally/era-posting'
import { virtualClock } from '@tally/platform'
import { speaker, startTestHost, type TestHost } from '@tally/testkit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { handIn } from '../audit/sample-happenings.ts'
import { claimId } from '../audit/sample-visits.ts'
import { fullyPaid } from '../charged-visits.ts'
import { multiplyClaims } from './multiply-claims.ts'
import { fillTemplate, markOf, templateVisit } from './template-claims.ts'

const begins = '2026-11-24T18:00:00Z'
const [mark = '', ...copies] = [0, 1, 2, 3, 4].map((seconds) => markOf(Date.parse(begins) + seconds * 1_000))
const times = copies.length + 1

let tally: TestHost
let tables: readonly string[]
let before: Counts
let balancesBefore: Balances

beforeAll(async () => {
  const clock = virtualClock(begins)
  tally = await startTestHost({ services: [eraPosting, speaker], clock })
  await fillTemplate(tally, clock, 20)
  before = await counts()
  balancesBefore = await balances()
  const client = new pg.Client({ connectionString: tally.database.url })
  await client.connect()
  try {
    tables = await multiplyClaims(client, { mark, copies, copiesAtOnce: 3, progress: () => undefined })
  } finally {
    await client.end()
  }
})
afterAll(() => tally.stop())

type Counts = Readonly<Record<string, number>>
type Balances = ReadonlyMap<string, number>

async function counts(): Promise<Counts> {
  const named = await tally.sql<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'era_posting'::regnamespace and relkind = 'r'`,
  )
  const counted = named.map(async ({ name }) => {
    const [row] = await tally.sql<{ count: number }>(`select count(*)::int from era_posting.${name}`)
    return [name, row?.count ?? 0] as const
  })
  return Object.fromEntries(await Promise.all(counted))
}

async function balances(): Promise<Balances> {
  const rows = await tally.sql<{ account: string; cents: number }>(
    `select account, sum(cents)::int as cents
     from (select debit_account as account, amount_cents as cents from era_posting.posting
           union all select credit_account, -amount_cents from era_posting.posting) as side
     group by account`,
  )
  return new Map(rows.map(({ account, cents }) => [account, cents]))
}

it('copies every row of a claim and of its remittances, about ten postings a claim', async () => {
  expect(before.posting).toBe(208)
  const after = await counts()
  for (const table of tables) expect([table, after[table]]).toEqual([table, (before[table] ?? 0) * times])
  expect(tables).toEqual(
    expect.arrayContaining([
      ...[
        'charge_day',
        'charge_line',
        'claim',
        'claim_version',
        'due_payment',
        'payer_claim_number',
        'posting',
      ],
      ...['posting_batch', 'provider_adjustment', 'recoupment_name', 'remittance', 'remittance_claim'],
      ...['remittance_file', 'remittance_proof', 'visit_place', 'waiting_key'],
    ]),
  )
})

it('breaks no invariant, and no row names another that is not there', async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
  const keys = await tally.sql<{ child: string; parent: string; columns: string[]; named: string[] }>(
    `select conrelid::regclass::text as child, confrelid::regclass::text as parent,
            array(select attname::text from unnest(conkey) with ordinality k (n, o) join pg_attribute on attrelid = conrelid
                    and attnum = n order by o) as columns,
            array(select attname::text from unnest(confkey) with ordinality k (n, o) join pg_attribute on attrelid = confrelid
                    and attnum = n order by o) as named
     from pg_constraint where contype = 'f' and connamespace = 'era_posting'::regnamespace`,
  )
  expect(keys.length).toBeGreaterThan(20)
  for (const { child, parent, columns, named } of keys) {
    const isIt = columns.map((column, index) => `p.${named[index]} = c.${column}`).join(' and ')
    const isSaid = columns.map((column) => `c.${column} is not null`).join(' and ')
    const lost = await tally.sql(
      `select c.* from ${child} c where ${isSaid} and not exists (select from ${parent} p where ${isIt})`,
    )
    expect(lost).toEqual([])
  }
})

it('leaves on each account of a copy what is on the template’s, and on those of all as often as much', async () => {
  const after = await balances()
  const expected = new Map<string, number>()
  for (const [account, cents] of balancesBefore) {
    const isRecoupment = account.startsWith('recoupment:')
    const ofCopy = (copy: string) =>
      isRecoupment ? `${account.slice(0, -10)}${copy}` : account.replaceAll(mark, copy)
    if (!isRecoupment && !account.includes(mark)) expected.set(account, cents * times)
    else for (const name of [account, ...copies.map(ofCopy)]) expected.set(name, cents)
  }
  expect([...after].sort()).toEqual([...expected].sort())
})

it('gives each payer’s number and each digest of a remittance to one alone', async () => {
  const twice = await tally.sql(
    `select number_digest::text as digest from era_posting.payer_claim_number group by 1 having count(*) > 1
     union all select digest from era_posting.remittance group by 1 having count(*) > 1
     union all select unordered_digest from era_posting.remittance group by 1 having count(*) > 1`,
  )
  expect(twice).toEqual([])
})

it('leaves nothing that is looked at again and would have to be opened', async () => {
  const again = await tally.sql(
    `select position from era_posting.remittance_claim where look_again_at is not null
     union all select position from era_posting.provider_adjustment where code in ('WO', '72') and not named_whole`,
  )
  expect(again).toEqual([])
})

it('a copy is found, posted and shown as any other claim', async () => {
  const waiting = templateVisit(copies[2] ?? '', 4)
  await handIn(tally, { trace: 'OFACOPY', claims: [fullyPaid(waiting)] })
  const shown = (await tally.call('GET', `/v1/ledger/claims/${claimId(waiting.id)}`)).json
  expect(shown).toMatchObject({ openCents: 0, patientCents: 2_000, settledAt: expect.any(String) })
  expect(shown.postings).toHaveLength(12)
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
})
