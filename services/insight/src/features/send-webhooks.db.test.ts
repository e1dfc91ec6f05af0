import { demoPractice, inProcessBroker, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost, temporaryDatabase } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { insightWith } from '../service.ts'
import { opened, type SampleReceiver, startSampleReceiver, status } from './sample-receiver.ts'
import { SampleVisit } from './sample-visit.ts'

const broker = inProcessBroker()
const clock = virtualClock('2026-06-01T18:00:00.000Z')
const service = insightWith({ webhooksToLoopback: true })
let tally: TestHost
const receivers: SampleReceiver[] = []

beforeAll(async () => {
  tally = await startTestHost({ services: [service], broker, clock })
})
afterAll(() => tally.stop())
afterEach(async () => {
  await tally.sql('delete from insight.webhook_endpoint')
  await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()))
})

interface Made {
  readonly receiver: SampleReceiver
  readonly id: string
  readonly secret: string
  readonly path: string
}

async function endpoint(body: object = {}, host = tally): Promise<Made> {
  const receiver = await startSampleReceiver()
  receivers.push(receiver)
  const made = await host.call('POST', '/v1/webhook-endpoints', { body: { url: receiver.url, ...body } })
  expect(made.status, made.text).toBe(201)
  const { id, secret } = made.json
  return { receiver, id, secret, path: `/v1/webhook-endpoints/${id}` }
}

/** One event of a new visit; answers its id. */
async function happens(at = '2026-03-02T18:00:00Z'): Promise<string> {
  const visit = new SampleVisit(tally, '2026-03-02', '2026-03-02T12:00:00Z')
  const message = await visit.captured(at, 19_500)
  return JSON.parse(message.value.toString()).id
}

const shown = async ({ path }: Made) => (await tally.call('GET', path)).json
const deliveries = async ({ path }: Made, query = '') =>
  (await tally.call('GET', `${path}/deliveries${query}`)).json.items
const ids = async (made: Made, query = '') =>
  (await deliveries(made, query)).map(({ id }: { id: string }) => id)
const has = (made: Made, count: number) => expect.poll(() => made.receiver.taken.length).toBe(count)
const all = (made: Made, states: readonly string[]) =>
  expect
    .poll(async () => (await deliveries(made)).map((each: { status: string }) => each.status))
    .toEqual(states)
/** Until so many attempts were made and marked: one that is under way still has its lease, of a minute. */
const tried = (made: Made, attempts: number) =>
  expect
    .poll(async () => {
      const [row] = await tally.sql<{ attempts: number }>(
        `select attempts from insight.webhook_delivery
         where endpoint_id = $1 and (next_try_at <> $2::timestamptz + interval '1 minute' or state <> 'waiting')`,
        [made.id, clock.now()],
      )
      return row?.attempts
    })
    .toBe(attempts)

/** Time passes, and the job looks at once: it would within a second. */
function later(millis: number): void {
  clock.advance(millis)
  tally.host.services[0]?.shell.wakeJobs()
}

describe('an event', () => {
  it('is told once to each endpoint that asked for its type, signed, in ids alone', async () => {
    const [every, some, others] = [
      await endpoint(),
      await endpoint({ events: ['charge.captured.v1', 'denial.opened.v1'] }),
      await endpoint({ events: ['denial.opened.v1'] }),
    ]
    const id = await happens()
    await Promise.all([has(every, 1), has(some, 1)])
    await all(every, ['delivered'])
    for (const { receiver, secret } of [every, some]) {
      const [taken] = receiver.taken
      if (!taken) throw new Error('it was taken')
      const said = opened(secret, taken)
      expect(said).toEqual({
        ...{ type: 'charge.captured.v1', timestamp: '2026-03-02T18:00:00.000Z' },
        data: {
          ...{ id, practiceId: demoPractice.id, service: 'charge-capture', sequence: 1 },
          ...{ subject: expect.stringMatching(/^day_/), correlationId: expect.stringMatching(/^day_/) },
        },
      })
      expect(taken.headers['webhook-id']).toBe(id)
      expect(taken.headers['content-type']).toBe('application/json')
      expect(() => opened(others.secret, taken)).toThrow('No matching signature')
    }
    expect(await ids(others)).toEqual([])
    expect(await shown(every)).toMatchObject({
      ...{ state: 'active', waiting: 0, failingSince: null, lastSuccessAt: '2026-06-01T18:00:00.000Z' },
    })
  })

  it('that comes twice is told once', async () => {
    const made = await endpoint()
    const visit = new SampleVisit(tally, '2026-03-02', '2026-03-02T12:00:00Z')
    const message = await visit.captured('2026-03-02T18:00:00Z', 100)
    await has(made, 1)
    await tally.sql('delete from insight.inbox')
    await broker.publish([message])
    const after = await happens()
    await has(made, 2)
    expect(made.receiver.ids()).toEqual([JSON.parse(message.value.toString()).id, after])
  })
})

