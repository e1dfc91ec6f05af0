import { createHash } from 'node:crypto'
import { demoPractice, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { insight } from '../service.ts'
import { retained } from '../store/webhook-deliveries.ts'

const now = '2026-06-01T18:00:00.000Z'
const url = 'https://hooks.example.com/tally?token=CAPABILITY'
let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [insight], clock: virtualClock(now) })
})
afterAll(() => tally.stop())
afterEach(() => tally.sql('delete from insight.webhook_endpoint'))

const base = '/v1/webhook-endpoints'
const create = (body: object = {}, headers = {}) =>
  tally.call('POST', base, { body: { url, ...body }, headers })

describe('POST /v1/webhook-endpoints', () => {
  it('shows the secret once: no list, no other answer and no column has it or the URL', async () => {
    const { status, json } = await create({ description: 'OUR-EMR' })
    expect([status, json]).toEqual([
      201,
      {
        ...{ id: expect.stringMatching(/^whe_[0-9A-Z]{26}$/), url, events: ['*'], description: 'OUR-EMR' },
        ...{ state: 'active', stateSince: now, because: null, createdAt: now, lastSuccessAt: null },
        ...{ failingSince: null, waiting: 0, formerSecretUntil: null },
        secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      },
    ])
    const { secret, ...rest } = json
    expect((await tally.call('GET', base)).json).toEqual({ items: [rest], nextCursor: null })
    expect((await tally.call('GET', `${base}/${json.id}`)).json).toEqual(rest)
    const rows = await tally.sql<{ row: string }>(
      'select to_json(e)::text as row from insight.webhook_endpoint e',
    )
    expect(rows).toHaveLength(1)
    const key = String(secret).slice('whsec_'.length)
    const forms = ['OUR-EMR', 'CAPABILITY', key, Buffer.from(key, 'base64').toString('hex')]
    for (const form of [...forms, ...forms.map((each) => Buffer.from(each).toString('hex'))]) {
      expect(rows[0]?.row).not.toContain(form)
      expect(tally.logLines.join('')).not.toContain(form)
    }
  })

  it('answers the same to the same Idempotency-Key, secret and all', async () => {
    const headers = { 'idempotency-key': 'once' }
    const [first, again] = [await create({}, headers), await create({}, headers)]
    expect([again.status, again.json]).toEqual([201, first.json])
    expect((await tally.call('GET', base)).json.items).toHaveLength(1)
  })

  it.each([
    [{ url: 'http://127.0.0.1:4000/' }, 422, '/url', 'webhook/url-not-https'],
    [{ url: 'https://10.0.0.1/' }, 422, '/url', 'webhook/url-not-public'],
    [{ url: 'https://a:b@example.com/' }, 422, '/url', 'webhook/url-credentials'],
    [{ url: 'nothing' }, 422, '/url', 'webhook/url-malformed'],
    [{ url: undefined }, 400, '/url', 'shape/missing'],
    [{ events: [] }, 400, '/events', 'shape/too-small'],
    [{ events: ['charge.eaten.v1'] }, 400, '/events/0', 'shape/not-one-of'],
    [{ description: 'x'.repeat(201) }, 400, '/description', 'shape/too-large'],
    [{ secret: 'whsec_mine' }, 400, '/secret', 'shape/unknown-field'],
  ])('refuses %j', async (body, status, pointer, code) => {
    const answer = await create(body)
    expect([answer.status, answer.json.problems]).toMatchObject([status, [{ pointer, code }]])
    expect((await tally.call('GET', base)).json.items).toEqual([])
  })

  it('takes ten of a practice', async () => {
    for (let each = 0; each < 10; each += 1) expect((await create()).status).toBe(201)
    const answer = await create()
    expect([answer.status, answer.json.problems[0].code]).toEqual([409, 'webhook/too-many-endpoints'])
    const first = (await tally.call('GET', `${base}?limit=6`)).json
    const rest = (await tally.call('GET', `${base}?limit=6&cursor=${first.nextCursor}`)).json
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([6, 4, null])
  })
})

