/** What breaks, and what a person should look at although it adds up. */
import { noCents, sumOf } from '@tally/kernel'
import type { FindingPlace, Report } from '../reader/finding.ts'
import type { Proof } from './proof.ts'
import type { ProviderAdjustment, RemittanceClaim } from './remittance.ts'

interface Doubted {
  readonly claims: readonly RemittanceClaim[]
  readonly providerAdjustments: readonly ProviderAdjustment[]
  readonly proof: Proof
}

/** `opening` is the ST's first segment, where what concerns it all is reported. */
export function reportDoubts(doubted: Doubted, opening: FindingPlace | null, report: Report): void {
  reportBreaks(doubted, opening, report)
  for (const claim of doubted.claims) reportClaim(claim, report)
  reportInterest(doubted, opening, report)
}

function reportBreaks({ claims, proof }: Doubted, opening: FindingPlace | null, report: Report): void {
  const broken = proof.equalities.filter(({ holds }) => !holds)
  const places = broken.length === 0 ? new Map<string, FindingPlace>() : placesOf(claims)
  for (const { level, equation, claim, line, leftCents, rightCents } of broken) {
    const says = `${equation}: ${leftCents} and ${rightCents} cents differ`
    const at = places.get(`${claim} ${line}`) ?? opening
    if (equation === 'claim-patient') report('warn', 'claim/patient-share', at, says, 5)
    else report('error', `${level === 'transaction' ? 'remittance' : level}/out-of-balance`, at, says)
  }
}

/** Where each claim and line stands, by its position. */
function placesOf(claims: readonly RemittanceClaim[]): Map<string, FindingPlace> {
  return new Map(
    claims.flatMap((claim) => [
      [`${claim.position} null`, clpOf(claim)] as const,
      ...claim.lines.map(
        ({ position, segment }) =>
          [`${claim.position} ${position}`, { ordinal: segment, tag: 'SVC' }] as const,
      ),
    ]),
  )
}

const statuses: ReadonlySet<string> = new Set(['1', '2', '3', '4', '19', '20', '21', '22', '23', '25'])

function reportClaim(claim: RemittanceClaim, report: Report): void {
  const { status, chargeCents, paidCents, claimNumber } = claim
  const at = clpOf(claim)
  if (!statuses.has(status)) report('warn', 'claim/status', at, 'this status is none of 5010', 2)
  if (status === '22' && (chargeCents > noCents || paidCents > noCents))
    report('warn', 'claim/reversal-not-negative', at, 'a reversal has positive amounts (x12.md 2.7)')
  if (status !== '22' && (chargeCents < noCents || paidCents < noCents))
    report('warn', 'claim/negative', at, 'negative amounts, and no reversal')
  if (claimNumber === '' || claimNumber === '0')
    report('info', 'claim/no-number', at, 'our claim number was not returned', 1)
}

/** L6 is the interest of the claims with the other sign, in the same remittance (RFI 2123, 2202). */
function reportInterest(
  { claims, providerAdjustments }: Doubted,
  opening: FindingPlace | null,
  report: Report,
): void {
  const stated = sumOf(claims.map(({ interestCents }) => interestCents ?? noCents))
  const added = sumOf(
    providerAdjustments.filter(({ reason }) => reason === 'L6').map(({ amountCents }) => amountCents),
  )
  if (stated + added !== 0) {
    const says = `claims state ${stated} cents of interest, PLB L6 is ${added}`
    report('warn', 'remittance/interest', opening, says)
  }
}

function clpOf({ segment }: RemittanceClaim): FindingPlace {
  return { ordinal: segment, tag: 'CLP' }
}
