/** Age of the oldest message not handled yet, as far as this process has seen it; Kafka itself tells only offsets. */
export class HandledTimes {
  readonly #oldest = new Map<string, number | null>()

  /** A batch was fetched whose first message the broker took at `timestamp` (milliseconds since 1970). */
  waiting(topic: string, partition: number, timestamp: number | undefined): void {
    this.#oldest.set(`${topic}/${partition}`, timestamp ?? null)
  }

  handled(topic: string, partition: number): void {
    this.#oldest.set(`${topic}/${partition}`, null)
  }

  /** null: messages are behind, and none of them was seen here. */
  secondsBehind(topic: string, partition: number): number | null {
    const oldest = this.#oldest.get(`${topic}/${partition}`) ?? null
    return oldest === null ? null : Math.max(0, (Date.now() - oldest) / 1_000)
  }
}
