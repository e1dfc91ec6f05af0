/**
 * Does it add up? Line, claim and transaction, to the cent (x12.md 2.5). Nothing is bent: an equality that
 * breaks is shown with both sides, and no adjustment is ever made up to mend it, as OpenEMR does. A reversal's
 * CLP05 is suspended (RFI 2548).
 */
import { type Cents, cents, sumOf } from '@tally/kernel'
import type { ClaimOutOfBalance, Equality, Equation, LineOutOfBalance } from './proof.ts'
import type { Adjustment, ProviderAdjustment, RemittanceClaim } from './remittance.ts'

export interface Proving {
  readonly paymentCents: Cents | null
  readonly claims: readonly RemittanceClaim[]
  readonly providerAdjustments: readonly ProviderAdjustment[]
}

/** Every equality of an ST with both its sides, line by line. */
export function equalitiesOf({ paymentCents, claims, providerAdjustments }: Proving): Equality[] {
  const equalities: Equality[] = []
  const keep: Tell = (...compared) => equalities.push(equality(...compared))
  for (const claim of claims) compareClaim(claim, keep)
  const paid = sumOf(claims.map((claim) => claim.paidCents))
  const taken = sumOf(providerAdjustments.map(({ amountCents }) => amountCents))
  if (paymentCents !== null) keep('transaction', null, null, paymentCents, paid - taken)
  return equalities
}

/** Those of a claim and its lines that do not hold. */
export function breaksOf(claim: RemittanceClaim): Equality[] {
  const breaks: Equality[] = []
  compareClaim(claim, (...compared) => {
    if (compared[3] !== compared[4]) breaks.push(equality(...compared))
  })
  return breaks
}

export function paymentEquality(paymentCents: Cents, due: Cents): Equality {
  return equality('transaction', null, null, paymentCents, due)
}

/** The first equality of the claim that breaks. CLP05 moves no money, so it puts no claim out. */
export function claimOut(breaks: readonly Equality[]): ClaimOutOfBalance | null {
  const first = breaks.find(({ level, equation }) => level === 'claim' && equation !== 'claim-patient')
  if (!first || first.claim === null) return null
  const { claim, equation, leftCents, rightCents } = first
  return { claim, differenceCents: cents(leftCents - rightCents), equation, leftCents, rightCents }
}

export function linesOut(breaks: readonly Equality[]): LineOutOfBalance[] {
  return breaks.flatMap(({ claim, line, leftCents, rightCents }) =>
    claim === null || line === null
      ? []
      : [{ claim, line, differenceCents: cents(leftCents - rightCents), leftCents, rightCents }],
  )
}

type Tell = (
  equation: Equation,
  claim: number | null,
  line: number | null,
  left: number,
  right: number,
) => void

/**
 * Both sides of each equality, lines first; sums stay plain numbers here, which `Reading` holds within what is
 * safe. A predetermination (25) promises and doesn't pay: its claim need not add up.
 */
function compareClaim(claim: RemittanceClaim, tell: Tell): void {
  const { position, status, chargeCents, paidCents, adjustments, lines, patientCents } = claim
  let [charged, paid, lineAdjusted, patient] = [0, 0, 0, patientSum(adjustments)]
  for (const line of lines) {
    const adjusted = adjustedSum(line.adjustments)
    tell('line', position, line.position, line.chargeCents - adjusted, line.paidCents)
    charged += line.chargeCents
    paid += line.paidCents
    lineAdjusted += adjusted
    patient += patientSum(line.adjustments)
  }
  if (status === '25') return
  const adjusted = adjustedSum(adjustments)
  tell('claim', position, null, chargeCents - adjusted - lineAdjusted, paidCents)
  if (lines.length > 0) {
    tell('claim-charges', position, null, charged, chargeCents)
    tell('claim-payments', position, null, paid - adjusted, paidCents)
  }
  if (patientCents !== null && status !== '22') tell('claim-patient', position, null, patientCents, patient)
}

function adjustedSum(adjustments: readonly Adjustment[]): number {
  let sum = 0
  for (const { amountCents } of adjustments) sum += amountCents
  return sum
}

function patientSum(adjustments: readonly Adjustment[]): number {
  let sum = 0
  for (const { group, amountCents } of adjustments) if (group === 'PR') sum += amountCents
  return sum
}

function equality(
  equation: Equation,
  claim: number | null,
  line: number | null,
  left: number,
  right: number,
): Equality {
  const level = claim === null ? 'transaction' : line === null ? 'claim' : 'line'
  const holds = left === right
  return { level, equation, claim, line, leftCents: cents(left), rightCents: cents(right), holds }
}
