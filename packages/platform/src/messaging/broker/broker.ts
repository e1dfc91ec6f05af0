/**
 * The broker port: an ordered log per partition, groups with offsets, at-least-once delivery. Two adapters,
 * kafkajs on any Kafka and the in-process one, held to one suite (broker.contract.ts). Nothing else may
 * import kafkajs, and nothing is ever thrown across this port into it: a batch's handler answers with a
 * verdict. Out of it comes a `Fault` where the broker or the way to it failed; anything else that is thrown
 * says that the caller asked for something wrong. How long a call may take is the caller's to limit: an
 * adapter tries again for as long as its client does.
 */

export interface TopicSpec {
  readonly name: string
  readonly partitions: number
  /** Milliseconds; -1 keeps everything. */
  readonly retentionMs: number
}

export interface OutgoingMessage {
  readonly topic: string
  readonly key: string
  readonly value: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

export interface IncomingMessage extends OutgoingMessage {
  readonly partition: number
  readonly offset: bigint
  /** When the broker took it, in milliseconds since 1970. */
  readonly timestamp: number
}

/** Messages of one partition, in offset order, at least one. */
export interface Batch {
  readonly topic: string
  readonly partition: number
  readonly messages: readonly IncomingMessage[]
  /**
   * Keeps the group membership alive; call it between chunks of long work. Rejects with a `Fault` when the
   * partition was taken away.
   */
  heartbeat(): Promise<void>
}

/**
 * `handled`: every message of the batch is done, its offset may be committed. `later`: the first `done` messages are done, the
 * rest is delivered again after `retryAfterMs`, in order; only this partition waits.
 */
export type Verdict =
  | { readonly kind: 'handled' }
  | { readonly kind: 'later'; readonly done: number; readonly retryAfterMs: number }

export interface Subscribing {
  readonly group: string
  readonly topics: readonly string[]
  /** Partitions worked on at once by this member. */
  readonly concurrency: number
  /** A handler that throws is taken as `later` with nothing done: a fault, tried again without limit. */
  onBatch(batch: Batch): Promise<Verdict>
}

export interface Subscription {
  /** Leaves the group; resolves when the batch in hand is finished and its offset committed. */
  stop(): Promise<void>
}

export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  /** Messages at or after the group's committed offset. */
  readonly records: number
  /**
   * Age of the oldest of them where this process knows it, in seconds; 0 when there are none; null when
   * unknown.
   */
  readonly seconds: number | null
}

export interface Broker {
  readonly kind: 'kafka' | 'in-process'
  /** False for a broker that forgets on exit; the relay then refills it from the outbox. */
  readonly durable: boolean
  /** Connects. Rejects with a sentence that names the address when it cannot within `connectTimeoutMs`. */
  start(): Promise<void>
  /** Leaves every group and disconnects. */
  stop(): Promise<void>
  /** Changes when the log was lost or replaced; the outbox compares it to know that it must send again. */
  clusterId(): Promise<string>
  /** Creates what is missing; leaves the partitions of what exists as they are. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>
  /**
   * Resolves when every in-sync replica holds every message. Order per key is the order given; between two calls only where the
   * first is awaited. A call that rejects, or that the client had to repeat, may have been taken in whole or in part.
   */
  publish(messages: readonly OutgoingMessage[]): Promise<void>
  /** Reads from the beginning where the group has no offset yet. */
  subscribe(subscribing: Subscribing): Promise<Subscription>
  lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]>
}
