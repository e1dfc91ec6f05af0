/** The people, organizations and plans of an 837P, wherever in it they stand. */
import type { ServiceDate } from '@tally/kernel'
import type { OfLoop, UnreadSegment } from '../reader/of-loop.ts'

/** REF. */
export interface Reference {
  /** REF01: F8, G1, 6R … */
  readonly qualifier: string
  readonly value: string
  readonly segment: number
}

/** N3 and N4. */
export interface AddressRead {
  readonly line1: string | null
  readonly line2: string | null
  readonly city: string | null
  readonly state: string | null
  readonly zip: string | null
  /** N404, null inside the United States. */
  readonly country: string | null
  /** Of the N3, or of the N4 where there is none. */
  readonly segment: number
}

/** PER. */
export interface ContactRead {
  readonly name: string | null
  /** TE, FX, EM, EX with the number: PER03 to PER08. */
  readonly numbers: readonly { readonly qualifier: string; readonly value: string }[]
  readonly segment: number
}

/** An NM1 and what follows it. */
export interface Party extends OfLoop {
  /** NM101: 85, IL, PR, QC, 82 … */
  readonly role: string
  /** NM102: 1 person, 2 organization; null when it says something else. */
  readonly kind: 'person' | 'organization' | null
  /** NM103: last name of a person, name of an organization. */
  readonly name: string | null
  readonly first: string | null
  readonly middle: string | null
  readonly suffix: string | null
  /** NM108 and NM109: XX an NPI, MI a member id, PI a payer id. */
  readonly idQualifier: string | null
  readonly id: string | null
  readonly address: AddressRead | null
  /** DMG02 and DMG03. */
  readonly birthDate: ServiceDate | null
  readonly sex: string | null
  /** PRV03. */
  readonly taxonomy: string | null
  readonly references: readonly Reference[]
  readonly contacts: readonly ContactRead[]
  /** DTP*573 of a payer (2330B): when it decided the claim. */
  readonly decidedOn: ServiceDate | null
  readonly unread: readonly UnreadSegment[]
  readonly segment: number
}

/** SBR: whose turn it is to pay, and which plan. */
export interface PlanRead {
  /** SBR01: P, S, T, A to H, U. */
  readonly responsibility: string | null
  /** SBR02: 18 when the subscriber is the patient. */
  readonly relationship: string | null
  readonly groupNumber: string | null
  readonly groupName: string | null
  /** SBR05: why Medicare pays second. */
  readonly medicareSecondaryType: string | null
  /** SBR09: MB, CI, WC … */
  readonly filingIndicator: string | null
  readonly segment: number
}

/** 2000A: who bills, and where the money goes. */
export interface BillingLevel extends OfLoop {
  /** PRV03 of PRV*BI. */
  readonly taxonomy: string | null
  /** NM1*85. */
  readonly provider: Party | null
  /** NM1*87: in 5010 an address alone. */
  readonly payTo: Party | null
  /** Others, such as the plan that a subrogated claim pays (PE). */
  readonly others: readonly Party[]
  readonly unread: readonly UnreadSegment[]
  /** Of its HL; without one, of its first segment. */
  readonly segment: number
}

/** 2000B: whose plan it is, and the payer that the claim goes to. */
export interface SubscriberLevel extends OfLoop {
  readonly plan: PlanRead | null
  /** NM1*IL: a person, or an employer in workers' compensation. */
  readonly subscriber: Party | null
  /** NM1*PR. */
  readonly payer: Party | null
  readonly others: readonly Party[]
  readonly unread: readonly UnreadSegment[]
  readonly segment: number
}

/** 2000C: the patient, where the subscriber is somebody else. */
export interface PatientLevel extends OfLoop {
  /** PAT01: 01 spouse, 19 child, 20 employee … */
  readonly relationship: string | null
  /** NM1*QC. */
  readonly patient: Party | null
  readonly others: readonly Party[]
  readonly unread: readonly UnreadSegment[]
  readonly segment: number
}
