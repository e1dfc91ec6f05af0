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
  troubleInWords,
} from '@tally/platform'
import { allServices } from './all-services.ts'
import { noteOtherDatabase, refusalOfFresh, removeData } from './begin-anew.ts'
import { type BegunServers, begunServers } from './begun-servers.ts'
import { type DemoFile, firstKeys, readDemoFile, webhookSecret, writeDemoFile } from './demo-file.ts'
import { diskRefusal, roomUnder } from './disk-space.ts'
import {
  type EmbeddedClearinghouse,
  setUpClearinghouse,
  startEmbeddedClearinghouse,
} from './embedded-clearinghouse.ts'
import { embeddedPartitions } from './embedded-kafka.ts'
import { claimDatabase } from './lone-on-database.ts'
import { claimInstance } from './running-instance.ts'
import { type Servers, startServers } from './start-servers.ts'
import { type Stopper, stopper } from './stop-in-order.ts'
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
  const address = `http://127.0.0.1:${port}`
  const claim = await claimInstance({ data, address, progress })
  if (claim.kind === 'refused') return end(claim.says)
  const begun = begunServers(claim.instance)
  const stop = stopper({ instance: claim.instance, servers: begun, say, exit: (code) => process.exit(code) })
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
    const { databaseUrl } = settings
    const lone =
      databaseUrl === null
        ? null
        : await claimDatabase({ ...settings, ...{ databaseUrl, address }, secret: secrets.roles })
    if (lone?.kind === 'refused') return await stop(1, lone.says)
    const keys = firstKeys(data, { ...settings, embeddedDatabase: databaseUrl === null })
    const secret = webhookSecret(data)
    // Before the database knows them: a start that fails after that is begun again with the same.
    writeDemoFile(data, { keys, webhookSecret: secret, ports: readDemoFile(data)?.ports ?? {} })
    const [servers, outside] = await Promise.all([
      begun.starting(startServers({ ...settings, tools, data, begun, progress, log })),
      // Without the demo practice this is somebody's own installation, with a clearinghouse of its own.
      keys.demo === null ? null : begun.starting(startOutside({ settings, begun, secret })),
    ])
    if (stop.asked) return
    // The outside is there first: what the last run left under way asks it as soon as the services are up.
    const starting = startHost({ settings, log, secrets, servers, firstKeys: keys })
    stop.host = starting
    const running = await starting
    if (stop.asked) return
    if (outside !== null) await setUpClearinghouse(running, outside.address, secret)
    writeDemoFile(data, { keys, webhookSecret: secret, ports: portsOf({ running, outside, servers }) })
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    process.stdout.write(welcome({ running, servers, outside, keys, data, seconds }))
    const ends = [servers.exited, ...(outside ? [outside.exited] : []), ...(lone ? [lone.lost] : [])]
    void Promise.race(ends).then((says) => stop(1, says))
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
  readonly begun: BegunServers
  readonly secret: string
}

/** The simulated clearinghouse. */
function startOutside({ settings, begun, secret }: ToSetUp): Promise<EmbeddedClearinghouse> {
  const { dataFolder: data, port } = settings
  return startEmbeddedClearinghouse({
    ...{ data, port, secret, progress },
    spawned: begun.spawned('simulator'),
  })
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

/**
 * A terminal's Ctrl-C reaches every process of the group; npm's own end reaches none, so the parent is
 * watched too.
 */
function stopOnSignals(stop: Stopper): void {
  // A reader who is gone and a full disk must not end the stop half way; what could not be said is lost.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
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

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function end(says: string): void {
  say(says)
  process.exitCode = 1
}
