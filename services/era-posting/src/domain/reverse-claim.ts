/**
 * A reversal (CLP02 22): the mirror of its original's postings, each linked to the one it mirrors, with the
 * clearing account of the remittance that brings it in place of the original's (x12.md 2.7). What people
 * decided on the reversed denial goes with it. One that is no exact negation of an original is never posted:
 * balances stay as they are and a person looks.
 */
import { type Cents, cents } from '@tally/kernel'
import type { RemittanceClaim } from '@tally/x12'
import type { Posting, StoredPosting } from './posting.ts'

/** A claim of an earlier remittance, in the ledger. */
export interface Original {
  readonly remittanceId: string
  readonly position: number
  /** Of the coverage that it answered, where that is a later one than its claim's. */
  readonly coverageOrder: number | null
  readonly chargeCents: number
  readonly paidCents: number
  /** The reversal names the same payer's number. */
  readonly samePayerNumber: boolean
  readonly reversed: boolean
  /** It moved nothing, and nothing was said of it. */
  readonly silent: boolean
  /** It posted its payment alone: see paid-again.ts. */
  readonly again: boolean
}

/**
 * Which of `originals`, the newest last, is taken back: a slug when none is. The payer's number counts before
 * the age, since a claim may have been adjudicated several times. Of two that paid the same the payment alone goes first,
 * whichever is named: the other has the adjustments of both.
 */
export function originalOf(
  { chargeCents, paidCents }: RemittanceClaim,
  originals: readonly Original[],
): Original | string {
  if (chargeCents > 0 || paidCents > 0) return 'reversal/not-negative'
  const standing = originals.filter(({ reversed }) => !reversed)
  if (standing.length === 0) return 'reversal/original-unknown'
  const named = standing.filter(({ samePayerNumber }) => samePayerNumber)
  const mirrored = (original: Original) =>
    original.chargeCents + chargeCents === 0 && original.paidCents + paidCents === 0
  const original = named.findLast(mirrored) ?? (named.length > 0 ? null : standing.findLast(mirrored))
  if (!original) return 'reversal/not-its-original'
  return standing.findLast((each) => each.again && mirrored(each)) ?? original
}

/** `paidTo` takes the place of the account from which the original was paid, `paidFrom`. */
export function reverseClaim(
  originals: readonly StoredPosting[],
  { paidFrom, paidTo, key, position }: ReversalPlace,
): readonly Posting[] {
  const swapped = (account: string) => (paidFrom.includes(account) ? paidTo : account)
  return originals.map(({ id, debit, credit, cents: amount }) => ({
    ...{ debit: swapped(credit), credit: swapped(debit), cents: amount },
    ...{ key: `${key}/reverses-${id}`, position, reverses: id },
  }))
}

interface ReversalPlace {
  /** The original's clearing account, and that of a claim not known then. */
  readonly paidFrom: readonly string[]
  readonly paidTo: string
  readonly key: string
  readonly position: number
}

/** The reversal with its signs turned: what is taken back. */
export function negated(claim: RemittanceClaim): RemittanceClaim {
  const turned = <T extends { readonly amountCents: Cents }>(each: T): T => ({
    ...each,
    amountCents: minus(each.amountCents),
  })
  return {
    ...claim,
    ...{ chargeCents: minus(claim.chargeCents), paidCents: minus(claim.paidCents) },
    patientCents: claim.patientCents === null ? null : minus(claim.patientCents),
    adjustments: claim.adjustments.map(turned),
    lines: claim.lines.map((line) => ({
      ...line,
      ...{ chargeCents: minus(line.chargeCents), paidCents: minus(line.paidCents) },
      allowedCents: line.allowedCents === null ? null : minus(line.allowedCents),
      adjustments: line.adjustments.map(turned),
    })),
  }
}

function minus(amount: Cents): Cents {
  return cents(-amount)
}
