/** The sender is killed (SIGKILL) after the receiver took a webhook and before that was marked: it goes again, under one id. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { insightWith } from '@tally/insight'
import { virtualClock } from '@tally/platform'
import { demoKey, operatorKey, startTestHost, temporaryDatabase } from '@tally/testkit'
import { afterEach, expect, it, vi } from 'vitest'

const program = fileURLToPath(new URL('hooking-host.ts', import.meta.url))
const service = insightWith({ webhooksToLoopback: true })
const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0)) step()
})
/** A host that has just begun on a busy machine answers 503 for a while. */
const patience = { timeout: 30_000, interval: 250 }

it('a webhook that was taken when the sender died is sent again once its lease has passed', async () => {
  const ids: unknown[] = []
  const receiver = createServer((request, response) => {
    ids.push(request.headers['webhook-id'])
    response.end()
  })
  undo.push(() => {
    receiver.closeAllConnections()
    receiver.close()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const database = await temporaryDatabase([service])
  const sender = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ DATABASE_URL: database.url, TALLY_DEMO_KEY: demoKey, TALLY_OPERATOR_KEY: operatorKey },
      TALLY_FAILPOINT: 'after-send-before-record:1',
    },
  })
  undo.push(() => void sender.kill('SIGKILL'))
  let dead = false
  const death = once(sender, 'exit').finally(() => {
    dead = true
  })
  const { value: address } = await createInterface({ input: sender.stdout })[Symbol.asyncIterator]().next()
  const post = async (path: string, body: object = {}) => {
    const headers = { authorization: `Bearer ${demoKey}`, 'content-type': 'application/json' }
    const answer = await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, id: ((await answer.json()) as { readonly id: string }).id }
  }
  const { id } = await vi.waitFor(async () => {
    const made = await post('/v1/webhook-endpoints', { url })
    expect(made.status).toBe(201)
    return made
  }, patience)
  await vi.waitFor(async () => {
    const status = await post(`/v1/webhook-endpoints/${id}/test`).then(
      (answer) => answer.status,
      // The death may come before the answer.
      () => (dead ? 202 : 0),
    )
    expect(status).toBe(202)
  }, patience)
  expect(await death).toEqual([null, 'SIGKILL'])
  expect(ids).toHaveLength(1)

  const clock = virtualClock(new Date().toISOString())
  const next = await startTestHost({ services: [service], clock, database })
  const listed = async () => (await next.call('GET', `/v1/webhook-endpoints/${id}/deliveries`)).json.items
  expect(await listed()).toMatchObject([{ status: 'waiting', attempts: 1, lastStatusCode: null }])
  clock.advance(61_000)
  await expect.poll(listed).toMatchObject([{ id: ids[0], status: 'delivered', attempts: 2 }])
  expect(ids).toEqual([ids[0], ids[0]])
  await next.stop()
}, 90_000)
