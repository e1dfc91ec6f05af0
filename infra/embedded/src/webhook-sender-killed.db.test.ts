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
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('hooking-host.ts', import.meta.url))
const service = insightWith({ webhooksToLoopback: true })

it('a webhook that was taken when the sender died is sent again once its lease has passed', async () => {
  const ids: unknown[] = []
  const receiver = createServer((request, response) => {
    ids.push(request.headers['webhook-id'])
    response.end()
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
  const death = once(sender, 'exit')
  const { value: address } = await createInterface({ input: sender.stdout })[Symbol.asyncIterator]().next()
  const post = async (path: string, body?: object): Promise<{ readonly id: string }> => {
    const headers = {
      authorization: `Bearer ${demoKey}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    }
    const payload = body ? { body: JSON.stringify(body) } : {}
    const answer = await fetch(`${address}${path}`, { method: 'POST', headers, ...payload })
    return (await answer.json()) as { readonly id: string }
  }
  const { id } = await post('/v1/webhook-endpoints', { url })
  // The death may come before the answer.
  void post(`/v1/webhook-endpoints/${id}/test`).catch(() => undefined)
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
  receiver.closeAllConnections()
  receiver.close()
})