describe('PATCH /v1/webhook-endpoints/{id}', () => {
  it('changes what it names and leaves the rest, the secret too', async () => {
    const { id, secret: _, ...made } = (await create({ description: 'A' })).json
    const patch = async (body: object) => (await tally.call('PATCH', `${base}/${id}`, { body })).json
    const other = 'https://other.example.com/'
    expect(await patch({ url: other })).toEqual({ ...made, id, url: other })
    const events = ['claim.submitted.v1']
    expect(await patch({ events, description: null })).toEqual({
      ...made,
      id,
      url: other,
      events,
      description: null,
    })
    expect(await patch({ events: ['*'] })).toMatchObject({ events: ['*'] })
    expect((await patch({ url: 'http://example.com/' })).problems[0].code).toBe('webhook/url-not-https')
    expect((await tally.call('GET', `${base}/${id}`)).json).toMatchObject({ url: other, description: null })
  })

  it('forgets failures where the address is another one, and keeps them where it is not', async () => {
    const { id } = (await create()).json
    const fails = () => tally.sql('update insight.webhook_endpoint set failing_since = $1', [now])
    const since = async (body: object) =>
      (await tally.call('PATCH', `${base}/${id}`, { body })).json.failingSince
    await fails()
    expect(await since({ description: 'x', url })).toBe(now)
    expect(await since({ url: 'https://other.example.com/' })).toBe(null)
    await fails()
    expect(await since({ paused: true })).toBe(null)
  })

  it('goes on waiting as long as the receiver asked, where neither address nor state is another one', async () => {
    const { id } = (await create()).json
    const asked = () =>
      tally.sql('update insight.webhook_endpoint set failing_since = $1, not_before = $1', [now])
    const waits = async (body: object) => {
      await asked()
      await tally.call('PATCH', `${base}/${id}`, { body })
      const [row] = await tally.sql('select not_before from insight.webhook_endpoint')
      return row?.not_before !== null
    }
    expect(await waits({ description: 'x', events: ['claim.submitted.v1'] })).toBe(true)
    expect(await waits({ url: 'https://other.example.com/' })).toBe(false)
    expect(await waits({ paused: true })).toBe(false)
    await asked()
    await tally.call('POST', `${base}/${id}/rotate-secret`)
    expect(await tally.sql('select 1 from insight.webhook_endpoint where not_before is null')).toEqual([])
  })
})

it.each([
  ['biller', 200, 403],
  ['auditor', 200, 403],
  ['emr', 403, 403],
  ['owner', 200, 201],
])('%s: reads %i, makes %i', async (role, reads, makes) => {
  const key = `key-of-hooks-${role}`
  const digest = createHash('sha256').update(key).digest()
  await tally.sql('select platform.put_api_key($1, $2, $3, $4, $5)', [
    key,
    digest,
    role,
    role,
    [demoPractice.id],
  ])
  // A key made in the last second may be missed (authenticate.ts).
  await expect.poll(async () => (await tally.call('GET', base, { key })).status).toBe(reads)
  expect((await tally.call('POST', base, { key, body: { url } })).status).toBe(makes)
})

it('what is not there is 404', async () => {
  const path = `${base}/whe_nobody`
  const from = { from: now }
  const answers = [
    await tally.call('GET', path),
    await tally.call('GET', `${path}/deliveries`),
    await tally.call('PATCH', path, { body: {} }),
    await tally.call('DELETE', path),
    await tally.call('POST', `${path}/rotate-secret`),
    await tally.call('POST', `${path}/replay`, { body: from }),
    await tally.call('POST', `${path}/test`),
  ]
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 404])
})

it('deliveries are listed the newest first, by status and page', async () => {
  const { id } = (await create()).json
  await tally.call('PATCH', `${base}/${id}`, { body: { paused: true } })
  await tally.sql(
    `insert into insight.webhook_delivery (practice_id, endpoint_id, message_id, type, state, next_try_at, queued_at, ended_at)
     select $1, $2, '01KJRPRW80WB0T0H0YSTE0E7M' || n, 'webhook.test', case n % 2 when 0 then 'failed' else 'waiting' end, $3, $3,
            case n % 2 when 0 then $3::timestamptz end from generate_series(1, 5) n`,
    [demoPractice.id, id, now],
  )
  const page = async (query: string) => {
    const { items, nextCursor } = (await tally.call('GET', `${base}/${id}/deliveries?${query}`)).json
    return [items.map((item: { id: string }) => item.id.slice(-2)).join(' '), nextCursor?.slice(-2) ?? null]
  }
  expect(await page('limit=3')).toEqual(['M5 M4 M3', 'M3'])
  expect(await page('limit=3&cursor=01KJRPRW80WB0T0H0YSTE0E7M3')).toEqual(['M2 M1', null])
  expect(await page('status=failed')).toEqual(['M4 M2', null])
  expect((await tally.call('GET', `${base}/${id}/deliveries?status=lost`)).status).toBe(400)
})

it('what arrived is kept 14 days, what failed 90; what a paused endpoint waited for longer than 14 has failed', async () => {
  const { id } = (await create()).json
  await tally.call('PATCH', `${base}/${id}`, { body: { paused: true } })
  await tally.sql(
    `insert into insight.webhook_delivery (practice_id, endpoint_id, message_id, type, state, next_try_at, queued_at, ended_at)
     select $1, $2, kind || days, 'webhook.test', kind, at, at, case kind when 'waiting' then null else at end
     from unnest(array['delivered', 'failed', 'waiting']) kind, unnest(array[13, 15, 89, 91]) days,
          lateral (select $3::timestamptz - days * interval '1 day' as at) a`,
    [demoPractice.id, id, now],
  )
  for (const { text } of retained)
    await tally.sql(`set search_path = insight; ${text.replaceAll('$1', `'${now}'`)}`)
  const rows = await tally.sql<{ message_id: string; state: string }>(
    'select message_id, state from insight.webhook_delivery order by message_id',
  )
  expect(rows.map(({ message_id, state }) => `${message_id} ${state}`)).toEqual([
    ...['delivered13 delivered', 'failed13 failed', 'failed15 failed', 'failed89 failed'],
    ...['waiting13 waiting', 'waiting15 failed', 'waiting89 failed', 'waiting91 failed'],
  ])
})
