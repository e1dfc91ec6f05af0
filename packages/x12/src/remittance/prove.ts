/**
 * Does it add up? Line, claim and transaction, to the cent (x12.md 2.5). Nothing is bent: an equality that
 * breaks is shown with both sides, and no adjustment is ever made up to mend it, as OpenEMR does. A reversal's CLP05 is suspended (RFI 2548).
 */
import { type Cents, cents, sumOf } from '@tally/kernel'
import type { ClaimOutOfBalance, Equality, Equation, LineOutOfBalance, Proof } from './proof.ts'
import { patientShare } from './read-line.ts'
import type { Adjustment, ProviderAdjustment, RemittanceClaim, RemittanceLine } from './remittance.ts'

export interface Proving {
  readonly paymentCents: Cents | null
  readonly claims: readonly RemittanceClaim[]
  readonly providerAdjustments: readonly ProviderAdjustment[]
}

export function prove({ paymentCents, claims, providerAdjustments }: Proving): Proof {
  const equalities = claims.flatMap(claimEqualities)
  const paid = sumOf(claims.map((claim) => claim.paidCents))
  const due = cents(paid - sumOf(providerAdjustments.map(({ amountCents }) => amountCents)))
  const differenceCents = paymentCents === null ? null : cents(paymentCents - due)
  if (paymentCents !== null) equalities.push(equality('transaction', ofTransaction, paymentCents, due))
  return {
    balanced: differenceCents === 0,
    differenceCents,
    claimsOutOfBalance: claimsOut(equalities),
    linesOutOfBalance: linesOut(equalities),
    equalities,
  }
}

/** A predetermination (25) promises and doesn't pay: its claim need not add up. */
function claimEqualities(claim: RemittanceClaim): Equality[] {
  const { position, status, chargeCents, paidCents, adjustments, lines } = claim
  const place = { claim: position, line: null }
  const ofLines = lines.map((line) => lineEquality(position, line))
  if (status === '25') return ofLines
  const all = [...adjustments, ...lines.flatMap((line) => line.adjustments)]
  const ofClaim = [equality('claim', place, less(chargeCents, all), paidCents)]
  if (lines.length > 0) {
    const charged = sumOf(lines.map((line) => line.chargeCents))
    const paid = sumOf(lines.map((line) => line.paidCents))
    ofClaim.push(equality('claim-charges', place, charged, chargeCents))
    ofClaim.push(equality('claim-payments', place, less(paid, adjustments), paidCents))
  }
  if (claim.patientCents !== null && status !== '22')
    ofClaim.push(equality('claim-patient', place, claim.patientCents, sumOf(patientShare(all))))
  return [...ofLines, ...ofClaim]
}

function lineEquality(
  claim: number,
  { position, chargeCents, paidCents, adjustments }: RemittanceLine,
): Equality {
  return equality('line', { claim, line: position }, less(chargeCents, adjustments), paidCents)
}

function less(amount: Cents, adjustments: readonly Adjustment[]): Cents {
  return cents(amount - sumOf(adjustments.map(({ amountCents }) => amountCents)))
}

type Place = Pick<Equality, 'claim' | 'line'>

const ofTransaction: Place = { claim: null, line: null }

function equality(equation: Equation, { claim, line }: Place, leftCents: Cents, rightCents: Cents): Equality {
  const level = claim === null ? 'transaction' : line === null ? 'claim' : 'line'
  const holds = leftCents === rightCents
  return { level, equation, claim, line, leftCents, rightCents, holds }
}

/** One entry a claim, for its first equality that breaks. CLP05 moves no money, so it puts no claim out. */
function claimsOut(equalities: readonly Equality[]): ClaimOutOfBalance[] {
  const out = new Map<number, ClaimOutOfBalance>()
  for (const { level, equation, claim, leftCents, rightCents, holds } of equalities) {
    if (holds || claim === null || level !== 'claim' || equation === 'claim-patient' || out.has(claim))
      continue
    out.set(claim, { claim, differenceCents: cents(leftCents - rightCents), equation, leftCents, rightCents })
  }
  return [...out.values()]
}

function linesOut(equalities: readonly Equality[]): LineOutOfBalance[] {
  return equalities.flatMap(({ claim, line, leftCents, rightCents, holds }) =>
    holds || claim === null || line === null
      ? []
      : [{ claim, line, differenceCents: cents(leftCents - rightCents), leftCents, rightCents }],
  )
}
