/**
 * One group on the in-process broker: who reads which partition, how far the group is, and at most one batch
 * in hand per partition. As in Kafka, a partition that moves while its batch is in hand is not given to the
 * next member before that batch is finished; only a forced rebalance (a session that expired) takes it away
 * at once.
 */

import { setTimeout as wait } from 'node:timers/promises'
import { Fault } from '../../fault.ts'
import type { Batch, IncomingMessage, PartitionLag, Subscribing } from './broker.ts'
import type { BrokerLog } from './broker-log.ts'
import { type Faults, strikes } from './in-process-faults.ts'
import { BATCH_LIMIT, outcomeOf } from './outcome-of.ts'

export type Log = readonly IncomingMessage[]

interface Member {
  readonly subscribing: Subscribing
  readonly inHand: Set<Promise<void>>
}

/** Where the group stands in one partition. */
interface Place {
  readonly topic: string
  readonly partition: number
  readonly log: Log
  /** Index of the first message not handled. */
  committed: number
  owner: Member | undefined
  batch: { lost: boolean } | undefined
  /** Set while the partition waits out a `later`. */
  waiting: NodeJS.Timeout | undefined
  /** When it was last served, in deliveries. */
  served: number
}

export class Group {
  readonly #faults: Faults
  readonly #log: BrokerLog
  readonly #places: Place[] = []
  readonly #members: Member[] = []
  #deliveries = 0
  #turn = 0

  constructor(faults: Faults, log: BrokerLog) {
    this.#faults = faults
    this.#log = log
  }

  /**
   * `partitions` are those of the member's topics; the group starts at the beginning of those it does not
   * know.
   */
  join(subscribing: Subscribing, partitions: ReadonlyMap<string, readonly Log[]>): Member {
    for (const [topic, logs] of partitions) this.know(topic, logs)
    const member: Member = { subscribing, inHand: new Set() }
    this.#members.push(member)
    this.#share()
    this.serve()
    return member
  }

  /** Resolves when what the member has in hand is finished and committed. */
  async leave(member: Member): Promise<void> {
    const index = this.#members.indexOf(member)
    if (index >= 0) this.#members.splice(index, 1)
    this.#share()
    this.serve()
    await Promise.all(member.inHand)
  }

  async leaveAll(): Promise<void> {
    await Promise.all([...this.#members].map((member) => this.leave(member)))
  }

  /** Takes every partition from its member at once, batches in hand included, and hands them round by one. */
  rebalance(): void {
    this.#turn += 1
    for (const place of this.#places) {
      if (place.batch) place.batch.lost = true
      place.batch = undefined
    }
    this.#share()
    this.serve()
  }

  /** Hands over what is ready, as far as the members' concurrency allows. */
  serve(): void {
    for (const member of this.#members) {
      while (member.inHand.size < member.subscribing.concurrency) {
        const place = this.#nextFor(member)
        if (!place) break
        this.#handOver(member, place)
      }
    }
  }

  lag(topics: readonly string[], now: number): PartitionLag[] {
    return this.#places
      .filter((place) => topics.includes(place.topic))
      .map(({ topic, partition, log, committed }) => {
        const oldest = log[committed]
        return {
          topic,
          partition,
          records: log.length - committed,
          seconds: oldest ? Math.max(0, now - oldest.timestamp) / 1_000 : 0,
        }
      })
  }

  /** A group that never joined is behind by all there is. */
  know(topic: string, logs: readonly Log[]): void {
    for (const [partition, log] of logs.entries()) {
      if (this.#places.some((place) => place.topic === topic && place.partition === partition)) continue
      this.#places.push({
        topic,
        partition,
        log,
        committed: 0,
        owner: undefined,
        batch: undefined,
        waiting: undefined,
        served: 0,
      })
    }
  }

  #share(): void {
    for (const place of this.#places) {
      const able = this.#members.filter((member) => member.subscribing.topics.includes(place.topic))
      const owner = able[(place.partition + this.#turn) % able.length]
      if (owner === place.owner) continue
      place.owner = owner
      clearTimeout(place.waiting)
      place.waiting = undefined
    }
  }

  #nextFor(member: Member): Place | undefined {
    const ready = this.#places
      .filter((place) => place.owner === member && !place.batch && !place.waiting)
      .filter((place) => place.committed < place.log.length)
      .sort((one, other) => one.served - other.served)
    return ready[this.#faults.pickPartition(ready.length)]
  }

  #handOver(member: Member, place: Place): void {
    const delivery = { lost: false }
    place.batch = delivery
    place.served = ++this.#deliveries
    const inHand = this.#deliver(member, place, delivery).then(() => {
      member.inHand.delete(inHand)
      this.serve()
    })
    member.inHand.add(inHand)
  }

  async #deliver(member: Member, place: Place, delivery: { lost: boolean }): Promise<void> {
    await wait(this.#faults.deliveryDelayMs)
    const from = place.committed
    const batch: Batch = {
      topic: place.topic,
      partition: place.partition,
      messages: place.log.slice(from, from + BATCH_LIMIT),
      heartbeat: async () => {
        const moved = place.owner !== member && this.#members.includes(member)
        if (delivery.lost || moved)
          throw new Fault(`${place.topic}/${place.partition} was taken away: end the batch`)
      },
    }
    if (strikes(this.#faults, 'batchesToDuplicate')) await outcomeOf(member.subscribing, batch, this.#log)
    const { done, retryAfterMs } = await outcomeOf(member.subscribing, batch, this.#log)
    if (delivery.lost) return
    place.batch = undefined
    if (strikes(this.#faults, 'commitsToLose')) return
    place.committed = from + done
    if (done < batch.messages.length && place.owner === member) this.#postpone(place, retryAfterMs)
  }

  #postpone(place: Place, forMs: number): void {
    place.waiting = setTimeout(() => {
      place.waiting = undefined
      this.serve()
    }, forMs)
  }
}
