/** What rules look at, and how they find the place of what they found. */
import type { ServiceDate } from '@tally/kernel'
import type { ClaimRead } from '../claims/claim-read.ts'
import type { PatientLevel, SubscriberLevel } from '../claims/party.ts'
import type { BatchHead } from '../claims/pass-claims.ts'
import type { OfLoop } from '../reader/of-loop.ts'
import { given, type Segment } from '../reader/segment.ts'
import type { CheckFacts, SeenControlNumbers } from './facts.ts'
import type { PayerRules } from './payer-rules.ts'

/** An ST, its claims aside. */
export interface BatchUnderCheck {
  readonly batch: BatchHead
  /** Where its CLM stand in the file. */
  readonly claimPlaces: readonly number[]
  readonly seen: SeenControlNumbers
  /** Numbers met earlier in this file, each with its kind and what it must be unique in. */
  readonly met: Set<string>
}

/** A level is looked at once, however many claims stand under it. */
export interface SubscriberUnderCheck {
  readonly level: SubscriberLevel
  /** True when no patient level stands between it and the claim. */
  readonly isPatient: boolean
  readonly payer: PayerRules
}

export type PatientUnderCheck = PatientLevel

export interface ClaimUnderCheck {
  readonly claim: ClaimRead
  readonly facts: CheckFacts
  readonly payer: PayerRules
  /** BHT04. */
  readonly writtenOn: ServiceDate | null
  /** CLM01 of the file's claims before it. */
  readonly met: Set<string>
}

/** The first segment of `tag` in a loop, with `qualifier` as its first element where one is given. */
export function segmentIn({ segments }: OfLoop, tag: string, qualifier?: string): Segment | null {
  for (const segment of segments) {
    if (segment.tag !== tag) continue
    if (qualifier === undefined || given(segment, 1) === qualifier) return segment
  }
  return null
}

/** The segment at place `ordinal` of the file, inside a loop. */
export function segmentAt({ segments }: OfLoop, ordinal: number): Segment | null {
  // At its distance from the first, or before that where some between could not be read.
  for (let at = ordinal - (segments[0]?.ordinal ?? 0); at >= 0; at--) {
    const segment = segments[at]
    if (segment?.ordinal === ordinal) return segment
  }
  return null
}

/** Its first segment: CLM, LX, SBR, NM1, HL. */
export function headOf({ segments }: OfLoop): Segment | null {
  return segments[0] ?? null
}
