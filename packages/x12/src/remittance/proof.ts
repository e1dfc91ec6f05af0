/** The equalities that must hold to the cent before money may be posted (x12.md 2.5). */
import type { Cents } from '@tally/kernel'

export type Equation =
  /** SVC02 - its adjustments = SVC03 */
  | 'line'
  /** CLP03 - all adjustments of claim and lines = CLP04 */
  | 'claim'
  /** the lines' charges = CLP03 */
  | 'claim-charges'
  /** the lines' payments - the claim's own adjustments = CLP04 */
  | 'claim-payments'
  /** CLP05 = PR adjustments; a break is a warning, no money hangs on it */
  | 'claim-patient'
  /** BPR02 = claim payments - provider adjustments */
  | 'transaction'

export interface Equality {
  readonly level: 'line' | 'claim' | 'transaction'
  readonly equation: Equation
  /** Position from 1 in the ST; null at transaction level. */
  readonly claim: number | null
  /** Position from 1 in the claim; null above line level. */
  readonly line: number | null
  readonly leftCents: Cents
  readonly rightCents: Cents
  readonly holds: boolean
}

export interface ClaimOutOfBalance {
  readonly claim: number
  /** Left less right of the first equality that breaks. */
  readonly differenceCents: Cents
  readonly equation: Equation
  readonly leftCents: Cents
  readonly rightCents: Cents
}

export interface LineOutOfBalance {
  readonly claim: number
  readonly line: number
  readonly differenceCents: Cents
  readonly leftCents: Cents
  readonly rightCents: Cents
}

export interface Proof {
  /** True when `differenceCents` is 0, nothing else. */
  readonly balanced: boolean
  /** Payment - (claim payments - provider adjustments); null when the payment could not be read. */
  readonly differenceCents: Cents | null
  readonly claimsOutOfBalance: readonly ClaimOutOfBalance[]
  readonly linesOutOfBalance: readonly LineOutOfBalance[]
}
