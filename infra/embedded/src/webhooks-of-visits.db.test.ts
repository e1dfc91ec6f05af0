/** What leaves the house by webhook, of whole visits of two practices: each its own, in ids alone, nothing that names a person. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { eligibility } from '@tally/eligibility'
import { insightWith } from '@tally/insight'
import { virtualClock } from '@tally/platform'
import {
  demoKey,
  fullEncounter,
  type Marked,
  marksIn,
  operatorKey,
  plantMarks,
  startTestHost,
  type TestHost,
  testKeyManagement,
} from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let tally: TestHost
let planted: Marked
const servers: Server[] = []
/** What was sent to each practice's receiver, head and body. */
const sent: Record<string, string[]> = { ours: [], theirs: [] }
const keys: Record<string, string> = { ours: demoKey, theirs: '' }
const practiceOf: Record<string, string> = { ours: 'prc_demo', theirs: '' }

async function receiver(name: string): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      sent[name]?.push(`${JSON.stringify(request.headers)}\n${body}`)
      response.end()
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const call = (name: string, method: 'GET' | 'POST', path: string, body?: unknown, headers = {}) =>
  tally.call(method, path, { key: keys[name] ?? '', body, headers })

beforeAll(async () => {
  const insight = insightWith({ webhooksToLoopback: true })
  const services = [eligibility, chargeCapture(testKeyManagement), claimSubmission, insight]
  tally = await startTestHost({ services, clock: virtualClock('2026-11-24T18:00:00Z') })
  const practice = { name: 'B', timezone: 'America/New_York', taxIds: ['930000002'], npis: ['1245319599'] }
  practiceOf.theirs = (
    await tally.call('POST', '/v1/practices', { key: operatorKey, body: practice })
  ).json.id
  const owner = { label: 'B', role: 'owner', practices: [practiceOf.theirs] }
  keys.theirs = (await tally.call('POST', '/v1/api-keys', { key: operatorKey, body: owner })).json.key
  for (const name of ['ours', 'theirs']) {
    const made = await call(name, 'POST', '/v1/webhook-endpoints', { url: await receiver(name) })
    expect(made.status, made.text).toBe(201)
  }
  const accepts = async (body: unknown) =>
    (await call('ours', 'POST', '/v1/encounters?dryRun=true', body, { 'idempotency-key': 't' })).status ===
    200
  planted = await plantMarks(fullEncounter(), accepts)
  for (const name of ['ours', 'theirs']) {
    const made = await call(name, 'POST', '/v1/encounters', planted.body, { 'idempotency-key': name })
    expect(made.status, made.text).toBe(201)
  }
  await tally.settled()
})
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  await tally.stop()
})

describe.each(['ours', 'theirs'])('%s', (name) => {
  it('is told of every event of its own practice, and of no other', async () => {
    const facts = await tally.sql<{ message_id: string }>(
      'select message_id from insight.fact where practice_id = $1 order by message_id',
      [practiceOf[name]],
    )
    expect(facts.length).toBeGreaterThan(0)
    const ids = () => sent[name]?.map((text) => JSON.parse(text.split('\n')[1] ?? '').data.id).sort()
    await expect.poll(ids).toEqual(facts.map(({ message_id }) => message_id))
    for (const text of sent[name] ?? []) expect(text).toContain(`"practiceId":"${practiceOf[name]}"`)
  })

  it('lists and reaches its own endpoint alone', async () => {
    const other = name === 'ours' ? 'theirs' : 'ours'
    const { items } = (await call(other, 'GET', '/v1/webhook-endpoints')).json
    expect(items).toHaveLength(1)
    const path = `/v1/webhook-endpoints/${items[0].id}`
    for (const answer of [
      await call(name, 'GET', path),
      await call(name, 'GET', `${path}/deliveries`),
      await call(name, 'POST', `${path}/test`),
      await call(name, 'POST', `${path}/rotate-secret`),
      await call(name, 'POST', `${path}/replay`, { from: '2026-01-01T00:00:00Z' }),
    ])
      expect(answer.status).toBe(404)
    expect((await call(name, 'GET', '/v1/webhook-endpoints')).json.items[0].id).not.toBe(items[0].id)
  })
})

it('names no person, in a head or a body, in plain, base64, hex or URL form', () => {
  expect(planted.marks.size).toBeGreaterThan(60)
  const text = [...(sent.ours ?? []), ...(sent.theirs ?? [])].join('\n')
  expect(text).toContain('charge.held.v1')
  expect(text).toContain('"webhook-signature"')
  expect(marksIn(text, planted.marks)).toEqual([])
})
