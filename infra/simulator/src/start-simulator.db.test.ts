/** Over real sockets, which the pure tests have not; no database is asked. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleFile, sampleInquiry } from './sample-claims.ts'
import { testWebhookSecret } from './simulate.ts'
import { type RunningSimulator, startSimulator } from './start-simulator.ts'

interface Heard {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Tally's webhook, as far as the outside can tell. */
async function receiver() {
  const heard: Heard[] = []
  let status = 202
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      if (status === 202) heard.push({ path: request.url ?? '', headers: request.headers, body })
      response.writeHead(status).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ heard, callback: `http://127.0.0.1:${port}` },
    answer: (next: number) => {
      status = next
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

const quick = { ackAfterMs: 10, acceptAfterMs: 20, remitAfterMs: 40, afterwardsMs: 20, retryAfterMs: 20 }
const x12 = { 'content-type': 'application/edi-x12' }
let folder = ''
let tally: Awaited<ReturnType<typeof receiver>>
let running: RunningSimulator | undefined
let child: ChildProcess | undefined

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tally-simulator-'))
  tally = await receiver()
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  child?.kill('SIGKILL')
  child = undefined
  await tally.stop()
  rmSync(folder, { recursive: true })
})

async function start(): Promise<string> {
  running = await startSimulator({ port: 0, folder, callback: tally.callback, secret: testWebhookSecret })
  await put(running.address, '/settings', quick)
  return running.address
}