describe('an attempt that fails', () => {
  it('is made again by the plan, under the same id with a signature of its moment', async () => {
    const made = await endpoint()
    made.receiver.answers.push(status(500), (response) => response.destroy(), status(302))
    const id = await happens()
    await tried(made, 1)
    expect(await deliveries(made)).toMatchObject([{ status: 'waiting', attempts: 1, lastStatusCode: 500 }])
    expect(await shown(made)).toMatchObject({ failingSince: clock.now(), waiting: 1, lastSuccessAt: null })
    later(4_900)
    await tried(made, 1)
    later(700)
    await tried(made, 2)
    expect(await deliveries(made)).toMatchObject([{ lastStatusCode: null, lastError: 'ECONNRESET' }])
    later(330_000)
    await tried(made, 3)
    later(1_980_000)
    await all(made, ['delivered'])
    expect(made.receiver.ids()).toEqual([id, id, id, id])
    const times = made.receiver.taken.map(({ headers }) => Number(headers['webhook-timestamp']))
    expect([...times].sort((a, b) => a - b)).toEqual(times)
    expect(new Set(times).size).toBe(4)
    for (const taken of made.receiver.taken) expect(opened(made.secret, taken)).toHaveProperty('type')
    expect(await shown(made)).toMatchObject({ failingSince: null, waiting: 0 })
  })

  it('ten times over 75 hours has failed, and is sent again only when it is asked for', async () => {
    const made = await endpoint()
    made.receiver.answers.push(...Array.from({ length: 10 }, () => status(500)))
    const id = await happens('2026-03-07T18:00:00Z')
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await tried(made, attempt)
      // Something else was taken meanwhile: five days of failing alone would disable the endpoint.
      await tally.sql('update insight.webhook_endpoint set failing_since = null')
      later(27 * 3_600_000)
    }
    await all(made, ['failed'])
    const again = await tally.call('POST', `${made.path}/replay`, { body: { from: '2026-03-07T00:00:00Z' } })
    expect([again.status, again.json]).toEqual([202, { queued: 1 }])
    await all(made, ['delivered'])
    expect(made.receiver.ids()).toEqual(Array.from({ length: 11 }, () => id))
  })

  it('answered with Retry-After waits as long, and so does all else for the endpoint', async () => {
    const made = await endpoint()
    made.receiver.answers.push(status(429, { 'retry-after': '120' }))
    const first = await happens()
    await tried(made, 1)
    const second = await happens()
    await expect.poll(() => ids(made)).toHaveLength(2)
    later(119_000)
    const other = await endpoint()
    await tally.call('POST', `${other.path}/test`)
    await has(other, 1)
    expect(made.receiver.ids()).toEqual([first])
    later(1_000)
    await all(made, ['delivered', 'delivered'])
    expect(made.receiver.ids().sort()).toEqual([first, first, second].sort())
  })

  it('answered with 410 disables the endpoint; nothing more is owed until it is taken up again', async () => {
    const made = await endpoint()
    made.receiver.answers.push(status(410))
    const refusedOne = await happens('2026-03-08T18:00:00Z')
    await all(made, ['failed'])
    expect(await shown(made)).toMatchObject({
      ...{ state: 'disabled', stateSince: clock.now(), because: { code: 'webhook/gone' } },
    })
    const missed = await happens('2026-03-08T19:00:00Z')
    await tally.settled()
    expect(await deliveries(made)).toHaveLength(1)
    for (const [path, body] of [
      ['test', undefined],
      ['replay', { from: '2026-03-08T00:00:00Z' }],
    ] as const) {
      const refused = await tally.call('POST', `${made.path}/${path}`, body ? { body } : {})
      expect([refused.status, refused.json.problems[0].code]).toEqual([409, 'webhook/disabled'])
    }
    const resumed = await tally.call('PATCH', made.path, { body: { paused: false } })
    expect(resumed.json).toMatchObject({ state: 'active', because: null, failingSince: null })
    // What it refused is owed again, and what happened since is on request.
    await has(made, 2)
    await tally.call('POST', `${made.path}/replay`, { body: { from: '2026-03-08T18:30:00Z' } })
    await has(made, 3)
    expect(made.receiver.ids()).toEqual([refusedOne, refusedOne, missed])
  })

  it('five days after the first, with no success between, disables the endpoint and ends what waits', async () => {
    const made = await endpoint()
    made.receiver.answers.push(status(500), status(500))
    await happens()
    await tried(made, 1)
    await tally.call('PATCH', made.path, { body: { paused: true } })
    await happens()
    await expect.poll(() => ids(made)).toHaveLength(2)
    await tally.call('PATCH', made.path, { body: { paused: false } })
    await tally.sql(
      `update insight.webhook_endpoint set failing_since = $1::timestamptz - interval '5 days'`,
      [clock.now()],
    )
    later(6_000)
    await all(made, ['failed', 'failed'])
    const owed = made.receiver.ids().length
    const { state, stateSince, because } = await shown(made)
    expect([state, because.code]).toEqual(['disabled', 'webhook/failing'])
    expect(because.says).toContain(`"from": "${stateSince}"`)
    expect(tally.logLines.join('')).toContain('it failed for five days')
    // The receiver is mended, and the owner does as it says: nothing of what waited is lost.
    later(3_600_000)
    await tally.call('PATCH', made.path, { body: { paused: false } })
    await all(made, ['delivered', 'delivered'])
    expect(new Set(made.receiver.ids().slice(owed)).size).toBe(2)
  })
})

