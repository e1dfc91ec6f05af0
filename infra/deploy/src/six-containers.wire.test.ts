/**
 * docker-compose.yml without its engine: each program with the command and the environment that it has there and no other,
 * beside a Postgres and a Kafka of the test; only addresses and folders are the test's own. A visit goes in through the one
 * origin and comes out paid.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KafkaOfItsOwn, kafkaOfItsOwn } from '@tally/embedded/kafka-of-its-own'
import { newPort } from '@tally/embedded/remembered-port'
import { sampleEncounter, testSecret } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Container, composeFile, repository } from './compose-file.ts'
import {
  addressOf,
  onServer,
  programEnds,
  type RunningProgram,
  startProgram,
  statusOf,
} from './test-programs.ts'
import { startTestProxy, type TestProxy } from './test-proxy.ts'

const kafkaRuns = process.env.TEST_KAFKA_BROKERS
const server = process.env.TEST_DATABASE_URL ?? ''
const { services: containers } = composeFile()
const ofServices = Object.entries(containers).filter(([, { command }]) => command[1]?.startsWith('services/'))
const names = ofServices.map(([name]) => name)

const key = { operator: 'the-operator-key-of-six-which-is-long', demo: 'the-demo-key-of-six' }
const database = `tally_six_${randomBytes(6).toString('hex')}`
const running = new Map<string, RunningProgram>()
let folder = ''
let kafka: KafkaOfItsOwn
let origin: TestProxy
let ports: ReadonlyMap<string, number>

describe.skipIf(!kafkaRuns)('docker-compose.yml, as processes', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tally-six-'))
    writeSecrets()
    kafka = await kafkaOfItsOwn()
    await onServer(server, `create database ${database}`)
    ports = new Map(
      await Promise.all(
        [...names, 'simulator', 'caddy'].map(async (name) => [name, await newPort()] as const),
      ),
    )
    origin = await startTestProxy(portOf('caddy'), new Map(names.map((name) => [name, portOf(name)])))
    console.warn(`The origin of this test is ${origin.kind}.`)
  })

  afterAll(async () => {
    for (const { child } of running.values()) child.kill('SIGKILL')
    await origin.stop()
    await kafka.stop()
    await onServer(server, `drop database if exists ${database} with (force)`)
    rmSync(folder, { recursive: true })
  })

  it('migrate ends well, and changes nothing the second time', { timeout: 120_000 }, async () => {
    expect(await ends('migrate')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^[1-9]\d* migrations applied/),
    })
    expect(await ends('migrate')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^0 migrations applied/),
    })
  })

  it('six services and the simulator come up with an address of the database and no owner’s password', {
    timeout: 120_000,
  }, async () => {
    for (const [name] of ofServices) {
      const url = new URL(environmentOf(name).DATABASE_URL ?? '')
      expect([url.username, url.password]).toEqual(['', ''])
    }
    for (const name of names) start(name)
    for (const name of names)
      await expect.poll(() => health(name, '/health/ready'), { timeout: 90_000 }).toBe(200)
    expect(await ends('name-clearinghouse')).toMatchObject({ code: 0 })
    start('simulator')
    await expect.poll(() => health('simulator', '/health'), { timeout: 60_000 }).toBe(200)
  })

  it('a visit posted at the origin is paid, and its money is in the ledger', {
    timeout: 120_000,
  }, async () => {
    const externalId = 'SIX/1?'
    const path = `/v1/encounters/${encodeURIComponent(externalId)}`
    const posted = await ask('POST', '/v1/encounters', sampleEncounter({ externalId }), {
      'idempotency-key': 'six',
    })
    expect(posted).toMatchObject({ status: 201, json: { status: 'captured' } })
    const events = async () => {
      const { json } = await ask('GET', `${path}/timeline`)
      return json.items?.map(({ event, service }: Record<string, string>) => `${service} ${event}`)
    }
    await expect
      .poll(events, { timeout: 90_000, interval: 250 })
      .toEqual(expect.arrayContaining(['era-posting claim.settled', 'era-posting remittance.posted']))
    const claims = await ask('GET', posted.json.links.claims)
    const [claim] = claims.json.items
    const ledger = await ask('GET', `/v1/ledger/claims/${claim.id}`)
    expect(ledger.json).toMatchObject({ openCents: 0, patientCents: 1677 })
    expect((await ask('GET', path)).json).toMatchObject({ externalId })
  })

  it.each(names)('what every service has, the origin asks of %s by ?service=', async (name) => {
    const lag = await ask('GET', `/v1/lag?service=${name}`, undefined, {}, key.operator)
    expect(new Set(lag.json.items.map(({ service }: Record<string, string>) => service))).toEqual(
      new Set([name]),
    )
    const ready = await ask('GET', `/health/ready?service=${name}`)
    expect(ready.json.services.map(({ service }: Record<string, string>) => service)).toEqual([name])
    const metrics = await ask('GET', `/metrics?service=${name}`, undefined, {}, key.operator)
    expect(metrics.text).toContain(`tally_outbox_unpublished{service="${name}"} 0`)
    const missing = await ask(
      'POST',
      `/v1/parked-messages/${'0'.repeat(26)}/replay?service=${name}`,
      undefined,
      {},
      key.operator,
    )
    expect(missing.status).toBe(404)
  })

  it('a log of warnings has the anchors of the audit log all the same', async () => {
    const { said } = running.get('charge-capture') ?? expect.fail('charge-capture does not run')
    await expect.poll(said, { timeout: 20_000 }).toContain('"msg":"audit anchor"')
    expect(said()).not.toContain('"msg":"charge-capture answers at')
  })

  it('a service that is stopped in order ends by itself, says no error, and leaves no path in the proxy’s log', async () => {
    for (const name of [...names, 'simulator']) {
      const { child, said } = running.get(name) ?? expect.fail(`${name} does not run`)
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      expect([name, child.exitCode, child.signalCode]).toEqual([name, 0, null])
      expect(
        said()
          .split('\n')
          .filter((line) => /"level":(50|60)/.test(line)),
      ).toEqual([])
    }
    const gone = await ask('GET', '/v1/encounters/CANARY-IN-A-PATH')
    expect(gone.status).toBeGreaterThanOrEqual(502)
    expect(origin.said()).not.toContain('CANARY-IN-A-PATH')
  })
})

function writeSecrets(): void {
  const text = {
    'database-url': addressOf(server, database).toString(),
    'operator-key': key.operator,
    'demo-key': key.demo,
    'webhook-secret': `whsec_${randomBytes(32).toString('base64')}`,
  }
  for (const [name, value] of Object.entries(text)) writeFileSync(join(folder, name), `${value}\n`)
  writeFileSync(join(folder, 'master.key'), randomBytes(32))
  // The roles belong to the test's server, where other tests use them too.
  writeFileSync(join(folder, 'roles.key'), testSecret)
  mkdirSync(join(folder, 'data'))
}

/** Compose's own values with the addresses and folders of the test. */
function here(value: string): string {
  const address = addressOf(server, database)
  address.username = ''
  address.password = ''
  return (
    value
      .replace('postgres://postgres:5432/tally', address.toString())
      .replace('kafka:9092', kafka.brokers)
      .replaceAll('/run/secrets/', `${folder}/`)
      .replace(/(^|=)\/data/, `$1${folder}/data`)
      .replace('http://caddy:8080', origin.address)
      .replace('http://simulator:4001', `http://127.0.0.1:${portOf('simulator')}`)
      .replace('--port=4001', `--port=${portOf('simulator')}`)
      // As whoever wants a short log sets it.
      .replace(/\$\{TALLY_LOG:-.*\}/, 'warn')
      .replace(/\$\{\w+:-(.*)\}/, '$1')
  )
}