const put = async (address: string, path: string, body: unknown) =>
  fetch(`${address}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const post = (address: string, body: string, key: string) =>
  fetch(`${address}/claims`, { method: 'POST', headers: { ...x12, 'idempotency-key': key }, body })
const json = async (
  address: string,
  path: string,
): Promise<{ readonly items: readonly { readonly id: string }[] }> =>
  JSON.parse(await (await fetch(`${address}${path}`)).text())
const heardAll = (count: number) => expect.poll(() => tally.heard.length, { timeout: 10_000 }).toBe(count)

describe('the simulator as a process would run it', () => {
  it('answers a submission with signed webhooks', async () => {
    const address = await start()
    const answer = await post(address, sampleFile(), 'k1')
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { transmissionId: 'T0000001', accepted: true },
    ])
    await heardAll(5)
    const webhook = new Webhook(testWebhookSecret)
    for (const { path, headers, body } of tally.heard) {
      expect(path).toBe('/v1/webhooks/clearinghouse')
      expect(headers['content-type']).toBe('application/edi-x12')
      const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
      expect(() => webhook.verify(body, signed, { jsonParse: false })).not.toThrow()
    }
    const { items } = await json(address, '/files')
    expect(items).toMatchObject([
      ...[
        { kind: 'TA1' },
        { kind: '999' },
        { kind: '277CA' },
        { kind: '277CA' },
        { kind: '835', delivered: true },
      ],
    ])
    const file = await fetch(`${address}/files/${items[4]?.id}`)
    expect(file.headers.get('content-type')).toContain('application/edi-x12')
    const delivered = tally.heard.find(({ headers }) => headers['webhook-id'] === `msg_${items[4]?.id}`)
    expect(await file.text()).toBe(delivered?.body)
    expect((await json(address, `/files?after=${items[3]?.id}`)).items).toEqual([items[4]])
    expect(await json(address, '/journal?limit=1')).toMatchObject({
      items: [{ claimNumber: 'PCN0000000000000001' }],
    })
  })

  it('status codes: the same, other bytes, no X12, unknown', async () => {
    const address = await start()
    await post(address, sampleFile(), 'k1')
    const again = await post(address, sampleFile(), 'k1')
    const other = await post(address, sampleFile({ control: 102 }), 'k1')
    const prose = await post(address, 'hello', 'k2')
    expect([again.status, other.status, prose.status]).toEqual([200, 409, 400])
    expect(await prose.json()).toMatchObject({
      detail: 'The body does not begin with ISA: send an X12 interchange.',
    })
    expect((await fetch(`${address}/nowhere`)).status).toBe(404)
    expect((await fetch(`${address}/files/F9`)).status).toBe(404)
    expect((await put(address, '/settings', { ackAfterMs: -1 })).status).toBe(400)
    expect((await put(address, '/settings', { unknown: 1 })).status).toBe(400)
    expect(await json(address, '/health')).toEqual({ status: 'up', submissions: 1 })
  })

  it('tries again until it is taken', async () => {
    const address = await start()
    tally.answer(503)
    await post(address, sampleFile(), 'k1')
    await expect.poll(async () => (await json(address, '/files')).items.length).toBe(5)
    expect(tally.heard).toEqual([])
    tally.answer(202)
    await heardAll(5)
  })

  it('an answer that was lost can be asked about', async () => {
    const address = await start()
    await put(address, '/faults', { answerLostAfterAccept: { rate: 1, seed: 1 } })
    await expect(post(address, sampleFile(), 'k1')).rejects.toThrow()
    await put(address, '/faults', {})
    expect(await json(address, '/submissions/k1')).toMatchObject({
      accepted: true,
      transmissionId: 'T0000001',
    })
    expect(await json(address, '/transactions?batch=B000000101')).toMatchObject({ items: [{ key: 'k1' }] })
    expect((await fetch(`${address}/submissions/k2`)).status).toBe(404)
    expect((await post(address, sampleFile(), 'k1')).status).toBe(200)
  })

  it('refuses, delays and hangs', async () => {
    const address = await start()
    await put(address, '/faults', { refuse: { rate: 1, seed: 1 } })
    expect((await post(address, sampleFile(), 'k1')).status).toBe(503)
    await put(address, '/faults', { hang: { rate: 1, seed: 1 } })
    const signal = AbortSignal.timeout(200)
    await expect(
      fetch(`${address}/claims`, { method: 'POST', headers: x12, body: sampleFile(), signal }),
    ).rejects.toThrow()
    expect((await json(address, '/journal')).items).toEqual([])
    await put(address, '/faults', { delayMs: { rate: 1, seed: 1, ms: 120 } })
    const began = performance.now()
    expect((await post(address, sampleFile(), 'k1')).status).toBe(200)
    expect(performance.now() - began).toBeGreaterThan(110)
  })

  it('answers a 270 at once, and a later one by webhook', async () => {
    const address = await start()
    await put(address, '/settings', { eligibilityAfterMs: 20 })
    const ask = (memberId: string) =>
      fetch(`${address}/eligibility`, { method: 'POST', headers: x12, body: sampleInquiry({ memberId }) })
    const answer = await ask('1EG4TE5XQ70')
    expect(answer.headers.get('content-type')).toContain('application/edi-x12')
    expect(await answer.text()).toContain('EB*F*IND*PT***29***VS*18*N*Y~')
    expect((await ask('1EG4TE5XQ85')).status).toBe(202)
    await heardAll(1)
    expect(tally.heard[0]?.body).toContain('ST*271*')
    expect((await json(address, '/inquiries')).items).toHaveLength(2)
  })
})

describe('a process that is killed', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))

  async function startProcess(): Promise<string> {
    child = spawn(process.execPath, [main, '--port', '0', '--folder', folder, '--callback', tally.callback], {
      env: { ...process.env, TALLY_SIMULATOR_SECRET: testWebhookSecret },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    await expect.poll(() => said, { timeout: 10_000 }).toContain('answers on')
    return /http:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? ''
  }

  it('answers after its restart what it took before, once each', async () => {
    const before = await startProcess()
    await put(before, '/settings', { ...quick, acceptAfterMs: 60_000, remitAfterMs: 60_000 })
    await post(before, sampleFile(), 'k1')
    await heardAll(2)
    await put(before, '/settings', quick)
    await post(before, sampleFile({ control: 102, claims: [{ number: 'PCN2', memberId: 'W2' }] }), 'k2')
    child?.kill('SIGKILL')
    await once(child as ChildProcess, 'exit')
    const after = await startProcess()
    expect(await json(after, '/settings')).toMatchObject(quick)
    expect((await json(after, '/journal')).items).toHaveLength(2)
    await expect
      .poll(() => tally.heard.filter(({ body }) => body.includes('CLP*PCN2*')).length, { timeout: 10_000 })
      .toBe(1)
    const again = await post(after, sampleFile(), 'k1')
    expect(await again.json()).toEqual({ transmissionId: 'T0000001', accepted: true })
    const bodies = Map.groupBy(tally.heard, ({ headers }) => headers['webhook-id'])
    for (const copies of bodies.values()) expect(new Set(copies.map(({ body }) => body)).size).toBe(1)
    child?.kill('SIGTERM')
    await once(child as ChildProcess, 'exit')
    expect(child?.exitCode).toBe(0)
  })
})
