/**
 * What a payer adjusts at the provider's level (PLB): positive lowers the payment, negative raises it. What is
 * taken back, carried forward or returned is kept until another remittance closes it (recoupment-chain.ts); interest
 * is income; every other code has its own account, unknown ones too, so that none is dropped (x12.md 2.6).
 */
import { type Cents, sumOf } from '@tally/kernel'
import type { ProviderAdjustment } from '@tally/x12'
import { clearing, interest, providerLevel } from './account.ts'
import { plainReference } from './named-claim.ts'
import { type Posting, post } from './posting.ts'
import { carriedCodes, pairsOf } from './recoupment-chain.ts'

export interface ProviderLevel {
  readonly position: number
  readonly code: string
  readonly reference: string
  /** PLB01. */
  readonly providerId: string
  readonly fiscalOn: string | null
  readonly amountCents: Cents
  /** Position of the return that this recovery acknowledges. */
  readonly pairedWith: number | null
}

export function providerLevels(adjustments: readonly ProviderAdjustment[]): readonly ProviderLevel[] {
  const levels = adjustments.map(({ reason, reference, amountCents, fiscalDate, providerId }, index) => ({
    ...{ position: index + 1, code: reason, reference, providerId },
    ...{ fiscalOn: fiscalDate, amountCents },
  }))
  const pairs = pairsOf(levels)
  return levels.map((level) => ({ ...level, pairedWith: pairs.get(level.position) ?? null }))
}

export function isCarried({ code }: Pick<ProviderLevel, 'code'>): boolean {
  return carriedCodes.includes(code)
}

/** The account of one that is not carried. */
export function accountOfLevel({ code }: Pick<ProviderLevel, 'code'>, payerId: string): string {
  return code === 'L6' ? interest(payerId) : providerLevel(code, payerId)
}

/** By it those of one payer, code and reference are listed together; of interest, which is income, too. */
export function chainOfLevel(
  level: Pick<ProviderLevel, 'code' | 'reference'>,
  payerId: string,
  tokenOf: (reference: string) => string,
): string {
  return `${accountOfLevel(level, payerId)}:${tokenOf(plainReference(level.reference))}`
}

/** Those that are not carried. */
export function postProviderLevels(
  levels: readonly ProviderLevel[],
  remittanceId: string,
  payerId: string,
): readonly Posting[] {
  return levels
    .filter((level) => !isCarried(level))
    .flatMap((level) => {
      const key = `remittance/${remittanceId}/plb/${level.position}`
      return post(accountOfLevel(level, payerId), clearing(remittanceId), level.amountCents, key)
    })
}

/** What they take from the payment, in cents. */
export function totalOf(levels: readonly ProviderLevel[]): Cents {
  return sumOf(levels.map(({ amountCents }) => amountCents))
}
