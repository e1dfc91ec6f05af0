/**
 * Which broker a start gets: the cluster it is told of, else Apache Kafka beside it, else the one in the
 * process.
 */

export type BrokerChoice =
  | { readonly kind: 'cluster'; readonly brokers: readonly string[]; readonly says: string }
  | { readonly kind: 'embedded-kafka'; readonly says: string }
  | { readonly kind: 'in-process'; readonly says: string }

export interface BrokerFacts {
  /** KAFKA_BROKERS: host:port, separated by commas. */
  readonly kafkaBrokers?: string | undefined
  /** Of `javaAndMaven`: what the embedded Kafka lacks here. Asked only when no cluster is named. */
  readonly javaAndMaven: () => Promise<{ readonly missing?: string }>
}

/** The choice and the line that tells it. */
export async function chooseBroker({ kafkaBrokers = '', javaAndMaven }: BrokerFacts): Promise<BrokerChoice> {
  const brokers = kafkaBrokers
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '')
  if (brokers.length > 0)
    return { kind: 'cluster', brokers, says: `Broker: the Kafka cluster at ${brokers.join(', ')}.` }
  const { missing } = await javaAndMaven()
  if (missing === undefined) return { kind: 'embedded-kafka', says: 'Broker: Apache Kafka 4.3.1, embedded.' }
  return {
    kind: 'in-process',
    says: `Broker: in this process, in memory (for the real Kafka ${missing} is missing); after a restart it is refilled from the database.`,
  }
}
