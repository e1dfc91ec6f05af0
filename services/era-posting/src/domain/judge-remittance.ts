/**
 * What may be done with an ST before any cent moves. A second arrival of the same content moves nothing; the
 * same payment with other content, an ST that does not add up, one that is cut or unreadable, and one that
 * pays somebody else are quarantined whole. Where only a claim or a line is out, the rest is posted and that
 * claim's payment waits for a person. Nothing is ever bent to fit (DESIGN.md 4).
 */
import type { RemittanceSummary } from '@tally/x12'

/** An earlier ST of this practice. */
export interface Earlier {
  readonly id: string
  readonly sameContent: boolean
  readonly status: 'received' | 'posted' | 'posted-in-part' | 'quarantined'
  readonly because: string | null
}

export type Judgement =
  | { readonly kind: 'post'; readonly inPart: boolean }
  | { readonly kind: 'quarantine'; readonly because: string }
  | { readonly kind: 'duplicate'; readonly of: string }

/**
 * `earlier`: those with the same content or the same trace, the oldest first; `ours`: the payee is this
 * practice.
 */
export function judgeRemittance(
  remittance: RemittanceSummary,
  earlier: readonly Earlier[],
  ours: boolean,
): Judgement {
  const first = earlier.find((each) => each.sameContent && isFirstCopy(each))
  if (remittance.complete && first) return { kind: 'duplicate', of: first.id }
  if (!ours) return { kind: 'quarantine', because: 'payee/unknown' }
  if (remittance.verdict === 'quarantine') return { kind: 'quarantine', because: flawOf(remittance) }
  const samePayment = earlier.find(
    ({ sameContent, status }) => !sameContent && (status === 'posted' || status === 'posted-in-part'),
  )
  if (namesOnePayment(remittance) && samePayment) {
    return { kind: 'quarantine', because: 'remittance/trace-conflict' }
  }
  return { kind: 'post', inPart: remittance.verdict === 'post-in-part' }
}

/** What was cut, paid to somebody else then, or failed for our fault may come again, whole, and be posted. */
export const mayComeAgain: readonly string[] = [
  'remittance/incomplete',
  'payee/unknown',
  'remittance/not-posted',
  'remittance/not-separable',
  // Typed from paper and taken back: the right one has the same trace, perhaps the same content.
  'remittance/taken-back',
]

function isFirstCopy({ status, because }: Earlier): boolean {
  return status !== 'quarantined' || !mayComeAgain.includes(because ?? '')
}

function flawOf({ complete, paymentCents, proof }: RemittanceSummary): string {
  if (!complete) return 'remittance/incomplete'
  if (paymentCents !== null && paymentCents < 0) return 'remittance/negative-payment'
  if (paymentCents !== null && !proof.balanced) return 'remittance/out-of-balance'
  return 'remittance/unreadable'
}

/** Without money there is no payment to name, and payers use one placeholder again and again (x12.md 2.11). */
function namesOnePayment({ method, paymentCents, traceNumber }: RemittanceSummary): boolean {
  return method !== 'NON' && paymentCents !== 0 && !/^[A-Z]*0+$/.test(traceNumber)
}

/** Claims that are out of balance themselves or hold a line that is, by position. */
export function brokenClaims({ proof }: Pick<RemittanceSummary, 'proof'>): ReadonlyMap<number, string> {
  return new Map([
    ...proof.linesOutOfBalance.map(({ claim }) => [claim, 'line/out-of-balance'] as const),
    ...proof.claimsOutOfBalance.map(({ claim }) => [claim, 'claim/out-of-balance'] as const),
  ])
}
