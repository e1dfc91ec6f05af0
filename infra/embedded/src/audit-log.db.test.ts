/** The audit log of the whole system: what every route of every service leaves in it, and what nobody can take out. */
import { passwordOf, virtualClock } from '@tally/platform'
import { operatorKey, testSecret } from '@tally/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRoute, fillPractice, ofPractice } from './every-route.ts'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

const schemas = [
  ...['charge_capture', 'claim_submission', 'denial_management', 'eligibility', 'era_posting', 'insight'],
]

let system: WholeSystem
let ids: Readonly<Record<string, string>> = {}
let stranger = ''

beforeAll(async () => {
  system = await startWholeSystem({ clock: virtualClock('2026-03-02T18:00:00.000Z') })
  ids = await fillPractice(system)
  const other = await system.tally.call('POST', '/v1/practices', {
    key: operatorKey,
    body: { name: 'OTHER PT', timezone: 'America/New_York', taxIds: ['930000002'], npis: ['1245319599'] },
  })
  const made = await system.tally.call('POST', '/v1/api-keys', {
    key: operatorKey,
    body: { label: 'the other owner', role: 'owner', practices: [other.json.id] },
  })
  stranger = made.json.key
}, 120_000)
afterAll(() => system.stop())

interface Row {
  readonly practice_id: string
  readonly kind: string
  readonly actor_kind: string
  readonly actor: string
  readonly actor_role: string | null
  readonly action: string
  readonly subjects: readonly string[]
  readonly patients: number
  readonly outcome: string
  readonly causes: readonly string[]
}

const everywhere = (columns: string, where: string) =>
  schemas.map((schema) => `select ${columns} from ${schema}.audit_entry where ${where}`).join(' union all ')

const ofRequest = (requestId: unknown) =>
  system.tally.sql<Row>(everywhere('*', `'${String(requestId)}' = any(causes) and actor_kind = 'key'`))

describe.each(ofPractice.map((each) => [`${each.method} ${each.path}`, each] as const))('%s', (_, each) => {
  it('leaves one entry, which tells who did what, whatever the answer', async () => {
    const reply = await askRoute({ system, ids }, 'demo-key-of-the-tests', each, each.feature)
    const entries = await ofRequest(reply.headers['x-request-id'])
    // A page without a soul on it; the two that are asked by a period say whose figures they tell.
    if (reply.text.startsWith('{"items":[]') && !/kpis|trends/.test(each.path)) {
      expect(entries).toEqual([])
      return
    }
    expect(entries).toEqual([
      expect.objectContaining({
        practice_id: 'prc_demo',
        actor_role: 'owner',
        action: `${each.feature.method} ${each.feature.path}`,
        outcome: expect.stringMatching(new RegExp(`^${reply.status}\\b`)),
        kind: reply.status >= 400 ? 'refused' : each.method === 'GET' ? 'read' : 'change',
      }),
    ])
  })

  it('refused to a stranger stands in the stranger’s log', async () => {
    const reply = await askRoute({ system, ids }, stranger, each, each.feature)
    const entries = await ofRequest(reply.headers['x-request-id'])
    expect(entries.map(({ practice_id }) => practice_id)).not.toContain('prc_demo')
    if (reply.status >= 400) expect(entries).toMatchObject([{ kind: 'refused' }])
  })
})

it('of what the service does of itself names the messages, jobs and deadlines that caused it', async () => {
  await system.tally.settled()
  // Read first: a job that acts meanwhile adds an entry that none of these is in.
  const facts = await system.tally.sql<{ id: string }>(
    `select message_id as id from insight.fact where practice_id = 'prc_demo'`,
  )
  const rows = await system.tally.sql<Row>(
    everywhere('*', "practice_id = 'prc_demo' and actor_kind <> 'key'"),
  )
  // And deadlines, of which none needs to have been due by now.
  const kinds = rows.map(({ actor_kind }) => actor_kind)
  expect(kinds).toEqual(expect.arrayContaining(['message', 'job']))
  expect(kinds.filter((kind) => !['message', 'job', 'deadline'].includes(kind))).toEqual([])
  for (const { kind, causes, action, actor } of rows) {
    expect([kind, action !== '', actor !== '' && actor !== 'unnamed', causes.length > 0]).toEqual([
      ...['change', true, true, true],
    ])
  }
  // Every event of the visit was handled by insight, which keeps a fact of each.
  const named = new Set(rows.flatMap(({ causes }) => causes))
  expect(facts.length).toBeGreaterThan(5)
  expect(facts.filter(({ id }) => !named.has(id))).toEqual([])
})

