import { chargeCapture } from '@tally/charge-capture'
import { isNpi } from '@tally/kernel'
import { demoKey, operatorKey, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const services = [chargeCapture(testKeyManagement)]
const practiceBody = {
  ...{ name: 'OTHER', timezone: 'America/Chicago', taxIds: ['930000002'], npis: ['1245319599'] },
  policies: {},
}

interface MadeKey {
  readonly id: string
  readonly key: string
}

let tally: TestHost
let otherPractice = ''
let otherOwner: MadeKey
let shared: MadeKey

beforeAll(async () => {
  tally = await startTestHost({ services })
  const made = await tally.call('POST', '/v1/practices', { key: operatorKey, body: practiceBody })
  otherPractice = made.json.id
  otherOwner = (await make(operatorKey, 'owner', [otherPractice])).json
  shared = (await make(operatorKey, 'biller', ['prc_demo', otherPractice])).json
})
afterAll(() => tally.stop())

const make = (key: string, role: string, practices: string[], headers = {}) =>
  tally.call('POST', '/v1/api-keys', { key, body: { label: `a ${role}`, role, practices }, headers })
const list = async (key: string, headers = {}): Promise<{ id: string; practices: string[] }[]> =>
  (await tally.call('GET', '/v1/api-keys?limit=200', { key, headers })).json.items
const revoke = (key: string, id: string) => tally.call('DELETE', `/v1/api-keys/${id}`, { key })
const worksWith = async (key: string, headers = {}) =>
  (await tally.call('GET', '/v1/encounters', { key, headers })).status

describe('an owner', () => {
  it('makes, sees and revokes keys of the own practice, of every role but operator', async () => {
    for (const role of ['emr', 'front-desk', 'clinician', 'biller', 'owner', 'auditor']) {
      const made = await make(demoKey, role, ['prc_demo'])
      expect([role, made.status]).toEqual([role, 201])
      expect((await list(demoKey)).map(({ id }) => id)).toContain(made.json.id)
      const gone = await revoke(demoKey, made.json.id)
      expect(gone.json).toEqual({ id: made.json.id, revoked: true })
      expect(await worksWith(made.json.key)).toBe(401)
    }
    const operator = await make(demoKey, 'operator', [])
    expect([operator.status, operator.json.problems[0].code]).toEqual([403, 'role/not-allowed'])
  })

  it('reaches no other practice, alone or beside the own one', async () => {
    for (const practices of [[otherPractice], ['prc_demo', otherPractice], ['prc_nobody'], []]) {
      expect([practices, (await make(demoKey, 'emr', practices)).status]).toEqual([practices, 422])
    }
    expect((await revoke(demoKey, otherOwner.id)).status).toBe(404)
    expect((await revoke(demoKey, 'key_nobody')).status).toBe(404)
    expect(await worksWith(otherOwner.key)).toBe(200)
    const own = await list(demoKey)
    expect(own.filter(({ practices }) => practices.join() !== 'prc_demo')).toEqual([])
    expect(own.map(({ id }) => id)).not.toContain(otherOwner.id)
    expect((await list(otherOwner.key)).map(({ id }) => id).sort()).toEqual([otherOwner.id, shared.id].sort())
  })

  it('never sees or revokes an operator’s key', async () => {
    const operators = (await list(operatorKey)).filter(({ practices }) => practices.length === 0)
    expect(operators).toHaveLength(1)
    for (const { id } of operators) expect((await revoke(demoKey, id)).status).toBe(404)
    expect((await list(demoKey)).map(({ id }) => id)).not.toContain(operators[0]?.id)
  })

  it('sees that a key of several practices reaches the own one, but leaves it to an operator', async () => {
    const seen = (await list(demoKey)).find(({ id }) => id === shared.id)
    expect(seen?.practices).toEqual(['prc_demo'])
    const refused = await revoke(demoKey, shared.id)
    expect([refused.status, refused.json.problems[0].code]).toEqual([403, 'key/shared'])
    expect(await worksWith(shared.key, { 'tally-practice': otherPractice })).toBe(200)
  })

  it('of several practices manages all of them, or the one it names', async () => {
    const both = (await make(operatorKey, 'owner', ['prc_demo', otherPractice])).json
    const known = (keys: { id: string }[]) => keys.map(({ id }) => id)
    expect(known(await list(both.key))).toEqual(expect.arrayContaining([otherOwner.id, shared.id, both.id]))
    const named = known(await list(both.key, { 'tally-practice': 'prc_demo' }))
    expect([named.includes(shared.id), named.includes(otherOwner.id)]).toEqual([true, false])
    const elsewhere = await make(both.key, 'emr', [otherPractice], { 'tally-practice': 'prc_demo' })
    expect(elsewhere.status).toBe(422)
    const nobody = await tally.call('GET', '/v1/api-keys', {
      key: both.key,
      headers: { 'tally-practice': 'prc_nobody' },
    })
    expect(nobody.status).toBe(404)
    expect((await revoke(both.key, both.id)).status).toBe(200)
  })

  it('pages through the own keys', async () => {
    const page = (query: string) => tally.call('GET', `/v1/api-keys?${query}`, { key: otherOwner.key })
    const first = await page('limit=1')
    const second = await page(`limit=1&cursor=${first.json.nextCursor}`)
    expect(second.json.items[0].id).not.toBe(first.json.items[0].id)
  })

  it('is alone in this: every other role of the practice is refused', async () => {
    for (const role of ['emr', 'front-desk', 'clinician', 'biller', 'auditor']) {
      const { key, id } = (await make(operatorKey, role, ['prc_demo'])).json
      const answers = [
        await make(key, 'emr', ['prc_demo']),
        await tally.call('GET', '/v1/api-keys', { key }),
        await revoke(key, id),
        await tally.call('GET', '/v1/practices', { key }),
        await tally.call('POST', '/v1/practices', { key, body: practiceBody }),
      ]
      expect([role, ...answers.map(({ status }) => status)]).toEqual([role, 403, 403, 403, 403, 403])
    }
    expect((await tally.call('POST', '/v1/practices', { body: practiceBody })).status).toBe(403)
  })
})

describe.each([
  ['/v1/practices', practiceBody, { ...practiceBody, name: 'ANOTHER' }],
  [
    '/v1/api-keys',
    { label: 'once', role: 'emr', practices: ['prc_demo'] },
    { label: 'twice', role: 'emr', practices: ['prc_demo'] },
  ],
])('POST %s with an Idempotency-Key', (path, body, otherBody) => {
  // No two practices have one NPI.
  const of = (key: string, sent: object = body) => ('npis' in sent ? { ...sent, npis: [npiOf(key)] } : sent)
  const post = (key: string, sent: object = of(key), asker = operatorKey) =>
    tally.call('POST', path, { key: asker, body: sent, headers: { 'idempotency-key': `${path} ${key}` } })

  it('answers once: the stored answer again, another body 422, and without a key anew', async () => {
    const [first, again] = [await post('a'), await post('a')]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.json).toEqual(first.json)
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([
      undefined,
      'true',
    ])
    expect(again.headers.location).toBe(first.headers.location)
    const other = await post('a', of('a', otherBody))
    expect([other.status, other.json.problems[0].code]).toEqual([422, 'idempotency/other-body'])
    const anew = await tally.call('POST', path, { key: operatorKey, body: of('anew') })
    expect([anew.status, anew.json.id === first.json.id]).toEqual([201, false])
  })

  it('remembers no refusal, and takes no key that cannot be stored', async () => {
    const refused = await post('b', { ...body, practices: ['prc_nobody'], npis: [] })
    expect(refused.status).toBe(400)
    expect((await post('b')).status).toBe(201)
    const unprintable = await tally.call('POST', path, {
      ...{ key: operatorKey, body, headers: { 'idempotency-key': 'x'.repeat(256) } },
    })
    expect([unprintable.status, unprintable.json.problems[0].code]).toEqual([400, 'idempotency/format'])
  })

  it('says so while the first is still running', async () => {
    const blocker = new pg.Client({ connectionString: tally.database.url })
    await blocker.connect()
    await blocker.query('begin; lock table platform.practice, platform.api_key in exclusive mode')
    const first = post('c')
    try {
      await expect.poll(waitingForLocks).toBe(1)
      const second = await post('c')
      expect([second.status, second.headers['retry-after'], second.json.problems[0].code]).toEqual([
        ...[409, '1', 'idempotency/still-running'],
      ])
    } finally {
      await blocker.end()
    }
    const made = await first
    expect(made.status).toBe(201)
    expect((await post('c')).json).toEqual(made.json)
  })
})

