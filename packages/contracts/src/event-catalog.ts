/**
 * Everything services say to each other, in the order of a visit's way to cash. Docs, topics and checks
 * derive from it.
 */
import type { EventDefinition, Topic } from './define-event.ts'
import { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided } from './events/charges.ts'
import { filingDeadlineNear } from './events/claims.ts'

export interface CatalogEntry {
  readonly event: EventDefinition
  readonly saidBy: string
  /** Services that hear it; empty only with a reason in `unheardBecause`. */
  readonly heardBy: readonly string[]
  readonly unheardBecause?: string
}

export const eventCatalog: readonly CatalogEntry[] = [
  { event: chargeCaptured, saidBy: 'charge-capture', heardBy: ['claim-submission'] },
  { event: chargeCorrected, saidBy: 'charge-capture', heardBy: ['claim-submission'] },
  { event: chargeHeld, saidBy: 'charge-capture', heardBy: ['claim-submission'] },
  { event: chargeVoided, saidBy: 'charge-capture', heardBy: ['claim-submission'] },
  {
    event: filingDeadlineNear,
    saidBy: 'claim-submission',
    heardBy: [],
    unheardBecause: 'an EMR reads it at /v1/events; the service insight hears everything and joins later',
  },
]

/** The topics that `service` writes, each once, in the catalogue's order. */
export function topicsOf(service: string): readonly Topic[] {
  const topics = new Map<string, Topic>()
  for (const { event, saidBy } of eventCatalog)
    if (saidBy === service) topics.set(event.topic.name, event.topic)
  return [...topics.values()]
}
