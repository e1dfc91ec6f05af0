/**
 * One ST of an 835: the claims that one payer decided for one payee in one run, and what provider-level money
 * goes with them (x12.md 2.6). A payment is never below zero: what is missing opens a forward balance (FB), which the
 * next payment closes; a recoupment (WO) is taken from whatever a later run pays.
 */
import { assert, type Cents, cents, noCents, sumOf } from '@tally/kernel'
import type { ReceivedClaim } from '../wire/claim.ts'
import type { ClaimDecision } from './decision.ts'
import type { Happening } from './magic-tables.ts'
import { least } from './pay-line.ts'

export interface RemittedClaim {
  readonly claim: ReceivedClaim
  readonly decision: ClaimDecision
  readonly how: Happening | null
}

/** Positive is taken from the payment, negative is added. */
export interface ProviderAdjustment {
  readonly reason: 'FB' | 'WO' | 'L6'
  readonly reference: string
  readonly cents: Cents
}

/** What a payee still owes a payer. */
export interface OpenBalance {
  readonly reason: 'FB' | 'WO'
  readonly reference: string
  readonly cents: Cents
}

export interface Remittance {
  readonly payer: { readonly id: string; readonly name: string }
  readonly payee: { readonly npi: string; readonly name: string; readonly taxId: string }
  /** TRN02, unique also when nothing is paid. */
  readonly trace: string
  /** BPR02. */
  readonly paidCents: Cents
  readonly claims: readonly RemittedClaim[]
  readonly providerAdjustments: readonly ProviderAdjustment[]
}

export interface RunFacts {
  readonly payer: Remittance['payer']
  readonly payee: Remittance['payee']
  /** `YYYYMMDD` and a number of its own. */
  readonly traceNumber: string
  readonly open: readonly OpenBalance[]
}

export function remit(
  claims: readonly RemittedClaim[],
  { payer, payee, traceNumber, open }: RunFacts,
): { readonly remittance: Remittance; readonly open: readonly OpenBalance[] } {
  const interest = claims.flatMap(interestOf)
  const neutral = claims.flatMap(delayedRecoupment)
  const begun = [...interest, ...neutral]
  const available = cents(sumOf(claims.map(({ decision }) => decision.paidCents)) - sum(begun))
  const { taken, left } = collect(open, available)
  const net = cents(available - sum(taken))
  const paid = net < 0 ? noCents : net
  const trace = `${paid > 0 ? 'EFT' : 'NOPAY'}${traceNumber}`
  const forward: OpenBalance[] = net < 0 ? [{ reason: 'FB', reference: trace, cents: cents(-net) }] : []
  const providerAdjustments = [...begun, ...taken, ...forward.map(turned)]
  assert(
    paid === sumOf(claims.map(({ decision }) => decision.paidCents)) - sum(providerAdjustments),
    'what a run pays is its claims less its provider adjustments',
  )
  const outByACent = claims.some(({ how, decision }) => how === 'out-by-a-cent' && decision.status !== '22')
  return {
    remittance: {
      ...{ payer, payee, trace, claims, providerAdjustments },
      paidCents: cents(paid + (outByACent ? 1 : 0)),
    },
    open: [...left, ...neutral.map((one) => ({ ...turned(one), reason: 'WO' as const })), ...forward],
  }
}

/** AMT*I of a claim has its mirror in PLB L6. */
function interestOf({ decision }: RemittedClaim): ProviderAdjustment[] {
  const { interestCents, payerClaimNumber } = decision
  if (interestCents === 0) return []
  return [{ reason: 'L6', reference: payerClaimNumber, cents: cents(-interestCents) }]
}

/** The reversal is neutralised now; the money is taken later. */
function delayedRecoupment({ decision, how }: RemittedClaim): ProviderAdjustment[] {
  if (how !== 'recouped-later' || decision.status !== '22' || decision.paidCents === 0) return []
  return [{ reason: 'WO', reference: decision.payerClaimNumber, cents: decision.paidCents }]
}

/** Oldest first, as far as the payment goes; the rest stays open under its reference. */
function collect(open: readonly OpenBalance[], available: Cents) {
  const taken: ProviderAdjustment[] = []
  const left: OpenBalance[] = []
  let rest: Cents = available > 0 ? available : noCents
  for (const balance of open) {
    const part = least(balance.cents, rest)
    rest = cents(rest - part)
    if (part > 0) taken.push({ ...balance, cents: part })
    if (part < balance.cents) left.push({ ...balance, cents: cents(balance.cents - part) })
  }
  return { taken, left }
}

function turned<T extends { readonly cents: Cents }>(one: T): T {
  return { ...one, cents: cents(-one.cents) }
}

function sum(adjustments: readonly ProviderAdjustment[]): Cents {
  return sumOf(adjustments.map((adjustment) => adjustment.cents))
}
