/** What a 271 says of a person's cover (x12.md 3.2). Nothing left out is taken for zero. */
import type { Cents, PayerFamily, ServiceDate } from '@tally/kernel'
import type { Finding } from '../reader/finding.ts'

export type Coverage = 'active' | 'inactive' | 'unknown'
export type YesNo = 'yes' | 'no' | 'unknown'
export type Network = 'in' | 'out' | 'either' | 'unknown'

/** An AAA: what the payer would not answer, and who does what about it. */
export interface Rejection {
  /** AAA03. */
  readonly code: string
  readonly says: string
  /** AAA04 as sent: C, N, P, R, S, W, X, Y; '' when left out. */
  readonly followUp: string
  readonly level: 'source' | 'receiver' | 'subscriber' | 'dependent' | 'benefit'
  readonly who: 'front-desk' | 'biller' | 'tally'
  /** correct: mend and ask again · retry: ask the same again later · stop: asking again won't help. */
  readonly next: 'correct' | 'retry' | 'stop'
  readonly does: string
  readonly segment: number
}

/** A day, or from and to; an open end is null. */
export interface DatedAs {
  readonly qualifier: string
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
}

export interface Entity {
  /** NM101: PR, PRP, 1P, GW … */
  readonly role: string
  readonly name: string
  readonly id: string | null
}

/** HSD: how a benefit is delivered. */
export interface Delivery {
  readonly quantityQualifier: string
  readonly quantity: number | null
  /** HSD05, the same codes as EB06. */
  readonly period: string
  readonly periods: number | null
}

/** One EB with what follows it. */
export interface Benefit {
  /** EB01. */
  readonly code: string
  readonly coverageLevel: string | null
  readonly serviceTypes: readonly string[]
  readonly insuranceType: string | null
  readonly planName: string | null
  /** EB06. */
  readonly period: string | null
  readonly amountCents: Cents | null
  /** EB08: the patient's share in percent. */
  readonly percent: number | null
  readonly quantityQualifier: string | null
  readonly quantity: number | null
  readonly authorizationRequired: YesNo
  readonly network: Network
  readonly procedureCode: string | null
  readonly deliveries: readonly Delivery[]
  readonly dates: readonly DatedAs[]
  readonly messages: readonly string[]
  readonly references: readonly { readonly qualifier: string; readonly value: string }[]
  readonly entities: readonly Entity[]
  readonly segment: number
}

/** The highest that in-network entries say; of one that was not said, null and never 0. */
export interface AmountLeft {
  readonly totalCents: Cents | null
  readonly remainingCents: Cents | null
}

export interface Copay {
  readonly amountCents: Cents
  readonly serviceType: string | null
  readonly network: Network
  readonly segment: number
}

export interface Coinsurance {
  /** The patient's share: 20 means twenty of a hundred. */
  readonly percent: number
  readonly serviceType: string | null
  readonly network: Network
  readonly segment: number
}

/** low: only free text says so · medium: not said of physical therapy itself, or two answers differ. */
export type Confidence = 'high' | 'medium' | 'low'

export interface VisitCandidate {
  readonly kind: 'limit' | 'used' | 'remaining' | 'unlimited'
  readonly visits: number | null
  readonly period: string | null
  readonly network: Network
  readonly coverageLevel: string | null
  readonly serviceTypes: readonly string[]
  readonly sharedWith: readonly string[]
  readonly source: 'benefit' | 'delivery' | 'message'
  readonly segment: number
}

export interface TherapyVisits {
  readonly limit: number | null
  readonly used: number | null
  readonly remaining: number | null
  readonly unlimited: boolean
  /** calendar-year, service-year, contract, episode, lifetime, month … ; null when not said. */
  readonly period: string | null
  /** Other disciplines on the same limit: OT, SLP, chiropractic. Never inferred from repetition (RFI 2816). */
  readonly sharedWith: readonly string[]
  readonly confidence: Confidence | null
  readonly candidates: readonly VisitCandidate[]
}

/** A cap on therapy in money, as Medicare's answers have held; of several years the last. */
export interface TherapyAmount extends AmountLeft {
  readonly usedCents: Cents | null
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
}

/** An EB that says which plan or payer covers, from when to when. */
export interface PlanCover {
  readonly coverage: Coverage
  readonly insuranceType: string | null
  readonly planName: string | null
  readonly serviceTypes: readonly string[]
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
  readonly segment: number
}

/** EB*R: another payer stands before, behind or in place of this one. */
export interface OtherPayer {
  /** medicare-advantage replaces Part B; medicare-secondary pays before Medicare. */
  readonly kind: 'medicare-advantage' | 'medicare-secondary' | 'other'
  readonly insuranceType: string | null
  readonly serviceTypes: readonly string[]
  readonly planName: string | null
  readonly name: string | null
  readonly id: string | null
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
  readonly segment: number
}

/** A time in which another provider is paid for the therapy. */
export interface CareEpisode {
  readonly kind: 'home-health' | 'hospice' | 'inpatient' | 'skilled-nursing'
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
  readonly provider: Entity | null
  readonly segment: number
}

export interface InsuredPerson {
  readonly last: string
  readonly first: string
  readonly birthDate: ServiceDate | null
}

/** One for each person asked about: the subscriber, or each dependent under it. */
export interface SubscriberBenefits {
  /** TRN*2: the trace of our question. */
  readonly traceNumber: string | null
  /** All that were given back: the clearinghouse's may stand beside ours. */
  readonly traceNumbers: readonly string[]
  readonly memberId: string | null
  readonly payer: { readonly name: string; readonly id: string | null } | null
  readonly subscriber: InsuredPerson | null
  readonly dependent: InsuredPerson | null
  readonly coverage: Coverage
  readonly planName: string | null
  /** Of the source and the receiver above, which is said of each person below them. */
  readonly rejectionsAbove: readonly Rejection[]
  readonly rejections: readonly Rejection[]
  readonly deductible: { readonly individual: AmountLeft; readonly family: AmountLeft }
  readonly outOfPocket: { readonly individual: AmountLeft; readonly family: AmountLeft }
  readonly copay: Copay | null
  readonly coinsurance: Coinsurance | null
  readonly therapyCovered: YesNo
  readonly therapyVisits: TherapyVisits
  readonly therapyAmount: TherapyAmount | null
  readonly authorizationRequired: YesNo
  /** EB04 of what is active. */
  readonly insuranceTypes: readonly string[]
  readonly familyHints: readonly PayerFamily[]
  readonly plans: readonly PlanCover[]
  readonly otherPayers: readonly OtherPayer[]
  readonly careEpisodes: readonly CareEpisode[]
  readonly dates: readonly DatedAs[]
  readonly references: readonly { readonly qualifier: string; readonly value: string }[]
  readonly benefits: readonly Benefit[]
  readonly messages: readonly string[]
  readonly segment: number
}

export interface BenefitsAnswer {
  readonly subscribers: readonly SubscriberBenefits[]
  /** AAA above the subscriber. */
  readonly rejections: readonly Rejection[]
  readonly findings: readonly Finding[]
}
