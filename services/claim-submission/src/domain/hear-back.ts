/**
 * What an answer does to a claim. The furthest stage counts, a later rejection wins over an earlier acceptance,
 * and what a payer adjudicated no acknowledgment touches any more (x12.md 3.4 to 3.6). An answer to one version
 * leaves every other alone.
 */
import type { ClaimState } from './claim.ts'

export interface Code {
  readonly category: string
  readonly statusCode: string | null
  readonly entity: string | null
}

/** One partner's word on one claim version. */
export interface HeardBack {
  readonly stage: 'interchange' | 'transaction' | 'clearinghouse' | 'payer'
  readonly verdict: 'received' | 'accepted' | 'rejected'
  readonly codes: readonly Code[]
  readonly payerClaimNumber: string | null
}

export interface Effect {
  /** The state after it. */
  readonly state: ClaimState
  /** Whether it is news that others should hear. */
  readonly say: 'acknowledged' | 'rejected' | 'nothing'
}

const rank: Partial<Record<ClaimState, number>> = {
  sending: 0,
  unknown: 0,
  sent: 1,
  received: 2,
  accepted: 3,
}

/** The claim in `state` hears `back`; a state without a rank has left the way that acknowledgments go. */
export function hearBack(state: ClaimState, back: HeardBack): Effect {
  const here = rank[state]
  if (here === undefined) return { state, say: 'nothing' }
  if (back.verdict === 'rejected') return { state: 'rejected', say: 'rejected' }
  const reached = stateOf(back)
  const there = rank[reached] ?? 0
  // A syntax acceptance is no news of the claim; a receipt that comes after the acceptance neither.
  if (there < here || (there === here && back.payerClaimNumber === null)) return { state, say: 'nothing' }
  return { state: reached, say: reached === 'sent' ? 'nothing' : 'acknowledged' }
}

/** A TA1 or 999 only says that the file could be read; a 277CA says where the claim is. */
function stateOf({ stage, verdict }: HeardBack): ClaimState {
  if (stage === 'interchange' || stage === 'transaction') return 'sent'
  return verdict === 'accepted' ? 'accepted' : 'received'
}
