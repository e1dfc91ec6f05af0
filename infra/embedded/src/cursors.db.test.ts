/** A cursor is what a list said: anything else is refused, never taken as a place. */
import { httpFeatures, sharedRoutes } from '@tally/platform'
import { demoKey, operatorKey, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { allServices } from './all-services.ts'

const services = allServices(testKeyManagement)

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services })
})
afterAll(() => tally.stop())

const paged = [...services, sharedRoutes]
  .flatMap(httpFeatures)
  .filter(({ method, query, path }) => method === 'GET' && query !== undefined && path !== '/v1/events')
  .filter(({ query }) => query instanceof z.ZodObject && 'cursor' in query.shape)
  .map(
    ({ path, roles }) =>
      [path.replaceAll(/:\w+/g, 'nobody'), roles.includes('owner') ? demoKey : operatorKey] as const,
  )

it('these lists have pages', () => {
  expect(paged.length).toBeGreaterThanOrEqual(18)
})

it.each([
  ...paged,
  ['/v1/variances?by=payer', demoKey],
  ['/v1/credit-balances?party=patient', demoKey],
] as const)('%s refuses what is no cursor of its', async (path, key) => {
  const ask = (cursor: string) =>
    tally.call('GET', `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`, { key })
  for (const cursor of ['garbage!', 'no cursor', 'x'.repeat(500)]) {
    const { status, json } = await ask(cursor)
    expect([cursor, status, json.problems?.[0]?.pointer]).toEqual([cursor, 400, 'query:/cursor'])
  }
  if (!path.includes('by=payer')) expect((await ask('garbage')).status).toBe(400)
  expect((await ask('abc-1')).status).toBe(path.includes('by=payer') ? 200 : 400)
})
