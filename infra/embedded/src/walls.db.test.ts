import { passwordOf, schemaOf } from '@tally/platform'
import {
  operatorKey,
  sampleEncounter,
  startTestHost,
  type TestHost,
  testKeyManagement,
  testSecret,
} from '@tally/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allServices } from './all-services.ts'

const services = allServices(testKeyManagement)
const schemas = services.map(({ name }) => schemaOf(name))
let tally: TestHost
let otherPractice = ''

beforeAll(async () => {
  tally = await startTestHost({ services })
  const made = await tally.call('POST', '/v1/practices', {
    key: operatorKey,
    body: { name: 'OTHER', timezone: 'America/Chicago', taxIds: ['930000002'], npis: ['1245319599'] },
  })
  otherPractice = made.json.id
  const keyBody = { label: 'other', role: 'owner', practices: [otherPractice] }
  const { json } = await tally.call('POST', '/v1/api-keys', { key: operatorKey, body: keyBody })
  for (const key of [undefined, json.key]) {
    const headers = { 'idempotency-key': 'walls' }
    const body = sampleEncounter({ externalId: 'WALLS' })
    expect(
      (await tally.call('POST', '/v1/encounters', { ...(key ? { key } : {}), body, headers })).status,
    ).toBe(201)
  }
  await tally.settled()
})
afterAll(() => tally.stop())

/** What `statement` answers as `role`, in a transaction of `practice`: its count, or the SQLSTATE that refuses it. */
async function as(role: string, practice: string | null, statement: string): Promise<number | string> {
  const url = new URL(tally.database.url)
  Object.assign(url, { username: role, password: passwordOf(testSecret, role) })
  const client = new pg.Client({ connectionString: url.toString() })
  await client.connect()
  try {
    await client.query('begin')
    if (practice !== null) await client.query("select set_config('app.practice', $1, true)", [practice])
    const { rows, rowCount } = await client.query(statement)
    return rows[0]?.count === undefined ? (rowCount ?? 0) : Number(rows[0].count)
  } catch (error) {
    return String(Object(error).code)
  } finally {
    await client.end()
  }
}

const refused = '42501'
const encounters = 'select count(*) from encounter'

describe('a service’s api role', () => {
  it('sees the practice of its transaction, and nothing without one', async () => {
    expect(await as('charge_capture_api', 'prc_demo', encounters)).toBe(1)
    expect(await as('charge_capture_api', otherPractice, encounters)).toBe(1)
    expect(await as('charge_capture_api', 'prc_nobody', encounters)).toBe(0)
    expect(await as('charge_capture_api', null, encounters)).toBe(0)
    expect(await as('charge_capture_worker', null, encounters)).toBe(2)
  })

  it('still sees nothing after a transaction that had a practice, on the same connection', async () => {
    const both = 'commit; begin; select count(*) from charge_capture.encounter'
    const url = new URL(tally.database.url)
    Object.assign(url, {
      username: 'charge_capture_api',
      password: passwordOf(testSecret, 'charge_capture_api'),
    })
    const client = new pg.Client({ connectionString: url.toString() })
    await client.connect()
    await client.query("begin; select set_config('app.practice', 'prc_demo', true)")
    const results: unknown = await client.query(both)
    await client.end()
    expect(JSON.stringify(results)).toContain('"count":"0"')
  })

  it('cannot write into another practice, nor move a row there', async () => {
    const insert = `insert into treatment_day select '${otherPractice}', 'day_x', billing_npi, patient_id, service_date, "case",
      version, status, captured_as, encounters, diagnoses, lines, findings, said from treatment_day`
    expect(await as('charge_capture_api', 'prc_demo', insert)).toBe(refused)
    const move = `update treatment_day set practice_id = '${otherPractice}'`
    expect(await as('charge_capture_api', 'prc_demo', move)).toBe(refused)
    expect(
      await as(
        'charge_capture_api',
        'prc_demo',
        `delete from encounter where practice_id = '${otherPractice}'`,
      ),
    ).toBe(0)
  })
})

describe.each(schemas.flatMap((schema) => [`${schema}_api`, `${schema}_worker`]))('%s', (role) => {
  const own = role.replace(/_(api|worker)$/, '')
  const other = own === 'charge_capture' ? 'claim_submission' : 'charge_capture'

  it.each([
    ['reads another service’s tables', `select count(*) from ${other}.outbox`],
    ['reads practices past their function', 'select count(*) from platform.practice'],
    ['reads keys past their function', 'select count(*) from platform.data_key'],
    ['reads blobs past their function', 'select count(*) from platform.blob'],
    ['changes a table', `alter table ${own}.outbox add column x int`],
    ['empties a table', `truncate ${own}.outbox`],
    ['turns its policies off', `alter table ${own}.outbox disable row level security`],
    ['becomes the owner', 'set role tally_owner'],
    ['changes what was migrated', `delete from ${own}.migration`],
    ['reads what another service migrated', `select count(*) from ${other}.migration`],
  ])('never %s', async (_, statement) => {
    expect(await as(role, 'prc_demo', statement)).toBe(refused)
  })

  it('reads what was migrated only if it works, which waits for it', async () => {
    const counted = await as(role, 'prc_demo', `select count(*) from ${own}.migration`)
    if (role.endsWith('_worker')) expect(counted).toBeGreaterThan(0)
    else expect(counted).toBe(refused)
  })

  it('owns nothing', async () => {
    expect(await as(role, null, `select count(*) from pg_class where relowner = '${role}'::regrole`)).toBe(0)
  })
})

it.each([
  ["list_practices('', 10)", 2],
  ["list_api_keys('', 10)", 3],
  ["list_practice_keys('{prc_demo}', '', 10)", 1],
  ["list_practice_keys(null, '', 10)", 0],
  ["revoke_practice_key(null, 'key_nobody')", 1],
])('platform.%s is for the worker of charge-capture alone', async (call, count) => {
  const statement = `select count(*) from platform.${call}`
  expect(await as('charge_capture_worker', null, statement)).toBe(count)
  expect(await as('charge_capture_api', 'prc_demo', statement)).toBe(refused)
  for (const schema of schemas.filter((each) => each !== 'charge_capture'))
    expect(await as(`${schema}_worker`, null, statement)).toBe(refused)
})

it('every table that has a practice has row-level security on', async () => {
  const open = await tally.sql(
    `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'practice_id'
     where c.relnamespace = any($1::regnamespace[]) and c.relkind = 'r' and not c.relrowsecurity`,
    [schemas],
  )
  expect(open).toEqual([])
})
