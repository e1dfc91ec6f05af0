/**
 * `npm start`: everything in one process beside embedded Postgres and Apache Kafka, each replaced by the environment's when
 * one is named. Ctrl-C stops all in order; the next start goes on with the data; `--fresh` begins anew.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  armFailpoint,
  type Environment,
  environment,
  host,
  jsonLog,
  keepAnchorsIn,
  localKeyManagement,
  type RunningHost,
  secretFile,
  startTracing,
} from '@tally/platform'
import { allServices } from './all-services.ts'
import { firstKeys, webhookSecret, writeDemoFile } from './demo-file.ts'
import { diskRefusal, roomUnder } from './disk-space.ts'
import {
  type EmbeddedClearinghouse,
  setUpClearinghouse,
  startEmbeddedClearinghouse,
} from './embedded-clearinghouse.ts'
import { embeddedPartitions, removeEmbeddedKafka } from './embedded-kafka.ts'
import { removeEmbeddedPostgres } from './embedded-postgres.ts'
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
  armFailpoint(settings.failpoint)
  mkdirSync(data, { recursive: true })
  const claim = await claimInstance({ data, address: `http://127.0.0.1:${port}`, progress })
  if (claim.kind === 'refused') return end(claim.says)
  const stop = stopper(claim.instance)
  stopOnSignals(stop)
  try {
    if (process.argv.includes('--fresh')) removeData(data)
    const full = await diskRefusal(data)
    if (full !== undefined) return await stop(1, full)
    const log = jsonLog(settings.logLevel, (line) => process.stderr.write(line))
    const { databaseUrl, kafkaBrokers, demoKey, operatorKey, otlp, traces } = settings
    const servers = await startServers({
      tools,
      data,
      databaseUrl,
      kafkaBrokers,
      instance: claim.instance,
      progress,
      log,
    })
    stop.servers = servers
    const keys = firstKeys(data, { demoKey, operatorKey, embeddedDatabase: databaseUrl === null })
    const keyManagement = localKeyManagement(await secretFile(join(data, 'secrets', 'master.key')))
    const running = await host(allServices(keyManagement, data, settings.webhooksToLoopback ?? true), {
      ...{
        databaseUrl: servers.databaseUrl,
        broker: servers.broker,
        keyManagement,
        firstKeys: keys,
        log,
        progress,
      },
      secret: await secretFile(join(data, 'secrets', 'roles.key')),
      keepAnchor: keepAnchorsIn(data),
      databaseRoom: databaseUrl === null ? roomUnder(data) : settings.databaseVolume,
      listen: { host: '127.0.0.1', port },
      partitions: embeddedPartitions,
      tracing: startTracing({ otlp, traces: traces ?? 'all' }),
    })
    stop.host = running
    if (stop.asked) return
    const secret = webhookSecret(data)
    // Without the demo practice this is somebody's own installation, with a clearinghouse of its own.
    const outside =
      keys.demo === null
        ? null
        : await startEmbeddedClearinghouse({
            ...{ data, port, secret, progress },
            spawned: (pid) => claim.instance.record('simulator', pid),
          })
    if (outside) {
      stop.outside = outside
      await setUpClearinghouse(running, outside.address, secret)
    }
    const ports = {
      http: running.address,
      clearinghouse: outside?.address ?? 'none: set one up at /v1/partners/clearinghouse',
      database: servers.databaseSays,
      broker: servers.brokerSays,
    }
    writeDemoFile(data, { keys, webhookSecret: secret, ports })
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    process.stdout.write(welcome({ running, servers, outside, keys, data, seconds }))
    void Promise.race([servers.exited, ...(outside ? [outside.exited] : [])]).then((says) => stop(1, says))
  } catch (error) {
    await stop(1, troubleInWords(error, settings))
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

/** The demo's keys and secrets go with the data that they open. */
function removeData(data: string): void {
  progress('removing the data of earlier starts')
  removeEmbeddedPostgres(data)
  removeEmbeddedKafka(data)
  for (const name of [
    'secrets',
    'demo.json',
    'ports.json',
    'audit-anchors.jsonl',
    'postgres.log',
    'kafka.log',
    'simulator',
    'simulator.log',
  ])
    rmSync(join(data, name), { recursive: true, force: true })
}

function progress(line: string): void {
  process.stderr.write(`  ${line}\n`)
}

function end(says: string): void {
  process.stderr.write(`${says}\n`)
  process.exitCode = 1
}
