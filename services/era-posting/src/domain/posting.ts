/**
 * A posting: one account gives, another takes, by a positive amount of cents. It cannot be unbalanced, so
 * neither can anything made of it.
 */
import { assert, type Cents, cents, noCents } from '@tally/kernel'

export interface Posting {
  readonly debit: string
  readonly credit: string
  readonly cents: Cents
  /** What caused it, unique for ever in the practice: the same cause posts once. */
  readonly key: string
  /** Of the claim in its remittance. */
  readonly position?: number
  /** The stored posting that this one mirrors. */
  readonly reverses?: number
}

/** A posting as the ledger holds it. */
export interface StoredPosting extends Posting {
  readonly id: number
}

/**
 * `amount` from `credit` to `debit`; a negative one swaps them and nothing is posted for 0, so that every
 * posting is positive.
 */
export function post(
  debit: string,
  credit: string,
  amount: Cents,
  key: string,
  position?: number,
): readonly Posting[] {
  if (amount === noCents) return []
  assert(debit !== credit, 'a posting moves between two accounts')
  const place = position === undefined ? {} : { position }
  return amount > 0
    ? [{ debit, credit, cents: amount, key, ...place }]
    : [{ debit: credit, credit: debit, cents: cents(-amount), key, ...place }]
}

/** Undoes each of `written`, and is called after it. */
export function mirrorOf(written: readonly StoredPosting[], key: string): readonly Posting[] {
  return written.map(({ id: reverses, debit, credit, cents: amount }) => ({
    ...{ debit: credit, credit: debit, cents: amount, key: `${key}/${reverses}`, reverses },
  }))
}

/** What `postings` leave on `account`: debits less credits. */
export function balanceOf(account: string, postings: Iterable<Posting>): Cents {
  let balance = 0
  for (const posting of postings) {
    if (posting.debit === account) balance += posting.cents
    if (posting.credit === account) balance -= posting.cents
  }
  return cents(balance)
}
