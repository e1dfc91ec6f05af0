/** CLM02 and the lines' charges (x12.md 1.4, 1.8 2). An amount that is none was told when it was read. */
import type { Cents } from '@tally/kernel'
import type { ClaimRead } from '../claims/claim-read.ts'
import type { Check } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentIn } from './under-check.ts'

/** The sum of SV102; null where a line's is missing or no amount. */
export function lineChargeOf({ lines }: ClaimRead): Cents | null {
  let sum = 0
  for (const { chargeCents } of lines) {
    if (chargeCents === null) return null
    sum += chargeCents
  }
  return sum as Cents
}

const total: Check<ClaimUnderCheck> = {
  slug: 'claim/total',
  snip: 3,
  severity: 'reject',
  sentence: 'CLM02 is the sum of the lines’ SV102, to the cent.',
  citation: 'x12.md 1.4, 1.8 (2), 5.3; TR3 2300 CLM02',
  fix: 'Let it be the sum of the lines.',
  check({ claim }, fault) {
    const { chargeCents } = claim
    const sum = lineChargeOf(claim)
    if (chargeCents === null || sum === null || sum === chargeCents || claim.lines.length === 0) return
    // What is wrong then is that amount.
    if (hasNegative(claim)) return
    fault(headOf(claim), 2, `CLM02 is ${chargeCents} cents, the lines come to ${sum}`)
  },
}

const negative: Check<ClaimUnderCheck> = {
  slug: 'claim/negative-charge',
  snip: 2,
  severity: 'reject',
  sentence: 'No charge is below zero.',
  citation: 'x12.md 1.5, 5.3; TR3 2300 CLM02, 2400 SV102',
  fix: 'Charge what was done; a correction is a replacement of the claim.',
  check({ claim }, fault) {
    let inLine = false
    for (const line of claim.lines) {
      if ((line.chargeCents ?? 0) >= 0) continue
      inLine = true
      fault(segmentIn(line, 'SV1'), 2, `line ${line.position} charges ${line.chargeCents} cents`)
    }
    if (!inLine && (claim.chargeCents ?? 0) < 0)
      fault(headOf(claim), 2, `the claim charges ${claim.chargeCents} cents`)
  },
}

function hasNegative({ chargeCents, lines }: ClaimRead): boolean {
  return (chargeCents ?? 0) < 0 || lines.some((line) => (line.chargeCents ?? 0) < 0)
}

/** Ten digits before the decimal point and after it together (HIPAA). */
const mostCents = 9_999_999_999

const tooMuch: Check<ClaimUnderCheck> = {
  slug: 'claim/amount-too-long',
  snip: 1,
  severity: 'reject',
  sentence: 'An amount has at most ten digits.',
  citation: 'x12.md 1.2',
  fix: 'Check the amount; no claim can carry it.',
  check({ claim }, fault) {
    if ((claim.chargeCents ?? 0) > mostCents) fault(headOf(claim), 2, 'CLM02 has more than ten digits')
  },
}

export const claimTotalRules: readonly Check<ClaimUnderCheck>[] = [total, negative, tooMuch]