function containerOf(name: string): Container {
  return containers[name] ?? expect.fail(`docker-compose.yml has no ${name}`)
}

function environmentOf(name: string): Record<string, string> {
  const given = Object.entries(containerOf(name).environment)
    // Nobody takes spans here.
    .filter(([variable]) => variable !== 'OTEL_EXPORTER_OTLP_ENDPOINT')
    .map(([variable, value]) => [variable, here(value)] as const)
  const environment = Object.fromEntries(given)
  return environment.TALLY_PORT ? { ...environment, TALLY_PORT: String(portOf(name)) } : environment
}

function start(name: string): RunningProgram {
  const [program, ...args] = containerOf(name).command
  expect(program).toBe('node')
  const started = startProgram(args.map(here), { cwd: repository, env: environmentOf(name) })
  running.set(name, started)
  return started
}

function ends(name: string): Promise<{ readonly code: number | null; readonly said: string }> {
  return programEnds(start(name))
}

function portOf(name: string): number {
  return ports.get(name) ?? expect.fail(`${name} has no port`)
}

async function health(name: string, path: string): Promise<number> {
  const started = running.get(name) ?? expect.fail(`${name} was not started`)
  return statusOf(started, `http://127.0.0.1:${portOf(name)}${path}`)
}

async function ask(method: string, path: string, body?: unknown, headers = {}, asking = key.demo) {
  const answer = await fetch(`${origin.address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${asking}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return {
    ...{ status: answer.status, text },
    get json() {
      return JSON.parse(text)
    },
  }
}
