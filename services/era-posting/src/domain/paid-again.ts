/**
 * A payment of what is paid already: an answer that would post, account by account and cent by cent, what an earlier one that
 * stands has posted (x12.md 2.11, level 5, under whatever number of the payer's). Its money came and is posted, so that it shows
 * as overpaid. What it adjusts and leaves to the patient stands from the first: an allowance is given and a copay owed once.
 */
import type { Posting } from './posting.ts'

/** Why the adjustments of an answer moved nothing; a slug. */
export const paidAgain = 'claim/paid-again'

/** `earlier`: what stands of earlier answers of the payer at `order`, one by one. */
export function isPaidAgain(
  postings: readonly Posting[],
  earlier: readonly (readonly Posting[])[],
  order: number,
): boolean {
  const own = movesOf(postings, order)
  return earlier.some((each) => movesOf(each, order) === own)
}

/** What of an answer's postings is its payment; `paidFrom`: the account that it is paid from. */
export function paymentsAmong(postings: readonly Posting[], paidFrom: string): readonly Posting[] {
  return postings.filter(({ debit, credit }) => debit === paidFrom || credit === paidFrom)
}

function movesOf(postings: readonly Posting[], order: number): string {
  const moves = postings.map(
    ({ debit, credit, cents }) => `${plain(debit, order)} ${plain(credit, order)} ${cents}`,
  )
  return moves.sort().join('\n')
}

/** Wherever the payment comes from, and whose turn is next by now. */
function plain(account: string, order: number): string {
  if (account.startsWith('clearing:') || account.startsWith('unmatched:')) return 'payment'
  const isOwn = account.startsWith('receivable:payer:') && account.endsWith(`:${order}`)
  return account.startsWith('receivable:') && !isOwn ? 'left to others' : account
}
