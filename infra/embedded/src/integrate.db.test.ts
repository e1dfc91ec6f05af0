/** docs/integrate.md, taken step by step against all services, and the example of README.md. */
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import * as client from '@tally/client'
import { virtualClock } from '@tally/platform'
import { demoKey, type Reply } from '@tally/testkit'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agreesWithShown } from './agrees-with-shown.ts'
import { blocksOf, requestIn, root, type Step, stepsOf } from './guide-blocks.ts'
import { runExample } from './run-example.ts'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

const guide = readFileSync(join(root, 'docs/integrate.md'), 'utf8')
const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

let system: WholeSystem
let address = ''
let values: ReadonlyMap<string, string> = new Map([['ownerKey', demoKey]])
const said: string[] = []
const servers: Server[] = []

beforeAll(async () => {
  // Twenty minutes after the guide's visit was signed.
  system = await startWholeSystem({ clock: virtualClock('2026-03-03T02:02:10.000Z') })
  address = await system.tally.host.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  for (const server of servers) server.close()
  await system.stop()
})

describe('docs/integrate.md', () => {
  it.each(stepsOf(blocksOf(guide)).map((step) => [`line ${step.line}: ${titleOf(step)}`, step] as const))(
    '%s',
    async (_title, step) => {
      if (step.kind === 'program') return program(step.text)
      const request = requestIn(step.request, values)
      const answers = ({ status, headers, text }: Reply) => {
        const { answer } = step
        if (status !== answer.status) return `it answers ${status}: ${text.slice(0, 1_000)}`
        const found = agreesWithShown(answer.headers, headers, values)
        return typeof found === 'string' ? found : agreesWithShown(answer.body, JSON.parse(text), found)
      }
      const send = async () => answers(await system.tally.call(request.method, request.path, request))
      // What is only read is asked again until it is so, as the guide says.
      const found =
        request.method === 'GET' ? await system.see(send, (seen) => typeof seen !== 'string') : await send()
      if (typeof found === 'string') expect.unreachable(found)
      else values = found
    },
    // Longer than what is not so is asked for, so that it is told.
    45_000,
  )

  it('leaves no money astray and no line in the log that says of a fault', async () => {
    await system.tally.settled()
    const { items } = (await system.tally.call('GET', '/v1/ledger/accounts?limit=200')).json
    const total = items.reduce(
      (sum: number, { balanceCents }: { balanceCents: number }) => sum + balanceCents,
      0,
    )
    expect(total).toBe(0)
    expect(system.tally.logLines.filter((line) => /"level":(50|60)/.test(line))).toEqual([])
  })

  it('is served where /docs links to it', async () => {
    expect((await system.tally.call('GET', '/integrate.md')).text).toBe(guide)
    expect((await system.tally.call('GET', '/openapi.json')).json.info.description).toContain(
      '(/integrate.md)',
    )
  })

  it('its receiver of webhooks takes what is signed, once, and nothing else', async () => {
    const [receiver] = servers
    const { port } = (receiver?.address() ?? { port: 0 }) as AddressInfo
    const body = JSON.stringify({
      ...{ type: 'claim.settled.v1', timestamp: new Date().toISOString() },
      data: { id: 'evt_1', service: 'era-posting', subject: 'clm_1', correlationId: values.get('dayId') },
    })
    const now = new Date()
    const headers = {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('evt_1', now, body),
    }
    const post = async (text: string) =>
      (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body: text })).status
    said.length = 0
    expect([await post(body), await post(body), await post(`${body} `)]).toEqual([204, 204, 400])
    await expect.poll(() => said).toEqual([`claim.settled.v1 ${values.get('dayId')}`])
  })
})

describe('README.md', () => {
  it('its example of the client posts a visit and follows its claims', async () => {
    const [example] = blocksOf(readFileSync(join(root, 'README.md'), 'utf8')).filter(
      ({ language }) => language === 'ts',
    )
    const text = example?.text ?? ''
    expect(text.split('\n')).toHaveLength(5)
    const { patient, ...rest } = JSON.parse(readFileSync(join(root, 'docs/encounter.json'), 'utf8'))
    const visit = { ...rest, externalId: 'README-1', patient: { ...patient, externalId: 'PAT-README' } }
    const run = async () => {
      said.length = 0
      await runExample(text, modules(), { visit, address, key: demoKey, console: heard() })
      return [...said]
    }
    const seen = await system.see(run, (lines) => lines.includes('closed'))
    expect(seen).toEqual(['captured 8384', 'closed'])
  })
})

function titleOf(step: Step): string {
  return step.kind === 'program' ? 'a program' : (step.request.split('\n')[0] ?? '')
}

async function program(text: string): Promise<void> {
  said.length = 0
  const env = { TALLY_ADDRESS: address, TALLY_KEY: values.get('emrKey'), WEBHOOK_SECRET: secret, PORT: '0' }
  await runExample(text, modules(), { process: { env }, console: heard() })
  if (text.includes('getEvents')) expect(said).toContain(`settled ${values.get('dayId')}`)
  else await expect.poll(() => servers[0]?.listening).toBe(true)
}

function modules() {
  const noted = (listener: RequestListener) => {
    const server = createServer(listener)
    servers.push(server)
    return server
  }
  return { '@tally/client': client, 'node:http': { createServer: noted } }
}

function heard() {
  return { log: (...words: readonly unknown[]) => said.push(words.join(' ')) }
}
