/**
 * What the claims of one remittance share while they are posted: the remittance, its batch (opened by the
 * first posting, since one that moves nothing has none), and what has passed through its clearing account.
 */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { ChargeDay } from '../domain/book-charges.ts'
import { type GatheredNumbers, gatherNumbers } from '../domain/named-claim.ts'
import { balanceOf, type Posting } from '../domain/posting.ts'
import { type Batch, beginBatch, type Cause, writePostings } from '../store/ledger.ts'
import type { RemittanceRow } from '../store/remittances.ts'

export interface PostingSession {
  readonly work: Work
  readonly row: RemittanceRow
  /** Locked, by id. */
  readonly days: ReadonlyMap<string, ChargeDay>
  /** Whence a claim is paid: the clearing account, or where its payment waited until it was matched. */
  readonly paidFrom: string
  /** Under which its postings are unique for ever, by position. */
  keyOf(position: number): string
  /** Of the claims that were posted in it, where a reference waits for them. */
  readonly numbers: GatheredNumbers
  /** They are on their way when it returns: what is read behind them sees them. */
  write(postings: readonly Posting[]): Promise<void>
  /** Called while much is said, a few claims after the others. */
  saidUntilHere(): void
  /** How many were written, and what they leave on `paidFrom`. */
  written(): { readonly postings: number; readonly leftCents: Cents }
}

export function postingSession(
  work: Work,
  cause: Cause,
  parts: Pick<PostingSession, 'row' | 'days' | 'paidFrom'> &
    Partial<Pick<PostingSession, 'keyOf' | 'numbers' | 'saidUntilHere'>>,
): PostingSession {
  let batch: Batch | undefined
  let [count, left] = [0, 0]
  return {
    keyOf: (position) => `remittance/${parts.row.id}/${position}`,
    saidUntilHere: () => undefined,
    ...{ work, numbers: gatherNumbers(), ...parts },
    async write(postings) {
      if (postings.length === 0) return
      let opened: Promise<unknown> = Promise.resolve()
      if (!batch) ({ batch, opened } = beginBatch(work, cause))
      count += postings.length
      left += balanceOf(parts.paidFrom, postings)
      await Promise.all([opened, writePostings(work, batch, postings)])
    },
    written: () => ({ postings: count, leftCents: cents(left) }),
  }
}
