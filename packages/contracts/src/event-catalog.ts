/**
 * Everything services say to each other, in the order of a visit's way to cash. Docs, topics and checks
 * derive from it. insight hears everything.
 */
import type { EventDefinition, Topic } from './define-event.ts'
import { authorizationExhausted, authorizationRunningLow } from './events/authorizations.ts'
import { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided } from './events/charges.ts'
import {
  claimAcknowledged,
  claimRejected,
  claimSubmitted,
  claimUnanswered,
  claimVoided,
  clearanceOverridden,
  filingDeadlineNear,
} from './events/claims.ts'
import { treatmentDayCleared, treatmentDayHeld } from './events/clearances.ts'
import { coverageChanged, coverageVerified } from './events/coverages.ts'
import {
  appealFiled,
  denialOpened,
  denialRecodeRequested,
  denialResolved,
  denialResubmissionRequested,
  denialRootCauseFound,
} from './events/denials.ts'
import { payerProfileChanged } from './events/payers.ts'
import { claimSettled, paymentPosted, paymentReversed, paymentVarianceFound } from './events/payments.ts'
import { remittancePosted, remittanceQuarantined } from './events/remittances.ts'
import { transmissionReceived } from './events/transmissions.ts'

export interface CatalogEntry {
  readonly event: EventDefinition
  readonly saidBy: string
  /** Services that hear it; empty only with a reason in `unheardBecause`. */
  readonly heardBy: readonly string[]
  readonly unheardBecause?: string
}

/** Who decides on it; insight, which shows, is added to each. */
const heard: readonly CatalogEntry[] = [
  {
    event: chargeCaptured,
    saidBy: 'charge-capture',
    heardBy: ['eligibility', 'claim-submission', 'era-posting', 'denial-management'],
  },
  {
    event: chargeCorrected,
    saidBy: 'charge-capture',
    heardBy: ['eligibility', 'claim-submission', 'era-posting', 'denial-management'],
  },
  {
    event: chargeHeld,
    saidBy: 'charge-capture',
    heardBy: ['eligibility', 'claim-submission', 'era-posting', 'denial-management'],
  },
  {
    event: chargeVoided,
    saidBy: 'charge-capture',
    heardBy: ['eligibility', 'claim-submission', 'era-posting', 'denial-management'],
  },
  { event: coverageVerified, saidBy: 'eligibility', heardBy: ['charge-capture'] },
  { event: coverageChanged, saidBy: 'eligibility', heardBy: ['charge-capture'] },
  { event: treatmentDayCleared, saidBy: 'eligibility', heardBy: ['claim-submission'] },
  { event: treatmentDayHeld, saidBy: 'eligibility', heardBy: ['claim-submission'] },
  { event: authorizationRunningLow, saidBy: 'eligibility', heardBy: [] },
  { event: authorizationExhausted, saidBy: 'eligibility', heardBy: [] },
  {
    event: claimSubmitted,
    saidBy: 'claim-submission',
    heardBy: ['eligibility', 'charge-capture', 'era-posting', 'denial-management'],
  },
  {
    event: claimAcknowledged,
    saidBy: 'claim-submission',
    heardBy: ['eligibility', 'charge-capture', 'era-posting', 'denial-management'],
  },
  {
    event: claimRejected,
    saidBy: 'claim-submission',
    heardBy: ['eligibility', 'charge-capture', 'era-posting', 'denial-management'],
  },
  {
    event: claimUnanswered,
    saidBy: 'claim-submission',
    heardBy: ['eligibility', 'era-posting', 'denial-management'],
  },
  {
    event: claimVoided,
    saidBy: 'claim-submission',
    heardBy: ['eligibility', 'charge-capture', 'era-posting', 'denial-management'],
  },
  { event: clearanceOverridden, saidBy: 'claim-submission', heardBy: ['eligibility'] },
  { event: filingDeadlineNear, saidBy: 'claim-submission', heardBy: [] },
  {
    event: payerProfileChanged,
    saidBy: 'claim-submission',
    heardBy: ['eligibility', 'charge-capture', 'era-posting', 'denial-management'],
  },
  {
    event: transmissionReceived,
    saidBy: 'claim-submission',
    heardBy: ['eligibility', 'claim-submission', 'era-posting'],
  },
  { event: remittancePosted, saidBy: 'era-posting', heardBy: [] },
  { event: remittanceQuarantined, saidBy: 'era-posting', heardBy: [] },
  {
    event: paymentPosted,
    saidBy: 'era-posting',
    heardBy: ['eligibility', 'charge-capture', 'claim-submission', 'denial-management'],
  },
  {
    event: paymentReversed,
    saidBy: 'era-posting',
    heardBy: ['eligibility', 'charge-capture', 'claim-submission', 'denial-management'],
  },
  { event: paymentVarianceFound, saidBy: 'era-posting', heardBy: ['denial-management'] },
  { event: claimSettled, saidBy: 'era-posting', heardBy: ['claim-submission'] },
  { event: denialOpened, saidBy: 'denial-management', heardBy: [] },
  { event: denialRecodeRequested, saidBy: 'denial-management', heardBy: ['charge-capture'] },
  { event: denialResubmissionRequested, saidBy: 'denial-management', heardBy: ['claim-submission'] },
  { event: denialRootCauseFound, saidBy: 'denial-management', heardBy: ['eligibility'] },
  { event: appealFiled, saidBy: 'denial-management', heardBy: ['claim-submission'] },
  { event: denialResolved, saidBy: 'denial-management', heardBy: ['era-posting'] },
]

export const eventCatalog: readonly CatalogEntry[] = heard.map((entry) => ({
  ...entry,
  heardBy: [...entry.heardBy, 'insight'],
}))

/** The topics that `service` writes, each once, in the catalogue's order. */
export function topicsOf(service: string): readonly Topic[] {
  const topics = new Map<string, Topic>()
  for (const { event, saidBy } of eventCatalog)
    if (saidBy === service) topics.set(event.topic.name, event.topic)
  return [...topics.values()]
}
