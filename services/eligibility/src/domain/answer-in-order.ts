/**
 * Answers a patient's days in the order of their dates, so that the last visits of an authorization go to the earliest days
 * whichever was heard of first. What days that went out have used stays used until another version is out as well.
 */
import { type Authorization, type Balance, type BilledService, neededOf } from './authorization.ts'
import { type Clearance, type ClearanceFacts, decideClearance } from './decide-clearance.ts'

export interface DayToAnswer {
  readonly id: string
  readonly sent: boolean
  readonly payerId: string | null
  /** As they went out, where a claim did. */
  readonly services: readonly BilledService[]
  readonly facts: Omit<ClearanceFacts, 'authorizationId' | 'authorizationsKnown'>
}

export interface Ledger {
  readonly authorization: Authorization
  readonly balance: Balance
}

export interface DayAnswered {
  readonly id: string
  readonly clearance: Clearance
  /** What it is to hold of an authorization; null: nothing. */
  readonly takes: { readonly authorizationId: string; readonly quantity: number } | null
}

/** `days` by date; ledgers of the patient. */
export function answerInOrder(days: readonly DayToAnswer[], ledgers: readonly Ledger[]): DayAnswered[] {
  const left = new Map(ledgers.map((ledger) => [ledger.authorization.id, roomOf(ledger, days)]))
  return days.map((day) => {
    const found = fitting(day, ledgers, left)
    const clearance = decideClearance({
      ...day.facts,
      authorizationId: found?.authorizationId ?? null,
      authorizationsKnown: ledgers.filter(({ authorization }) => authorization.payerId === day.payerId)
        .length,
    })
    // One that waits keeps its place before later days.
    const keeps = found !== null && clearance.kind !== 'held'
    if (keeps && !found.held) {
      const room = left.get(found.authorizationId) ?? 0
      left.set(found.authorizationId, room - found.quantity)
    }
    const takes = found && { authorizationId: found.authorizationId, quantity: found.quantity }
    return { id: day.id, clearance, takes: clearance.kind === 'cleared' ? takes : null }
  })
}

/** What is left when every unsent day gives back what it holds; without a limit there is always room. */
function roomOf({ authorization, balance }: Ledger, days: readonly DayToAnswer[]): number {
  if (!authorization.limited) return Number.POSITIVE_INFINITY
  const given = days
    .filter(({ sent }) => !sent)
    .map(({ id }) => balance.ofDay.get(id))
    .reduce((sum, held) => sum + (held?.quantity ?? 0), 0)
  return balance.remaining + given
}

interface Found {
  readonly authorizationId: string
  readonly quantity: number
  /** By a day that went out with it. */
  readonly held: boolean
}

/** What the day went out with; else the one that ends first. Part B knows none (coding-rules.md 6.8), unless a denial taught otherwise. */
function fitting(
  { id, sent, payerId, services, facts }: DayToAnswer,
  ledgers: readonly Ledger[],
  left: ReadonlyMap<string, number>,
): Found | null {
  const used = sent ? ledgers.find(({ balance }) => balance.ofDay.has(id)) : undefined
  const own = used?.balance.ofDay.get(id)
  if (used && own) return { authorizationId: used.authorization.id, quantity: own.quantity, held: true }
  const asksForNone = facts.family === 'medicare-b' && !facts.authorizationLearned
  if (payerId === null || asksForNone || facts.governing.kind !== 'payer') return null
  const { serviceDate } = facts
  const fits = ledgers.flatMap(({ authorization }) => {
    const quantity = neededOf(authorization, { payerId, serviceDate, services })
    if (quantity === null || quantity > (left.get(authorization.id) ?? 0)) return []
    return [
      { authorizationId: authorization.id, quantity, held: false, ends: authorization.to ?? '9999-12-31' },
    ]
  })
  const [first] = fits.sort((a, b) => order(a.ends, b.ends) || order(a.authorizationId, b.authorizationId))
  return first ?? null
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