it('files of partners stand in the installation’s log', async () => {
  const rows = await system.tally.sql<Row>(everywhere('*', "actor_kind = 'webhook'"))
  expect(rows.length).toBeGreaterThan(0)
  expect(new Set(rows.map(({ practice_id, action }) => `${practice_id} ${action}`))).toEqual(
    new Set([' POST /v1/webhooks/:partnerId']),
  )
})

it('tells a key of a practice in that practice’s log; what is nobody’s in the installation’s, also before it is done', async () => {
  const path = '/v1/parked-messages/01JZZZZZZZZZZZZZZZZZZZZZZZ/discard'
  const body = { reason: 'tried by the test' }
  expect((await system.tally.call('POST', path, { key: operatorKey, body })).status).toBe(404)
  const rows = await system.tally.sql<Row>(everywhere('*', "actor_role = 'operator'"))
  const said = rows.map(({ practice_id, kind, action }) => `${practice_id} ${kind} ${action}`)
  expect(said).toContain(' asked POST /v1/parked-messages/:id/discard')
  expect(said).toContain(' refused POST /v1/parked-messages/:id/discard')
  expect(said.some((each) => /^prc_\w{26} change POST \/v1\/api-keys$/.test(each))).toBe(true)
  expect(said.some((each) => /^prc_\w{26} change POST \/v1\/practices$/.test(each))).toBe(true)
})

it('holds no name, no word and no id of an EMR', async () => {
  const all = JSON.stringify(
    await system.tally.sql(
      everywhere('practice_id, actor, actor_label, action, subjects, outcome, causes', 'true'),
    ),
  )
  for (const word of ['SEEN', 'DOE', 'EP-9', '1EG4TE5XF16', 'tried by the test'])
    expect([word, all.includes(word)]).toEqual([word, false])
})

