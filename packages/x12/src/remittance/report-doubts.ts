/** What breaks, and what a person should look at although it adds up. */
import { noCents, sumOf } from '@tally/kernel'
import type { FindingPlace, Report } from '../reader/finding.ts'
import type { Equality } from './proof.ts'
import type { ProviderAdjustment, RemittanceClaim } from './remittance.ts'

/** `placeOf`: where a line of the claim stands, or what the equality is of. */
export function reportBreaks(
  breaks: readonly Equality[],
  placeOf: (line: number | null) => FindingPlace | null,
  report: Report,
): void {
  for (const { level, equation, line, leftCents, rightCents } of breaks) {
    const says = `${equation}: ${leftCents} and ${rightCents} cents differ`
    const at = placeOf(line)
    if (equation === 'claim-patient') report('warn', 'claim/patient-share', at, says, 5)
    else report('error', `${level === 'transaction' ? 'remittance' : level}/out-of-balance`, at, says)
  }
}

const statuses: ReadonlySet<string> = new Set(['1', '2', '3', '4', '19', '20', '21', '22', '23', '25'])

export function reportClaim(
  { status, chargeCents, paidCents, claimNumber }: RemittanceClaim,
  clp: FindingPlace,
  report: Report,
): void {
  if (!statuses.has(status)) report('warn', 'claim/status', clp, 'this status is none of 5010', 2)
  if (status === '22' && (chargeCents > noCents || paidCents > noCents)) {
    const says = 'a reversal has positive amounts (x12.md 2.7)'
    report('warn', 'claim/reversal-not-negative', clp, says)
  }
  if (status !== '22' && (chargeCents < noCents || paidCents < noCents))
    report('warn', 'claim/negative', clp, 'negative amounts, and no reversal')
  if (claimNumber === '' || claimNumber === '0')
    report('info', 'claim/no-number', clp, 'our claim number was not returned', 1)
}

/** L6 is the interest of the claims with the other sign, in the same remittance (RFI 2123, 2202). */
export function reportInterest(
  stated: number,
  providerAdjustments: readonly ProviderAdjustment[],
  opening: FindingPlace | null,
  report: Report,
): void {
  const interest = providerAdjustments.filter(({ reason }) => reason === 'L6')
  const added = sumOf(interest.map(({ amountCents }) => amountCents))
  if (stated + added === 0) return
  const says = `claims state ${stated} cents of interest, PLB L6 is ${added}`
  report('warn', 'remittance/interest', opening, says)
}
