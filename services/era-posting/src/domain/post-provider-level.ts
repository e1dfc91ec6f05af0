/**
 * What a payer adjusts at the provider's level (PLB): positive lowers the payment, negative raises it. What is
 * taken back or carried forward is kept by its reference until another remittance closes it; interest is
 * income; every other code has its own account, unknown ones too, so that none is dropped (x12.md 2.6).
 */
import { type Cents, sumOf } from '@tally/kernel'
import type { ProviderAdjustment } from '@tally/x12'
import { clearing, interest, providerLevel, recoupment } from './account.ts'
import { type Posting, post } from './posting.ts'

export interface ProviderLevel {
  readonly position: number
  readonly code: string
  readonly account: string
  readonly reference: string
  readonly fiscalOn: string | null
  readonly amountCents: Cents
}

const carried = ['WO', 'FB', '72']

/** `tokenOf` makes a reference fit to stand in the clear. */
export function providerLevels(
  adjustments: readonly ProviderAdjustment[],
  payerId: string,
  tokenOf: (reference: string) => string,
): readonly ProviderLevel[] {
  return adjustments.map(({ reason, reference, amountCents, fiscalDate }, index) => ({
    position: index + 1,
    code: reason,
    account: accountOf(reason, payerId, () => tokenOf(reference)),
    ...{ reference, fiscalOn: fiscalDate, amountCents },
  }))
}

export function postProviderLevels(
  levels: readonly ProviderLevel[],
  remittanceId: string,
): readonly Posting[] {
  return levels.flatMap(({ position, account, amountCents }) =>
    post(account, clearing(remittanceId), amountCents, `remittance/${remittanceId}/plb/${position}`),
  )
}

/** What they take from the payment, in cents. */
export function totalOf(levels: readonly ProviderLevel[]): Cents {
  return sumOf(levels.map(({ amountCents }) => amountCents))
}

function accountOf(code: string, payerId: string, token: () => string): string {
  if (carried.includes(code)) return recoupment(payerId, token())
  return code === 'L6' ? interest(payerId) : providerLevel(code, payerId)
}
