/**
 * Whether a payer is asked for benefits before a claim goes out. Who answers a 270 in practice is known by the kind of payer;
 * workers' compensation and auto carriers do not. The practice's own entry for the payer wins.
 */
import type { PayerFamily } from '@tally/kernel'

export interface PayerProfile {
  readonly payerId: string
  readonly version: number
  readonly family: PayerFamily
  readonly checksEligibility: boolean
}

const asked: readonly PayerFamily[] = [
  'medicare-b',
  'medicare-advantage',
  'medicaid',
  'commercial',
  'tricare',
  'va',
]

export function asksByDefault(family: PayerFamily): boolean {
  return asked.includes(family)
}
