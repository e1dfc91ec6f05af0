/**
 * What other payers paid and adjusted comes to the charge (x12.md 1.6, 1.8 12). For each payer with AMT*D:
 *
 *   line   SV102 = SVD02 + its CAS (2430), the pieces of a line together
 *   claim  CLM02 = AMT*D + CAS (2320) + CAS (2430);  AMT*D = SVD02 of all lines - CAS (2320)
 *
 * A claim is not said to be out where one of its lines is, nor where an amount could not be read.
 */
import type { AdjustmentRead, ClaimRead, OtherPayerRead } from '../claims/claim-read.ts'
import type { Check, Fault } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentIn } from './under-check.ts'

/** What one payer decided on all lines; a line with an amount missing is out, too. */
interface OnLines {
  paid: number
  adjusted: number
  linesOut: boolean
}

const lineBalance: Check<ClaimUnderCheck> = {
  slug: 'cob/line-balance',
  snip: 3,
  severity: 'reject',
  sentence: 'What a payer paid and adjusted on a line comes to the line’s charge.',
  citation: 'x12.md 1.6, 1.8 (12), 5.3; TR3 2430 SVD02, CAS',
  fix: 'Copy every amount from the payer’s remittance.',
  check({ claim }, fault) {
    if (claim.otherPayers.length > 0) decidedOn(claim, fault)
  },
}

const claimBalance: Check<ClaimUnderCheck> = {
  slug: 'cob/claim-balance',
  snip: 3,
  severity: 'reject',
  sentence: 'What a payer paid and adjusted comes to the claim’s charge, and AMT*D to what it paid on lines.',
  citation: 'x12.md 1.6, 1.8 (12); TR3 2320 AMT*D, CAS',
  fix: 'Copy every amount from the payer’s remittance.',
  check({ claim }, fault) {
    const { chargeCents, otherPayers } = claim
    if (chargeCents === null || hasStrangers(claim)) return
    const decisions = decidedOn(claim, null)
    for (const other of otherPayers) {
      if (other.paidCents === null) continue
      const onLines = decisions.get(other.payer?.id ?? null)
      if (onLines?.linesOut === true) continue
      checkClaim(other, onLines, { paid: other.paidCents, charge: chargeCents }, fault)
    }
  },
}

export const coordinationBalanceRules: readonly Check<ClaimUnderCheck>[] = [lineBalance, claimBalance]

function checkClaim(
  other: OtherPayerRead,
  onLines: OnLines | undefined,
  { paid, charge }: { readonly paid: number; readonly charge: number },
  fault: Fault,
): void {
  const onClaim = sumOfAdjustments(other.adjustments)
  const sum = paid + onClaim + (onLines?.adjusted ?? 0)
  const amount = segmentIn(other, 'AMT', 'D')
  if (Number.isNaN(sum)) return
  if (sum !== charge) fault(amount, 2, `paid and adjusted come to ${sum} cents, the claim charges ${charge}`)
  else if (onLines && paid !== onLines.paid - onClaim)
    fault(amount, 2, `AMT*D is ${paid} cents, the lines come to ${onLines.paid - onClaim}`)
}

/** By SVD01; `fault` is told of the lines that are out. */
function decidedOn(claim: ClaimRead, fault: Fault | null): ReadonlyMap<string | null, OnLines> {
  const all = new Map<string | null, OnLines>()
  for (const line of claim.lines) {
    for (const [payer, pieces] of Map.groupBy(line.decisions, ({ payerId }) => payerId)) {
      const onLines = all.get(payer) ?? { paid: 0, adjusted: 0, linesOut: false }
      const paid = sumOver(pieces, ({ paidCents }) => paidCents ?? Number.NaN)
      const adjusted = sumOver(pieces, ({ adjustments }) => sumOfAdjustments(adjustments))
      const out = (line.chargeCents ?? Number.NaN) - paid - adjusted
      onLines.paid += paid
      onLines.adjusted += adjusted
      all.set(payer, onLines)
      if (out === 0) continue
      onLines.linesOut = true
      const says = `paid and adjusted come to ${paid + adjusted} cents, line ${line.position} charges ${line.chargeCents}`
      if (fault && !Number.isNaN(out)) fault(pieces[0] ? headOf(pieces[0]) : null, 2, says)
    }
  }
  return all
}

function hasStrangers({ lines, otherPayers }: ClaimRead): boolean {
  const ids = new Set(otherPayers.map(({ payer }) => payer?.id ?? null))
  return lines.some(({ decisions }) => decisions.some(({ payerId }) => !ids.has(payerId)))
}

function sumOfAdjustments(adjustments: readonly AdjustmentRead[]): number {
  return sumOver(adjustments, ({ amountCents }) => amountCents ?? Number.NaN)
}

function sumOver<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  let sum = 0
  for (const item of items) sum += amountOf(item)
  return sum
}