describe('an endpoint', () => {
  it('that does not answer keeps no other waiting, and has four under way at most', async () => {
    const [slow, quick] = [await endpoint(), await endpoint()]
    slow.receiver.answers.push(...Array.from({ length: 8 }, () => () => undefined))
    const told = [
      await happens(),
      await happens(),
      await happens(),
      await happens(),
      await happens(),
      await happens(),
    ]
    await has(quick, 6)
    await all(
      quick,
      Array.from({ length: 6 }, () => 'delivered'),
    )
    await has(slow, 4)
    expect(new Set(quick.receiver.ids())).toEqual(new Set(told))
    expect([new Set(slow.receiver.ids()).size, (await shown(slow)).waiting]).toEqual([4, 6])
  })

  it('that is paused is owed what happens meanwhile, and told it when it goes on', async () => {
    const made = await endpoint()
    const paused = await tally.call('PATCH', made.path, { body: { paused: true } })
    expect(paused.json.state).toBe('paused')
    const id = await happens()
    await expect.poll(() => ids(made)).toEqual([id])
    expect(await shown(made)).toMatchObject({ state: 'paused', waiting: 1 })
    const refused = await tally.call('POST', `${made.path}/test`)
    expect([refused.status, refused.json.problems[0].code]).toEqual([409, 'webhook/paused'])
    expect(made.receiver.taken).toEqual([])
    await tally.call('PATCH', made.path, { body: { paused: false } })
    await has(made, 1)
  })

  it('whose secret is replaced is signed for by both for a day, then by the new one', async () => {
    const made = await endpoint()
    const rotated = await tally.call('POST', `${made.path}/rotate-secret`)
    expect(rotated.status).toBe(200)
    const { secret } = rotated.json
    expect(secret).not.toBe(made.secret)
    const test = async (count: number) => {
      await tally.call('POST', `${made.path}/test`)
      await has(made, count)
      const taken = made.receiver.taken.at(-1)
      if (!taken) throw new Error('it was taken')
      return taken
    }
    const both = await test(1)
    expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2)
    expect(opened(made.secret, both)).toEqual(opened(secret, both))
    expect((await shown(made)).formerSecretUntil).toBe(rotated.json.formerSecretUntil)
    later(24 * 3_600_000)
    const one = await test(2)
    expect(opened(secret, one)).toMatchObject({ type: 'webhook.test' })
    expect(() => opened(made.secret, one)).toThrow('No matching signature')
    expect((await shown(made)).formerSecretUntil).toBe(null)
  })

  it('that is deleted is told nothing more, and nothing of it is kept', async () => {
    const made = await endpoint()
    await happens()
    await all(made, ['delivered'])
    const gone = await tally.call('DELETE', made.path)
    expect([gone.status, gone.json]).toEqual([200, { id: made.id, deleted: true }])
    await happens()
    await tally.settled()
    expect(await tally.sql('select 1 from insight.webhook_delivery')).toEqual([])
    expect((await tally.call('DELETE', made.path)).status).toBe(404)
    expect(made.receiver.taken).toHaveLength(1)
  })
})

