/**
 * The servers that a start brings with it: Postgres and Kafka, each only where none is named; side by side,
 * to save a second.
 */
import { type Broker, inProcessBroker, kafkaBroker, type Log } from '@tally/platform'
import type { BegunServers } from './begun-servers.ts'
import { chooseBroker } from './choose-broker.ts'
import { startEmbeddedKafka } from './embedded-kafka.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { javaAndMaven } from './kafka-jars.ts'

export interface ServersWanted {
  readonly tools: string
  readonly data: string
  readonly databaseUrl: string | null
  readonly kafkaBrokers: string | null
  readonly begun: BegunServers
  readonly progress: (line: string) => void
  readonly log: Log
}

export interface Servers {
  readonly databaseUrl: string
  readonly databaseSays: string
  readonly broker: Broker
  readonly brokerSays: string
  /** Resolves with a sentence when one of them ends by itself. */
  readonly exited: Promise<string>
}

export async function startServers(wanted: ServersWanted): Promise<Servers> {
  const { tools, data, databaseUrl, kafkaBrokers, begun, progress } = wanted
  const choice = await chooseBroker({
    kafkaBrokers: kafkaBrokers ?? undefined,
    javaAndMaven: () => javaAndMaven({ tools }),
  })
  // Where one of them fails the start is over, and its stop ends the other.
  const [database, embedded] = await Promise.all([
    databaseUrl === null
      ? startEmbeddedPostgres({ data, progress, spawned: begun.spawned('postgres') })
      : null,
    choice.kind === 'embedded-kafka'
      ? startEmbeddedKafka({ data, tools, progress, spawned: begun.spawned('kafka') })
      : null,
  ])
  const address = choice.kind === 'cluster' ? choice.brokers.join(',') : (embedded?.brokers ?? '')
  return {
    databaseUrl: database?.url ?? databaseUrl ?? '',
    databaseSays: database
      ? `Postgres 18, embedded, port ${new URL(database.url).port}`
      : 'the one of DATABASE_URL',
    broker: choice.kind === 'in-process' ? inProcessBroker() : kafkaOf(address, choice.kind, wanted.log),
    brokerSays: `${choice.says.replace(/^Broker: /, '')}${embedded ? ` (${embedded.brokers})` : ''}`,
    exited: Promise.race([
      ...[database, embedded].flatMap((server) => (server ? [server.exited] : [])),
      never,
    ]),
  }
}

const never = new Promise<string>(() => undefined)

/**
 * A session of 6 s beside us: a killed consumer is replaced after about one session; 30 s in a cluster
 * (stack.md 2.1).
 */
function kafkaOf(brokers: string, kind: 'cluster' | 'embedded-kafka', log: Log): Broker {
  return kafkaBroker({
    brokers: brokers.split(','),
    clientId: 'tally',
    connectTimeoutMs: 15_000,
    sessionTimeoutMs: kind === 'cluster' ? 30_000 : 6_000,
    log: (level, says, fields) => log[level](says, fields),
  })
}
