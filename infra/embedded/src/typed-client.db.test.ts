/** @tally/client against all services: what its own tests hand in, these get from Tally. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type EncounterBody, type Tally, TallyProblem, tallyClient } from '@tally/client'
import { virtualClock } from '@tally/platform'
import { demoKey, sampleEncounter } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

let system: WholeSystem
let tally: Tally

beforeAll(async () => {
  system = await startWholeSystem({ clock: virtualClock('2026-03-02T18:00:00.000Z') })
  const address = await system.tally.host.app.listen({ host: '127.0.0.1', port: 0 })
  tally = tallyClient({ address, key: demoKey })
})
afterAll(() => system.stop())

/** As who reads a visit from elsewhere has it: of no type that is known. */
const visit = (externalId: string, changes: object = {}): EncounterBody =>
  JSON.parse(JSON.stringify(sampleEncounter({ externalId, ...changes })))

it('a visit is posted once however often it is sent, and corrected by its version', async () => {
  const first = await tally.postEncounters(visit('TYPED-1'), { idempotencyKey: 'TYPED-1' })
  expect(first).toMatchObject({ status: 201, version: 1, tries: 1, body: { status: 'captured' } })
  const again = await tally.postEncounters(visit('TYPED-1'))
  expect(again).toMatchObject({ status: 200, body: { id: first.body.id } })
  const corrected = await tally.putEncounter('TYPED-1', visit('TYPED-1', { patientPaidCents: 500 }), {
    ifMatch: 1,
  })
  expect(corrected).toMatchObject({ status: 200, version: 2 })
  expect((await tally.getEncounter('TYPED-1')).body).toMatchObject({ version: 2 })
})

it('a refusal is thrown with its code, its version and every problem', async () => {
  const other = tally.postEncounters(visit('TYPED-1', { patientPaidCents: 700 }))
  await expect(other).rejects.toMatchObject({ code: 'encounter/other-content', version: 2, tries: 1 })
  await expect(other).rejects.toBeInstanceOf(TallyProblem)
  const shapeless = tally.postEncounters({
    ...visit('TYPED-2'),
    serviceDate: 'yesterday',
    services: 'none',
  } as never)
  const { problem } = await shapeless.then(
    () => expect.unreachable(),
    (error: TallyProblem) => error,
  )
  expect(problem.problems.map(({ pointer }) => pointer)).toEqual(['/serviceDate', '/services'])
})

it('a dry run stores nothing', async () => {
  const dry = await tally.postEncounters(visit('TYPED-DRY'), { query: { dryRun: true } })
  expect(dry).toMatchObject({ status: 200, body: { status: 'captured' } })
  await expect(tally.getEncounter('TYPED-DRY')).rejects.toMatchObject({ status: 404 })
})

it('lists go on through their pages, events by position', async () => {
  for (const each of ['3', '4', '5']) await tally.postEncounters(visit(`TYPED-${each}`))
  const ids: string[] = []
  for await (const { id } of tally.getEncounters.each({ query: { limit: 2 } })) ids.push(id)
  expect(new Set(ids).size).toBe(4)
  await system.tally.settled()
  const seen: number[] = []
  const query = { service: 'charge-capture', limit: 2 }
  for await (const { position } of tally.getEvents.each({ query })) seen.push(position)
  expect(seen.length).toBeGreaterThanOrEqual(4)
  const after = seen.at(-2) ?? 0
  expect((await tally.getEvents({ query: { ...query, after } })).body.items).toHaveLength(1)
  const followed: number[] = []
  for await (const { position } of tally.getEvents.each({ query: { ...query, after: seen[0] ?? 0 } }))
    followed.push(position)
  expect(followed).toEqual(seen.slice(1))
})

it('follows nobody to another address with its key', async () => {
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(request.url)
    response.writeHead(307, { location: '/elsewhere' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const sent = tallyClient({ address: `http://127.0.0.1:${port}`, key: demoKey, tries: 1 }).getClaims()
  await expect(sent).rejects.toMatchObject({ name: 'TallyUnreachable', tries: 1 })
  expect(seen).toEqual(['/v1/claims'])
  await new Promise((resolve) => server.close(resolve))
})
