/**
 * A payer as the practice deals with it. Without an entry of its own a payer has its family's defaults
 * (coding-rules.md 6.8, x12.md 1.4): nobody but a contract says that a payer takes replacements for Medicare.
 */
import type { PayerFamily } from '@tally/kernel'

export interface PayerProfile {
  readonly payerId: string
  /** 0: the family's defaults. */
  readonly version: number
  readonly name: string | null
  readonly family: PayerFamily
  readonly checksEligibility: boolean
  readonly acceptsReplacement: boolean
  /** `at-once`, or HH:MM of the practice's day; null: the practice's own. */
  readonly sendWindow: string | null
  readonly appealDays: number | null
  readonly filingDays: number | null
  readonly codingRules: Readonly<Record<string, unknown>>
  /** What it wants of a claim otherwise than its family: keys of the checker's payer rules. */
  readonly claimRules: Readonly<Record<string, unknown>>
  readonly toleranceCents: number
}

/** Who answers a 270 in practice; workers' compensation and auto carriers do not. */
const asked: readonly PayerFamily[] = [
  'medicare-b',
  'medicare-advantage',
  'medicaid',
  'commercial',
  'tricare',
  'va',
]

/** Medicare Part B takes corrections by reopening, not by a replacement claim (x12.md 1.4). */
const takesReplacement: readonly PayerFamily[] = [
  'medicare-advantage',
  'medicaid',
  'commercial',
  'tricare',
  'va',
]

export function defaultProfile(payerId: string, family: PayerFamily): PayerProfile {
  return {
    ...{ payerId, version: 0, name: null, family },
    checksEligibility: asked.includes(family),
    acceptsReplacement: takesReplacement.includes(family),
    ...{
      sendWindow: null,
      appealDays: null,
      filingDays: null,
      codingRules: {},
      claimRules: {},
      toleranceCents: 0,
    },
  }
}
