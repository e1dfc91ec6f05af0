/** What of a claim is still open at its payer: receivables and refused amounts of all its day's charge lines. */
import { type Cents, cents, noCents } from '@tally/kernel'
import { deniedOpen, receivableOfPayer } from './account.ts'
import type { Posting } from './posting.ts'

/** Debits less credits by account; an account that is not in it is at 0. */
export type Balances = ReadonlyMap<string, Cents>

export function accountsAt(chargeLineIds: readonly string[], order: number): readonly string[] {
  return chargeLineIds.flatMap((id) => [receivableOfPayer(id, order), deniedOpen(id, order)])
}

/** Moves `postings` in `balances`, of the accounts that are in it; copying it for each of 500 claims would cost more than they do. */
export function moveIn(balances: Map<string, Cents>, postings: readonly Posting[]): void {
  for (const { debit, credit, cents: amount } of postings) {
    const taking = balances.get(debit)
    if (taking !== undefined) balances.set(debit, cents(taking + amount))
    const giving = balances.get(credit)
    if (giving !== undefined) balances.set(credit, cents(giving - amount))
  }
}

export function openAt(chargeLineIds: readonly string[], order: number, balances: Balances): Cents {
  let open = 0
  for (const id of chargeLineIds) open += openOfLine(id, order, balances)
  return cents(open)
}

/** What is owed of a line and what was refused of it, which are one. */
function openOfLine(chargeLineId: string, order: number, balances: Balances): number {
  return (
    (balances.get(receivableOfPayer(chargeLineId, order)) ?? 0) +
    (balances.get(deniedOpen(chargeLineId, order)) ?? 0)
  )
}

/** Each account by itself: a line that is paid too much settles no other line. */
export function isSettled(chargeLineIds: readonly string[], order: number, balances: Balances): boolean {
  const isClear = (account: string) => (balances.get(account) ?? noCents) === noCents
  return chargeLineIds.every((id) => isClear(receivableOfPayer(id, order)) && isClear(deniedOpen(id, order)))
}
