/** Places in the chain are given to what is committed, whenever that is, and by one process at a time. */
import { inProcessBroker } from '@tally/platform'
import { speaker, startTestHost, type TestHost } from '@tally/testkit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [speaker] })
})
afterAll(() => tally.stop())

const ask = () => tally.call('GET', '/v1/audit?actor=nobody')
const allSealed = () => expect.poll(() => tally.sql('select 1 from speaker.audit_unsealed')).toEqual([])
const seals = () =>
  tally.sql<{ first_position: string; last_position: string; entries: string[] }>(
    'select first_position, last_position, entries from speaker.audit_seal order by first_position',
  )

it('an entry that commits after younger ones were sealed is sealed behind them', async () => {
  const late = '01KJQVA4X8REAS0N0000000000'
  const client = new pg.Client({ connectionString: tally.database.url })
  await client.connect()
  await client.query(
    `begin;
     insert into speaker.audit_entry
     values ('prc_demo', '${late}', now(), 'read', 'key', 'key_x', null, null, 'GET /v1/late', '{}', 0, '200', '{}', null);
     insert into speaker.audit_unsealed values ('prc_demo', '${late}')`,
  )
  await ask()
  await allSealed()
  const before = await seals()
  expect(before.flatMap(({ entries }) => entries)).toHaveLength(1)
  await client.query('commit')
  await client.end()
  await expect.poll(async () => (await seals()).length).toBe(before.length + 1)
  expect((await seals()).at(-1)).toMatchObject({ entries: [late], first_position: '2', last_position: '2' })
})

it('with two processes on one database every entry gets one place, without a gap', async () => {
  const second = await startTestHost({
    services: [speaker],
    database: { ...tally.database, drop: async () => undefined },
    broker: inProcessBroker(),
  })
  for (let round = 0; round < 20; round++) {
    await Promise.all([ask(), second.call('GET', '/v1/audit?actor=nobody')])
  }
  await allSealed()
  await second.stop()
  const sealed = await seals()
  const placed = sealed.flatMap(({ entries }) => entries)
  const all = await tally.sql<{ id: string }>('select id from speaker.audit_entry')
  expect([...placed].sort()).toEqual(all.map(({ id }) => id).sort())
  expect(Number(sealed.at(-1)?.last_position)).toBe(placed.length)
  const ends = sealed.map(({ last_position }) => Number(last_position) + 1)
  expect(sealed.map(({ first_position }) => Number(first_position))).toEqual([1, ...ends.slice(0, -1)])
})

it('a read whose entry cannot be stored is not answered', async () => {
  await tally.sql('alter table speaker.audit_unsealed rename to audit_elsewhere')
  const refused = await ask()
  await tally.sql('alter table speaker.audit_elsewhere rename to audit_unsealed')
  expect(refused.status).toBeGreaterThanOrEqual(500)
  expect(refused.text).not.toContain('items')
  expect((await ask()).status).toBe(200)
})
