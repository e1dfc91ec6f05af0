/** The topics that an installation has; partitions are fixed when one is made. */
import { eventCatalog } from '@tally/contracts'
import type { TopicSpec } from './broker/broker.ts'

const parkedRetentionMs = 7 * 86_400_000

/**
 * Every topic of the catalogue, so that a service started alone finds what it hears, and each service's
 * parked notices.
 */
export function topicsFor(services: readonly { readonly name: string }[], partitions = 3): TopicSpec[] {
  const names = new Set(eventCatalog.map(({ event }) => event.topic.name))
  return [
    ...[...names].map((name) => ({ name, partitions, retentionMs: -1 })),
    ...services.map(({ name }) => ({
      name: `${name}.parked`,
      partitions: 1,
      retentionMs: parkedRetentionMs,
    })),
  ]
}
