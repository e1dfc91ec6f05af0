/** What every service answers, asked of a process that runs one: an empty answer would be taken for the other one's. */
import { chargeCapture } from '@tally/charge-capture'
import { demoKey, operatorKey, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement)] })
})
afterAll(() => tally.stop())

it.each([
  ['GET', '/v1/events', demoKey, 200],
  ['GET', '/v1/audit', demoKey, 200],
  ['GET', '/health/ready', demoKey, 200],
  ['GET', '/v1/lag', operatorKey, 200],
  ['GET', '/v1/parked-messages', operatorKey, 200],
  ['POST', `/v1/parked-messages/${'0'.repeat(26)}/replay`, operatorKey, 404],
] as const)(
  '%s %s: of a service that runs elsewhere it is refused, and says which is here',
  async (...given) => {
    const [method, path, key, own] = given
    for (const query of ['', '?service=charge-capture'])
      expect([query, (await tally.call(method, path + query, { key })).status]).toEqual([query, own])
    const { status, json } = await tally.call(method, `${path}?service=era-posting`, { key })
    expect([status, json.problems]).toEqual([
      400,
      [
        expect.objectContaining({
          code: 'service/not-named',
          says: expect.stringContaining('there are: charge-capture. Name one of them, or ask the process'),
        }),
      ],
    ])
  },
)
