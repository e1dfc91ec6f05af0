/**
 * How far the consumers of this process are behind what was said: told by the age of the messages that they are just handed. A
 * flood that is only stored would be handled long after it came, and what stores it takes the processor from what handles it.
 */

export interface BehindRead {
  /** Milliseconds, of the place that is furthest behind; 0 when nothing was handed lately. */
  ms(): number
  /** Milliseconds that the oldest event of these services waits for the broker, whoever's relay leads; 0 while it takes them. */
  unpublishedMs(): number
}

export interface Behind extends BehindRead {
  /** A batch of `place` is in hand, and its first message was published `publishedAt`, milliseconds since 1970. */
  handed(place: string, publishedAt: number): void
  /** The broker did not take what `service` has said since then; null: it takes all. */
  unpublished(service: string, since: number | null): void
}

/** What was handed longer ago says nothing of now. */
const latelyMs = 5_000
/**
 * Older than this is history that is caught up with (a new group, an outage that is over): whatever is refused meanwhile, it
 * takes as long.
 */
const floodMsMax = 600_000

export function behind(now: () => number = Date.now): Behind {
  const places = new Map<string, { readonly ms: number; readonly at: number }>()
  const waiting = new Map<string, number>()
  return {
    handed(place, publishedAt) {
      const at = now()
      places.set(place, { ms: at - publishedAt, at })
    },
    ms() {
      const since = now() - latelyMs
      const ages = [...places.values()].filter(({ ms, at }) => at >= since && ms <= floodMsMax)
      return Math.max(0, ...ages.map(({ ms }) => ms))
    },
    unpublished(service, since) {
      if (since === null) waiting.delete(service)
      else waiting.set(service, since)
    },
    unpublishedMs: () => Math.max(0, ...[...waiting.values()].map((since) => now() - since)),
  }
}
