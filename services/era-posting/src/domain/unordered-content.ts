/**
 * What an ST says, whatever the order of its claims, lines and adjustments: the same money told in another order is the
 * same money. Each claim becomes a digest, so that an ST of 50,000 is never held as text.
 */
import type { Adjustment, Reference, RemittanceClaim, RemittanceLine, RemittanceSummary } from '@tally/x12'

/** `claims`: the digest of each; null: its end is missing, so nobody knows what else it says. */
export function unorderedDigest(
  remittance: RemittanceSummary,
  claims: readonly string[],
  sha256: (text: string) => string,
): string | null {
  if (!remittance.complete) return null
  const { providerAdjustments, payerId, payer, payee, originatorId, traceNumber } = remittance
  const { handling, method, paymentCents, paidOn } = remittance
  const adjusted = providerAdjustments.map(({ segment: _, ...each }) => JSON.stringify(each))
  return sha256(
    JSON.stringify([
      ...[payerId, payer, payee, originatorId, traceNumber, handling, method, paymentCents, paidOn],
      claims.toSorted(),
      adjusted.sort(),
    ]),
  )
}

/** Signs that stand in no text of a file. */
const [betweenParts, betweenLines] = ['\u001f', '\u001e']

/** What the digest of one claim is of. */
export function contentOfClaim(claim: RemittanceClaim): string {
  const { position: _, segment: __, lines, adjustments, remarks, references, ...own } = claim
  const parts = [
    JSON.stringify(own),
    adjusted(adjustments),
    remarks.toSorted().join(' '),
    referred(references),
  ]
  return [parts.join(betweenParts), ...lines.map(contentOfLine).sort()].join(betweenLines)
}

function contentOfLine(line: RemittanceLine): string {
  const { position: _, segment: __, adjustments, remarks, references, ...own } = line
  const parts = [
    JSON.stringify(own),
    adjusted(adjustments),
    remarks.toSorted().join(' '),
    referred(references),
  ]
  return parts.join(betweenParts)
}

function adjusted(adjustments: readonly Adjustment[]): string {
  const each = adjustments.map(({ group, reason, amountCents, quantity }) => {
    return [group, reason, amountCents, quantity ?? ''].join(' ')
  })
  return each.sort().join('|')
}

function referred(references: readonly Reference[]): string {
  return references
    .map(({ qualifier, value }) => `${qualifier} ${value}`)
    .sort()
    .join('|')
}
