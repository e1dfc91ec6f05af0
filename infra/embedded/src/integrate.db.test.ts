/** docs/integrate.md, taken step by step against all services, and the example of README.md. */
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { join } from 'node:path'
import * as client from '@tally/client'
import { virtualClock } from '@tally/platform'
import { demoKey, type Reply } from '@tally/testkit'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agreesWithShown } from './agrees-with-shown.ts'
import { blocksOf, requestIn, root, type Step, stepsOf } from './guide-blocks.ts'
import { newPort } from './remembered-port.ts'
import { runExample } from './run-example.ts'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

const guide = readFileSync(join(root, 'docs/integrate.md'), 'utf8')

/** Twenty minutes after the guide's visit was signed. */
const clock = virtualClock('2026-03-03T02:02:10.000Z')
let system: WholeSystem
let address = ''
let values: ReadonlyMap<string, string> = new Map()
const said: string[] = []
/** What the guide's receiver of webhooks said: it goes on while other programs run. */
const told: string[] = []
const servers: Server[] = []

beforeAll(async () => {
  system = await startWholeSystem({ clock })
  values = new Map([
    ['ownerKey', demoKey],
    // The guide's owner says where the receiver will listen before it does.
    ['port', String(await newPort())],
  ])
  address = await system.tally.host.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
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

  it('its receiver is told by webhook of what happens, and of what had happened when it asks', async () => {
    const settled = `claim.settled.v1 ${values.get('dayId')}`
    await system.see(
      async () => [...told],
      (lines) => lines.some((line) => line.startsWith('denial.opened.v1 day_')) && lines.includes(settled),
    )
    expect(told).toContain(`webhook.test ${values.get('endpointId')}`)
  })

  it('its receiver of webhooks takes what is signed, once, and nothing else', async () => {
    const body = JSON.stringify({
      ...{ type: 'claim.settled.v1', timestamp: clock.now() },
      data: { id: 'evt_1', service: 'era-posting', subject: 'clm_1', correlationId: values.get('dayId') },
    })
    const now = new Date(clock.millis())
    const secret = values.get('webhookSecret') ?? ''
    const headers = {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('evt_1', now, body),
    }
    const post = async (text: string) =>
      (await fetch(`http://127.0.0.1:${values.get('port')}`, { method: 'POST', headers, body: text })).status
    const before = told.length
    expect([await post(body), await post(body), await post(`${body} `)]).toEqual([204, 204, 400])
    await expect.poll(() => told.slice(before)).toEqual([`claim.settled.v1 ${values.get('dayId')}`])
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
      await runExample(text, modules(), { visit, address, key: demoKey, console: heard(said) })
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
  const receives = text.includes('verifyWebhook')
  const env = {
    ...{ TALLY_ADDRESS: address, TALLY_KEY: values.get('emrKey') },
    ...{ WEBHOOK_SECRET: values.get('webhookSecret'), PORT: values.get('port') },
  }
  said.length = 0
  await runExample(text, modules(), { process: { env }, console: heard(receives ? told : said) })
  if (receives) await expect.poll(() => servers[0]?.listening).toBe(true)
  else expect(said).toContain(`settled ${values.get('dayId')}`)
}

function modules() {
  const noted = (listener: RequestListener) => {
    const server = createServer(listener)
    servers.push(server)
    return server
  }
  // On the clock of the system, whose moment it signs.
  const verifyWebhook: typeof client.verifyWebhook = (headers, body, secret) =>
    client.verifyWebhook(headers, body, secret, { now: clock.millis() })
  return { '@tally/client': { ...client, verifyWebhook }, 'node:http': { createServer: noted } }
}

function heard(lines: string[]) {
  return { log: (...words: readonly unknown[]) => lines.push(words.join(' ')) }
}
