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
export { authorizationExhausted, authorizationRunningLow } from './events/authorizations.ts'
export { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided } from './events/charges.ts'
export {
  claimAcknowledged,
  claimRejected,
  claimSubmitted,
  claimUnanswered,
  claimVoided,
  clearanceOverridden,
  filingDeadlineNear,
} from './events/claims.ts'
export { treatmentDayCleared, treatmentDayHeld } from './events/clearances.ts'
export { coverageChanged, coverageVerified } from './events/coverages.ts'
export {
  appealFiled,
  denialOpened,
  denialRecodeRequested,
  denialResolved,
  denialResubmissionRequested,
  denialRootCauseFound,
  remedies,
} from './events/denials.ts'
export { payerProfileChanged } from './events/payers.ts'
export { claimSettled, paymentPosted, paymentReversed, paymentVarianceFound } from './events/payments.ts'
export { remittancePosted, remittanceQuarantined } from './events/remittances.ts'
export { type SealedVisit, sealedCoverage, sealedVisit } from './events/sealed-visit.ts'
export { transmissionReceived } from './events/transmissions.ts'
export { flowDocument } from './flow.ts'
export { type PublishedEvent, withSample } from './publish-sample.ts'
