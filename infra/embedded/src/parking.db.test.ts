import { chargeVoided } from '@tally/contracts'
import { defineService, hears, inProcessBroker, on } from '@tally/platform'
import { operatorKey, startTestHost, type TestHost } from '@tally/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'

/** A service of one consumer that writes down what it handled, and fails on the days it is told to. */
const handled: string[] = []
const failing = new Set<string>()
const probe = defineService({
  name: 'claim-submission',
  decides: 'nothing: it is a probe',
  features: [
    hears('probe', [
      on(chargeVoided, async (_work, { data }) => {
        if (failing.has(data.treatmentDayId)) throw new TypeError('the handler is wrong about this day')
        handled.push(`${data.treatmentDayId.slice(-1)}${data.version}`)
      }),
    ]),
  ],
  migrations: new URL('../../../services/claim-submission/migrations/', import.meta.url),
})

let tally: TestHost
let broker: ReturnType<typeof inProcessBroker>

beforeEach(async () => {
  handled.length = 0
  failing.clear()
  broker = inProcessBroker()
  tally = await startTestHost({ services: [probe], broker })
})
afterEach(() => tally.stop())

const day = (letter: string) => `day_${letter.repeat(26)}`

async function say(...said: readonly [letter: string, version: number][]): Promise<void> {
  await broker.publish(
    said.map(([letter, version]) => ({
      topic: 'charge-capture.charges',
      key: day(letter),
      value: Buffer.from(JSON.stringify(envelope(letter, version))),
      headers: {},
    })),
  )
  await tally.settled()
}

let messages = 0
function envelope(letter: string, version: number) {
  messages += 1
  return {
    ...{ specversion: '1.0', id: String(messages).padStart(26, '0'), source: '/tally/charge-capture' },
    ...{
      type: 'charge.voided.v1',
      subject: day(letter),
      time: '2026-11-24T18:00:00Z',
      datacontenttype: 'application/json',
    },
    ...{ practiceid: 'prc_demo', correlationid: day(letter), causationid: 'x', sequence: version },
    data: {
      ...{ treatmentDayId: day(letter), version, serviceDate: '2026-03-02', case: 'health' },
      ...{ patientId: `pat_${'0'.repeat(26)}`, billingNpi: '1234567893', encounterIds: [], reversedCents: 0 },
    },
  }
}

const parked = async () => (await tally.call('GET', '/v1/parked-messages', { key: operatorKey })).json.items
const act = (id: string, what: string, body?: object) =>
  tally.call('POST', `/v1/parked-messages/${id}/${what}`, { key: operatorKey, ...(body ? { body } : {}) })

it('parks what fails three times, holds its key, and lets every other key flow', async () => {
  failing.add(day('A'))
  await say(['A', 1], ['B', 1], ['A', 2], ['C', 1])
  failing.clear()
  await say(['A', 3], ['B', 2])
  expect(handled).toEqual(expect.arrayContaining(['B1', 'C1', 'B2']))
  expect(handled.filter((each) => each.startsWith('A'))).toEqual([])
  const items = await parked()
  expect(items.map(({ code, behind, says }: Record<string, unknown>) => [code, behind, says])).toEqual([
    ['unexpected', false, 'TypeError'],
    ['behind', true, expect.any(String)],
    ['behind', true, expect.any(String)],
  ])
  expect(items[0]).toMatchObject({ practiceId: 'prc_demo', subject: day('A') })
  expect(items[0]).toHaveProperty('traceId')
})

it('replays in the order of the key once it is mended', async () => {
  failing.add(day('A'))
  await say(['A', 1], ['A', 2], ['A', 3])
  const [first, second] = await parked()
  expect((await act(second.id, 'replay')).json.problems[0].code).toBe('parked/not-first')
  const stillFails = await act(first.id, 'replay')
  expect([stillFails.status, stillFails.json.problems[0].code]).toEqual([409, 'parked/still-fails'])
  failing.clear()
  expect((await act(first.id, 'replay')).json).toEqual({ replayed: 3 })
  expect(handled).toEqual(['A1', 'A2', 'A3'])
  expect(await parked()).toEqual([])
  await say(['A', 4])
  expect(handled.at(-1)).toBe('A4')
})

it('sets one aside with a reason, and what waits behind it follows', async () => {
  failing.add(day('A'))
  await say(['A', 1], ['A', 2])
  failing.clear()
  const [first] = await parked()
  expect((await act(first.id, 'discard')).status).toBe(400)
  expect((await act(first.id, 'discard', { reason: 'sent twice by hand' })).json).toEqual({ replayed: 1 })
  expect(handled).toEqual(['A2'])
  const [row] = await tally.sql(
    'select resolution, reason from claim_submission.parked_message where id = $1',
    [first.id],
  )
  expect(row).toEqual({ resolution: 'discarded', reason: 'sent twice by hand' })
  expect((await act(first.id, 'replay')).status).toBe(409)
  expect((await act('01BX5ZZKBKACTAV9WEVGEMMVRZ', 'replay')).status).toBe(404)
})

it('handles the same message once, however often it comes', async () => {
  const value = Buffer.from(JSON.stringify(envelope('D', 1)))
  const message = { topic: 'charge-capture.charges', key: day('D'), value, headers: {} }
  await broker.publish([message, message, message])
  await tally.settled()
  await broker.publish([message])
  await tally.settled()
  expect(handled).toEqual(['D1'])
})