describe('a replay', () => {
  it('sends what happened in the period, of the types that were asked for, under the ids it had', async () => {
    const made = await endpoint()
    const visit = new SampleVisit(tally, '2026-03-02', '2026-03-02T12:00:00Z')
    const idOf = ({ value }: { readonly value: Uint8Array }) => JSON.parse(String(value)).id
    const first = idOf(await visit.captured('2026-04-02T18:00:00Z', 19_500))
    const second = idOf(await visit.sent('2026-04-02T19:00:00Z', 19_500))
    await visit.captured('2026-04-03T00:00:00Z', 19_500)
    await has(made, 3)
    await all(made, ['delivered', 'delivered', 'delivered'])
    const replay = async (body: object) => (await tally.call('POST', `${made.path}/replay`, { body })).json
    expect(await replay({ from: '2026-04-02T00:00:00Z', to: '2026-04-03T00:00:00Z' })).toEqual({ queued: 2 })
    await has(made, 5)
    expect(new Set(made.receiver.ids().slice(3))).toEqual(new Set([first, second]))
    expect(await replay({ from: '2026-04-02T00:00:00Z', events: ['claim.submitted.v1'] })).toEqual({
      queued: 1,
    })
    await has(made, 6)
    expect(made.receiver.ids()[5]).toBe(second)
    await all(made, ['delivered', 'delivered', 'delivered'])
    const backwards = { from: '2026-04-03T00:00:00Z', to: '2026-04-02T00:00:00Z' }
    expect((await replay(backwards)).problems[0]).toMatchObject({
      code: 'webhook/period-backwards',
      pointer: '/to',
    })
  })

  it('sends no type that the endpoint is not subscribed to', async () => {
    const made = await endpoint()
    await tally.call('PATCH', made.path, { body: { events: ['claim.settled.v1', 'denial.opened.v1'] } })
    for (const events of [['claim.submitted.v1'], ['claim.settled.v1', 'claim.submitted.v1'], ['*']]) {
      const body = { from: '2026-04-02T00:00:00Z', events }
      const refused = await tally.call('POST', `${made.path}/replay`, { body })
      expect([refused.status, refused.json.problems[0]]).toMatchObject([
        422,
        {
          ...{ code: 'webhook/not-subscribed', pointer: '/events' },
          says: 'the endpoint is subscribed to: claim.settled.v1, denial.opened.v1',
        },
      ])
    }
    const body = { from: '2026-04-02T00:00:00Z', events: ['claim.settled.v1'] }
    expect((await tally.call('POST', `${made.path}/replay`, { body })).status).toBe(202)
  })

  it('reaches what happened before the endpoint was', async () => {
    const visit = new SampleVisit(tally, '2026-03-02', '2026-03-02T12:00:00Z')
    await visit.captured('2026-04-20T18:00:00Z', 19_500)
    await tally.settled()
    const made = await endpoint()
    await tally.call('POST', `${made.path}/replay`, {
      body: { from: '2026-04-20T00:00:00Z', to: '2026-04-21T00:00:00Z' },
    })
    await has(made, 1)
  })
})

it('a host that stops breaks off what does not answer, and the next one sends it at once', async () => {
  const database = await temporaryDatabase([service])
  const lent = { ...database, drop: async () => undefined }
  const first = await startTestHost({ services: [service], clock, database: lent })
  const made = await endpoint({}, first)
  made.receiver.answers.push(() => undefined)
  await first.call('POST', `${made.path}/test`)
  await has(made, 1)
  await first.stop()
  const next = await startTestHost({ services: [service], clock, database: lent })
  await has(made, 2)
  await next.stop()
  await database.drop()
  const [one, other] = made.receiver.ids()
  expect(other).toBe(one)
})