describe('GET /v1/audit', () => {
  const ask = (query: string, key?: string) =>
    system.tally.call('GET', `/v1/audit?${query}`, key ? { key } : {})
  const items = async (query: string): Promise<Record<string, unknown>[]> => {
    const reply = await ask(query)
    expect(reply.status, reply.text).toBe(200)
    return reply.json.items
  }

  it('pages through all services, the newest first, each entry once', async () => {
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const reply = await ask(`limit=200&to=2027-01-01T00:00:00Z${cursor && `&cursor=${cursor}`}`)
      seen.push(...reply.json.items.map(({ id }: { id: string }) => id))
      if (reply.json.nextCursor === null) break
      cursor = reply.json.nextCursor
    }
    expect(seen).toEqual([...seen].sort().reverse())
    expect(new Set(seen).size).toBe(seen.length)
    const [{ count }] = (await system.tally.sql<{ count: string }>(
      `select count(*) as count from (${everywhere('id', "practice_id = 'prc_demo' and action <> 'GET /v1/audit'")}) each`,
    )) as [{ count: string }]
    expect(seen.length).toBeGreaterThanOrEqual(Number(count))
  })

  it('finds who saw a patient by the EMR’s id and by ours', async () => {
    const name = encodeURIComponent('PATIENT-OF-SEEN')
    const { json } = await system.tally.call('GET', `/v1/patients/${name}/balance`)
    for (const subject of [name, json.patientId]) {
      const found = await items(
        `subject=${subject}&action=${encodeURIComponent('GET /v1/patients/:externalId/balance')}`,
      )
      expect(found[0]).toMatchObject({
        service: 'era-posting',
        kind: 'read',
        patients: 1,
        actor: { role: 'owner' },
      })
      expect(found[0]?.subjects).toContain(json.patientId)
    }
    const [listed] = await items(`subject=${json.patientId}&action=${encodeURIComponent('GET /v1/claims')}`)
    expect(listed).toMatchObject({ service: 'claim-submission', outcome: '200' })
  })

  it('shows a person’s reason, which lies sealed', async () => {
    const found = await items(`action=${encodeURIComponent('POST /v1/claims/:id/hold')}&limit=1`)
    expect(found).toMatchObject([{ reason: 'tried by the test', subjects: [ids.claims] }])
  })

  it('is bounded by moments, filtered by actor and service, and is an entry itself', async () => {
    expect(await items('to=2026-03-02T18:00:00Z')).toEqual([])
    expect(await items('from=2027-03-02T18:00:00Z')).toEqual([])
    expect(await items('from=1960-01-01T00:00:00Z&limit=1')).toHaveLength(1)
    const jobs = await items('actor=write-batches&service=claim-submission')
    expect(jobs.length).toBeGreaterThan(0)
    expect(await items('actor=write-batches&service=insight')).toEqual([])
    expect((await ask('service=nobody')).status).toBe(400)
    // On a clock that stands, which of the askings is the newest is chance, and the one above was refused.
    const askings = await items(`action=${encodeURIComponent('GET /v1/audit')}`)
    expect(askings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['read', 'refused']))
  })

  it('shows an operator the installation’s own entries, and no practice’s', async () => {
    for (const headers of [{}, { 'tally-practice': 'prc_demo' }]) {
      const reply = await system.tally.call('GET', '/v1/audit?limit=200', { key: operatorKey, headers })
      expect(reply.status, reply.text).toBe(200)
      const shown: Row[] = reply.json.items
      expect(shown.map(({ kind, action }) => `${kind} ${action}`)).toContain(
        'asked POST /v1/parked-messages/:id/discard',
      )
      const own = await system.tally.sql<{ id: string }>(everywhere('id', "practice_id = ''"))
      expect(own.map(({ id }) => id)).toEqual(
        expect.arrayContaining(reply.json.items.map(Object).map(({ id }: { id: string }) => id)),
      )
    }
  })

  it('is filtered by kind, and by a key’s label as by its id', async () => {
    for (const kind of ['read', 'change', 'refused']) {
      const found = await items(`kind=${kind}&limit=20`)
      expect(new Set(found.map((each) => each.kind))).toEqual(new Set([kind]))
    }
    expect((await ask('kind=seen')).status).toBe(400)
    const [own] = await items('kind=read&limit=1')
    const { id, label } = Object(own?.actor)
    const byLabel = await items(`actor=${encodeURIComponent(label)}&kind=change`)
    expect(byLabel.length).toBeGreaterThan(0)
    expect(byLabel).toEqual(await items(`actor=${id}&kind=change`))
  })

  it('shows a stranger nothing of it', async () => {
    const reply = await ask('limit=200', stranger)
    expect(reply.json.items.length).toBeGreaterThan(0)
    const [own] = await items(`action=${encodeURIComponent('GET /v1/audit')}&limit=1`)
    expect(own).toMatchObject({ actor: { id: expect.stringMatching(/^key_/) } })
    expect(reply.text).not.toContain(Object(own?.actor).id)
  })

  it('answers many at once: none waits for a second connection', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, () => ask('limit=1')))
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200))
  })
})

describe('nobody takes an entry out or changes it', () => {
  const as = async (role: string, statement: string): Promise<string> => {
    const url = new URL(system.tally.database.url)
    if (role !== '') Object.assign(url, { username: role, password: passwordOf(testSecret, role) })
    const client = new pg.Client({ connectionString: url.toString() })
    await client.connect()
    try {
      await client.query("begin; select set_config('app.practice', 'prc_demo', true)")
      return String((await client.query(statement)).rowCount)
    } catch (error) {
      return String(Object(error).code)
    } finally {
      await client.end()
    }
  }

  it.each([
    "update audit_entry set outcome = '200'",
    'delete from audit_entry',
    'truncate audit_entry',
    'update audit_seal set first_position = 1',
    'delete from audit_seal',
    'truncate audit_seal',
  ])('%s', async (statement) => {
    for (const role of ['charge_capture_api', 'charge_capture_worker'])
      expect([role, await as(role, statement)]).toEqual([role, '42501'])
    const asSuperuser = statement.replace('audit', 'charge_capture.audit')
    expect(await as('', `set local session_replication_role = replica; ${asSuperuser}`)).toBe('42501')
  })

  it.each([
    'delete from audit_unsealed',
    'select * from audit_unsealed',
    "insert into audit_seal values ('prc_demo', 1, 1, now(), '{x}', '{x}')",
  ])('nor does an api role: %s', async (statement) => {
    expect(await as('charge_capture_api', statement)).toBe('42501')
  })
})
