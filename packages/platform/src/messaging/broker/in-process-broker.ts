/**
 * The broker in memory, for fast tests and for machines without Java. It keeps Kafka's semantics (ordered
 * partitions, groups with offsets, redelivery until handled) and nothing on disk: every instance has a
 * cluster id of its own, so that the outbox sends again after a restart. It forgets nothing while it lives,
 * whatever a topic's retention; 1 KB messages cost about 1 GB a million. Members of a group must live in this
 * process. Its speed says nothing about a real broker's.
 */

import { createHash, randomUUID } from 'node:crypto'
import { assert } from '@tally/kernel'
import { Fault } from '../../fault.ts'
import type { Broker, IncomingMessage, OutgoingMessage, Subscribing } from './broker.ts'
import type { BrokerLog } from './broker-log.ts'
import { type Faults, noFaults, strikes } from './in-process-faults.ts'
import { Group } from './in-process-group.ts'

export interface InProcessBroker extends Broker {
  readonly kind: 'in-process'
  /** Live: change it at any time. */
  readonly faults: Faults
  /**
   * Takes all partitions from the group's members at once, as when their sessions expired: verdicts in hand
   * count no more.
   */
  rebalance(group: string): void
}

export interface InProcessOptions {
  /** Milliseconds since 1970, for the messages' timestamps. */
  readonly clock?: () => number
  readonly faults?: Partial<Faults>
  readonly log?: BrokerLog
}

/** A broker that lives as long as this object; `stop` then `start` keeps its log and its cluster id. */
export function inProcessBroker(options: InProcessOptions = {}): InProcessBroker {
  const { clock = Date.now, log = () => undefined } = options
  const faults: Faults = { ...noFaults, ...options.faults }
  const clusterId = `in-process-${randomUUID()}`
  const topics = new Map<string, IncomingMessage[][]>()
  const groups = new Map<string, Group>()
  let running = false

  const partitionsOf = (topic: string) => {
    if (!running) throw new Error('the in-process broker is stopped: call start() first')
    const partitions = topics.get(topic)
    if (!partitions) throw new Error(`no topic ${topic}: name it to ensureTopics() first`)
    return partitions
  }

  const groupOf = (id: string) => {
    const group = groups.get(id) ?? new Group(faults, log)
    groups.set(id, group)
    return group
  }

  return {
    kind: 'in-process',
    durable: false,
    faults,
    start: async () => {
      running = true
    },
    stop: async () => {
      running = false
      await Promise.all([...groups.values()].map((group) => group.leaveAll()))
    },
    clusterId: async () => clusterId,
    ensureTopics: async (specs) => {
      for (const { name, partitions } of specs) {
        if (!topics.has(name))
          topics.set(
            name,
            Array.from({ length: partitions }, () => []),
          )
      }
    },
    publish: async (messages) => {
      if (strikes(faults, 'publishesToRefuse'))
        throw new Fault('publish refused by an injected fault; nothing was appended')
      const places = messages.map((message) => ({
        message,
        place: logFor(partitionsOf(message.topic), message.key),
      }))
      for (const { message, place } of places) append(place, message, clock())
      for (const group of groups.values()) group.serve()
      if (strikes(faults, 'acknowledgementsToLose'))
        throw new Fault('acknowledgement lost by an injected fault; publish again')
    },
    subscribe: async (subscribing: Subscribing) => {
      const partitions = new Map(subscribing.topics.map((topic) => [topic, partitionsOf(topic)]))
      const group = groupOf(subscribing.group)
      const member = group.join(subscribing, partitions)
      return { stop: () => group.leave(member) }
    },
    lag: async (id, names) => {
      const group = groupOf(id)
      for (const name of names) group.know(name, partitionsOf(name))
      return group.lag(names, clock())
    },
    rebalance: (id) => groupOf(id).rebalance(),
  }
}

/** The partition of a key: always the same one, so that a key's messages keep their order. */
function logFor(
  partitions: IncomingMessage[][],
  key: string,
): { readonly log: IncomingMessage[]; readonly partition: number } {
  const partition = createHash('sha256').update(key).digest().readUInt32BE(0) % partitions.length
  const log = partitions[partition]
  assert(log, 'a topic has at least one partition')
  return { log, partition }
}

/** The bytes are copied, as on a wire: the caller may use its buffer again. */
function append(
  { log, partition }: ReturnType<typeof logFor>,
  message: OutgoingMessage,
  timestamp: number,
): void {
  const value = new Uint8Array(message.value)
  log.push({ ...message, value, partition, offset: BigInt(log.length), timestamp })
}
