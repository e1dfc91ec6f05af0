export { asyncapi } from './asyncapi.ts'
export {
  type DataOf,
  defineEvent,
  type EventDefinition,
  type EventType,
  type SealedOf,
  type Topic,
} from './define-event.ts'
export { type Envelope, envelope, messageBytesMax, type SealedPart, sealedPart } from './envelope.ts'
export { type CatalogEntry, eventCatalog, topicsOf } from './event-catalog.ts'
export { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided } from './events/charges.ts'
export { filingDeadlineNear } from './events/claims.ts'
export { type SealedVisit, sealedVisit } from './events/sealed-visit.ts'
export { flowDocument } from './flow.ts'
export { type PublishedEvent, withSample } from './publish-sample.ts'