/** One of its own for each word. */
function npiOf(word: string): string {
  const number = [...word].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 10_000_000, 7)
  const digits = `12${String(number).padStart(7, '0')}`
  return Array.from({ length: 10 }, (_, check) => `${digits}${check}`).find(isNpi) ?? ''
}

async function waitingForLocks(): Promise<number> {
  const text = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = $1"
  return (await tally.sql(text, [tally.database.name])).length
}

describe('what is stored of such an answer', () => {
  it('is encrypted, and the asker’s alone', async () => {
    const ask = (asker: string, role: string) =>
      make(asker, role, ['prc_demo'], { 'idempotency-key': 'the same for both' })
    const mine = await ask(demoKey, 'emr')
    const operators = await ask(operatorKey, 'emr')
    expect([operators.status, operators.json.key === mine.json.key]).toEqual([201, false])
    // Of another practice: the very same request must not bring the answer with its secret.
    const theirs = await ask(otherOwner.key, 'emr')
    expect(theirs.status).toBe(422)
    const rows = await tally.sql<{ row: string }>(
      "select to_json(a)::text as row from charge_capture.idempotent_answer a where practice_id = ''",
    )
    expect(rows.length).toBeGreaterThan(0)
    const hex = (text: string) => Buffer.from(text).toString('hex')
    for (const { row } of rows) {
      expect(row).not.toContain(hex(mine.json.key))
      expect(row).not.toContain(hex('the same for both'))
    }
  })
})
