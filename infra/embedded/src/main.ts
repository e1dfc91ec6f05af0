/**
 * `npm start`: everything in one process beside embedded Postgres and Apache Kafka, each replaced by the environment's when
 * one is named. Ctrl-C stops all in order; the next start goes on with the data; `--fresh` begins anew.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  armFailpoint,
  type Environment,
  environment,
  type FirstKeys,
  hasOwnUser,
  host,
  type InstallationSecrets,
  installationSecrets,
  jsonLog,
  keepAnchorsIn,
  type Log,
  localKeyManagement,
  type RunningHost,
  startTracing,
} from '@tally/platform'
import { allServices } from './all-services.ts'
import { noteOtherDatabase, refusalOfFresh, removeData } from './begin-anew.ts'
import { type DemoFile, firstKeys, webhookSecret, writeDemoFile } from './demo-file.ts'
import { diskRefusal, roomUnder } from './disk-space.ts'
import {
  type EmbeddedClearinghouse,
  setUpClearinghouse,
  startEmbeddedClearinghouse,
} from './embedded-clearinghouse.ts'
import { embeddedPartitions } from './embedded-kafka.ts'
import { claimInstance, type RunningInstance } from './running-instance.ts'
import { type Servers, startServers } from './start-servers.ts'
import { troubleInWords } from './trouble-in-words.ts'
import { welcome } from './welcome.ts'

const began = performance.now()
const root = fileURLToPath(new URL('../../..', import.meta.url))
const tools = join(root, '.tally', 'tools')

await main()

async function main(): Promise<void> {
  const settings = readSettings()
  if (typeof settings === 'string') return end(settings)
  const { dataFolder: data, port } = settings
  const fresh = process.argv.includes('--fresh')
  const refusal = fresh ? refusalOfFresh(settings) : undefined
  if (refusal !== undefined) return end(refusal)
  armFailpoint(settings.failpoint)
  mkdirSync(data, { recursive: true })
  const claim = await claimInstance({ data, address: `http://127.0.0.1:${port}`, progress })
  if (claim.kind === 'refused') return end(claim.says)
  const { instance } = claim
  const stop = stopper(instance)
  stopOnSignals(stop)
  try {
    if (fresh) {
      progress('removing the data of earlier starts')
      removeData(data)
    }
    const full = await diskRefusal(data)
    if (full !== undefined) return await stop(1, full)
    const log = jsonLog(settings.logLevel, (line) => process.stderr.write(line))
    const secrets = await secretsOf(settings)
    const servers = await startServers({ ...settings, tools, data, instance, progress, log })
    stop.servers = servers
    const keys = firstKeys(data, { ...settings, embeddedDatabase: settings.databaseUrl === null })
    const running = await startHost({ settings, log, secrets, servers, firstKeys: keys })
    stop.host = running
    if (stop.asked) return
    const secret = webhookSecret(data)
    // Without the demo practice this is somebody's own installation, with a clearinghouse of its own.
    const outside =
      keys.demo === null ? null : await startOutside({ settings, running, instance, secret, stop })
    writeDemoFile(data, { keys, webhookSecret: secret, ports: portsOf({ running, outside, servers }) })
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    process.stdout.write(welcome({ running, servers, outside, keys, data, seconds }))
    void Promise.race([servers.exited, ...(outside ? [outside.exited] : [])]).then((says) => stop(1, says))
  } catch (error) {
    await stop(1, troubleInWords(error, settings))
  }
}

/** Made at the first start in the data folder, unless the environment names others or somebody else migrates. */
async function secretsOf(settings: Environment): Promise<InstallationSecrets> {
  const { databaseUrl } = settings
  const secrets = await installationSecrets(settings, {
    makes: databaseUrl === null || hasOwnUser(databaseUrl),
  })
  noteOtherDatabase(settings)
  return secrets
}

interface ToHost {
  readonly settings: Environment
  readonly log: Log
  readonly secrets: InstallationSecrets
  readonly servers: Servers
  readonly firstKeys: FirstKeys
}

async function startHost({ settings, log, secrets, servers, firstKeys }: ToHost): Promise<RunningHost> {
  const { dataFolder: data, port, otlp, traces, trustedProxies } = settings
  const keyManagement = localKeyManagement(secrets.master)
  return host(allServices(keyManagement, data, settings.webhooksToLoopback ?? true), {
    ...{ databaseUrl: servers.databaseUrl, broker: servers.broker },
    ...{ keyManagement, firstKeys, trustedProxies, log, progress },
    secret: secrets.roles,
    keepAnchor: keepAnchorsIn(data),
    databaseRoom: settings.databaseUrl === null ? roomUnder(data) : settings.databaseVolume,
    listen: { host: '127.0.0.1', port },
    partitions: embeddedPartitions,
    tracing: startTracing({ otlp, traces: traces ?? 'all' }),
  })
}

interface ToSetUp {
  readonly settings: Environment
  readonly running: RunningHost
  readonly instance: RunningInstance
  readonly secret: string
  readonly stop: Stopper
}

/** The simulated clearinghouse, and the partner that leads to it. */
async function startOutside({
  settings,
  running,
  instance,
  secret,
  stop,
}: ToSetUp): Promise<EmbeddedClearinghouse> {
  const { dataFolder: data, port } = settings
  const outside = await startEmbeddedClearinghouse({
    ...{ data, port, secret, progress },
    spawned: (pid) => instance.record('simulator', pid),
  })
  stop.outside = outside
  await setUpClearinghouse(running, outside.address, secret)
  return outside
}

interface Started {
  readonly running: RunningHost
  readonly outside: EmbeddedClearinghouse | null
  readonly servers: Servers
}

function portsOf({ running, outside, servers }: Started): DemoFile['ports'] {
  return {
    http: running.address,
    clearinghouse: outside?.address ?? 'none: set one up at /v1/partners/clearinghouse',
    database: servers.databaseSays,
    broker: servers.brokerSays,
  }
}

/** The settings, or what is wrong with them. */
function readSettings(): Environment | string {
  try {
    return environment(root)
  } catch (error) {
    return troubleInWords(error, { port: 0, databaseUrl: null })
  }
}

interface Stopper {
  (code: number, says?: string): Promise<void>
  asked: boolean
  host?: RunningHost
  servers?: Servers
  outside?: EmbeddedClearinghouse
}

/** Stops what there is: first what takes work, then what carries it; once, however often it is asked. */
function stopper(instance: RunningInstance): Stopper {
  const stop: Stopper = Object.assign(
    async (code: number, says?: string) => {
      if (stop.asked) return
      stop.asked = true
      if (says) process.stderr.write(`${says}\n`)
      instance.stopping()
      await stop.outside?.stop()
      await stop.host?.stop()
      await stop.servers?.stop()
      instance.release()
      process.exit(code)
    },
    { asked: false },
  )
  return stop
}

/**
 * A terminal's Ctrl-C reaches every process of the group; npm's own end reaches none, so the parent is
 * watched too.
 */
function stopOnSignals(stop: Stopper): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stop.asked) progress('stopping')
      void stop(0)
    })
  }
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) void stop(0, 'The process that started Tally is gone; stopping.')
  }, 250).unref()
}

function progress(line: string): void {
  process.stderr.write(`  ${line}\n`)
}

function end(says: string): void {
  process.stderr.write(`${says}\n`)
  process.exitCode = 1
}
