/**
 * Apache Kafka 4.3.1 without a container: one process, broker and controller, storage under `<data>/kafka`,
 * 127.0.0.1 alone. Measured on two cores: format 0.8 s once, start 1.2 s, after SIGKILL 2.1 s, stop 0.2 s,
 * 327 MB (PSS). The session and heartbeat settings bring a killed broker back that quickly; without them it
 * takes 13 to 15 s.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Spawned } from './begun-servers.ts'
import { type KafkaTools, kafkaJars } from './kafka-jars.ts'
import { rememberedPort } from './remembered-port.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

export interface EmbeddedKafka {
  /** `127.0.0.1:<port>`, for KAFKA_BROKERS. */
  readonly brokers: string
  readonly pid: number
  /** Resolves when the broker is gone, asked for or not, with a sentence on how it went. */
  readonly exited: Promise<string>
  /** Controlled shutdown; resolves when the process is gone. */
  stop(): Promise<void>
  /** SIGKILL, for tests of faults; starting again with the same data takes the same port. */
  kill(): Promise<void>
}

export interface EmbeddedKafkaOptions extends KafkaTools {
  readonly data: string
  readonly progress: (line: string) => void
  /** Called as soon as a process is there, before it is ready: the one that formats its storage, then the broker's. */
  readonly spawned?: Spawned
}

/** Of a topic. One process has all of them, and each would only cut its batches (decision 6). */
export const embeddedPartitions = 1

/** Resolves when it serves. Rejects with one sentence on what to do; nothing is left running then. */
export async function startEmbeddedKafka(options: EmbeddedKafkaOptions): Promise<EmbeddedKafka> {
  const { data, progress, spawned, java = 'java' } = options
  mkdirSync(data, { recursive: true })
  const classPath = await kafkaJars(options, progress)
  const storage = join(data, 'kafka')
  const log = join(data, 'kafka.log')
  const broker = await rememberedPort(data, 'kafka')
  const controller = await rememberedPort(data, 'kafkaController')
  if (!existsSync(storage))
    await format({
      ...{ java, classPath, storage, log, progress, spawned },
      settings: settings({ broker, controller }),
    })
  const properties = join(data, 'kafka.properties')
  writeFileSync(properties, settings({ broker, controller, storage }))
  const args = ['-Xms256m', '-Xmx256m', ...JVM, '-cp', classPath, 'kafka.Kafka', properties]
  const server = await startServerProcess({ name: 'Kafka', command: java, args, log })
  // A broker alone has no one to hand over to; past ten seconds it hangs, and SIGKILL loses nothing it
  // acknowledged.
  const stop = () =>
    server.end([
      ['SIGTERM', 10_000],
      ['SIGKILL', 5_000],
    ])
  spawned?.(server.pid, stop)
  await ready(server, data)
  return {
    brokers: `127.0.0.1:${broker}`,
    pid: server.pid,
    exited: server.exited,
    stop,
    kill: () => server.end([['SIGKILL', 5_000]]),
  }
}

/** Forgets all topics. Only while it does not run. */
export function removeEmbeddedKafka(data: string): void {
  for (const name of ['kafka', 'kafka-new', 'kafka.properties'])
    rmSync(join(data, name), { recursive: true, force: true })
}

const STARTED = 'Kafka Server started'

const JVM = [
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1', // Half the processor time of a start; at a few thousand messages a second it never shows.
  '-XX:+ExitOnOutOfMemoryError',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info', // Says when it is ready.
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
]

function settings({
  broker,
  controller,
  storage = '',
}: {
  broker: number
  controller: number
  storage?: string
}): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${broker}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=${storage}
auto.create.topics.enable=false
log.retention.ms=-1
offsets.retention.minutes=2147483647
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.session.timeout.ms=1000
broker.heartbeat.interval.ms=300
`
}

interface Formatting {
  readonly java: string
  readonly classPath: string
  readonly storage: string
  readonly log: string
  readonly progress: (line: string) => void
  readonly spawned: Spawned | undefined
  readonly settings: string
}

/** Formatted beside and renamed into place, so that a start that was killed here is simply begun again. */
async function format(formatting: Formatting): Promise<void> {
  const { java, classPath, storage, log, progress, spawned, settings } = formatting
  progress("Formatting Kafka's storage ...")
  const fresh = `${storage}-new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh)
  const properties = join(fresh, 'format.properties')
  const inside = join(fresh, 'storage')
  writeFileSync(properties, settings.replace('log.dirs=', `log.dirs=${inside}`))
  const tool = [
    'kafka.tools.StorageTool',
    'format',
    '--ignore-formatted',
    '-t',
    clusterId(),
    '-c',
    properties,
  ]
  const tooling = await startServerProcess({
    name: "Kafka's format",
    command: java,
    args: [...JVM, '-cp', classPath, ...tool],
    log,
  })
  // Half a storage is begun again, so there is nothing to wait for.
  spawned?.(tooling.pid, () => tooling.end([['SIGKILL', 5_000]]))
  await tooling.exited
  if (!existsSync(join(inside, 'meta.properties')))
    throw new Error(sentence(tooling.output(), storage, "Kafka's storage could not be formatted"))
  renameSync(inside, storage)
  rmSync(fresh, { recursive: true, force: true })
}

/**
 * As `StorageTool random-uuid` makes it: 16 bytes in 22 characters, the first no dash, which would read as an
 * option.
 */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url')
  return id.startsWith('-') ? clusterId() : id
}

/** The port opens before the broker is registered; only the log line means that it serves. */
async function ready(server: ServerProcess, data: string): Promise<void> {
  const gone = server.exited.then(() => 'gone' as const)
  const deadline = Date.now() + 60_000
  while (!server.output().includes(STARTED)) {
    if ((await Promise.race([gone, sleep(25)])) === 'gone')
      throw new Error(sentence(server.output(), data, 'Kafka did not start'))
    if (Date.now() > deadline) {
      await server.end([['SIGKILL', 5_000]])
      throw new Error(`Kafka was not ready after a minute: see kafka.log under ${data}, then start again.`)
    }
  }
}

/** What went wrong in Kafka's words, and what to do. */
function sentence(output: string, where: string, what: string): string {
  if (output.includes('No space left on device'))
    return `${what}: the disk is full. Free some space under ${where} and start again.`
  const said = output.split('\n').find((line) => /Exception|Error|ERROR|FATAL/.test(line))
  return `${what}: ${said?.trim() || 'it gave no reason'}. Look into kafka.log under the data directory, then start again.`
}
