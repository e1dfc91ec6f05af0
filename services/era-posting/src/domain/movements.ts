/** What left some accounts, and where to: known once, it is moved on by postings that are not written yet. */
import { type Cents, cents, sumOf } from '@tally/kernel'
import type { Posting } from './posting.ts'

/** What left an account, by the kind of the account that it went to. In cents; what came is less than nothing. */
export type Moved = ReadonlyMap<string, Cents>

/** By account; each that was asked for is in it. */
export type Movements = ReadonlyMap<string, Map<string, Cents>>

/** The first step of the account's path, of a receivable the first two. */
export function kindOf(account: string): string {
  const first = account.indexOf(':')
  if (first < 0 || !account.startsWith('receivable:')) return first < 0 ? account : account.slice(0, first)
  const second = account.indexOf(':', first + 1)
  return second < 0 ? account : account.slice(0, second)
}

/** The same of `accounts` alone; one of which nothing left yet is in it, too. */
export function movementsOn(movements: Movements, accounts: readonly string[]): Movements {
  return new Map(accounts.map((account) => [account, movements.get(account) ?? new Map<string, Cents>()]))
}

/** Debits less credits. */
export function balancesIn(movements: Movements): Map<string, Cents> {
  return new Map([...movements].map(([account, moved]) => [account, cents(-sumOf(moved.values()))]))
}

/** Of the accounts that are in `movements`. */
export function moveOn(movements: Movements, postings: readonly Posting[]): void {
  for (const { debit, credit, cents: amount } of postings) {
    leave(movements.get(credit), debit, amount)
    leave(movements.get(debit), credit, -amount)
  }
}

function leave(moved: Map<string, Cents> | undefined, to: string, amount: number): void {
  if (!moved) return
  const kind = kindOf(to)
  moved.set(kind, cents((moved.get(kind) ?? 0) + amount))
}
