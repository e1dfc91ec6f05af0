/** The model's books: places with their cents, and what was done so far. See ledger-model.ts. */
import type { Adjusted } from '../audit/sample-835.ts'
import { type Answer, sumOf, type Visit } from './command.ts'

export interface Move {
  readonly from: string
  readonly to: string
  readonly cents: number
  undone: boolean
}

export interface Taken extends Answer {
  readonly trace: string
  readonly position: number
  readonly paidOn: string
  /** `apart`: a person took its match apart; `gone`: reversed, or answered anew in its place. */
  state: 'waiting' | 'posted' | 'apart' | 'gone'
  silent: boolean
  supersedes: boolean
  /** It paid what was paid: its payment alone stands. */
  again: boolean
  moves: Move[]
}

/** Lowers a payment and denies nothing (DESIGN.md 4). */
const lowersOnly = 'CO 42,CO 45,CO 59,CO 131,CO 253,CO A2,OA 23,OA 59,OA 94,PR 1,PR 2,PR 3'.split(',')
export const denies = ([group, reason, cents]: Adjusted) =>
  cents >= 0 && !lowersOnly.includes(`${group} ${reason}`)

export class Books {
  readonly cents = new Map<string, number>()
  readonly visits = new Map<string, Visit>()
  /** What the claims that were sent ask for, by visit, order and version. */
  readonly claims = new Map<string, number>()
  readonly answers: Taken[] = []
  readonly entries = new Map<string, Move[]>()
  readonly takenBack = new Set<string>()
  readonly lines = new Set<string>()
  /** What people decided on denials, and wrote off by hand. */
  readonly decided: Move[] = []
  readonly writtenOff: Move[] = []

  at(place: string): number {
    return this.cents.get(place) ?? 0
  }

  move(cents: number, from: string, to: string, moves: Move[] = []): void {
    this.cents.set(from, this.at(from) - cents)
    this.cents.set(to, this.at(to) + cents)
    moves.push({ from, to, cents, undone: false })
  }

  undo(moves: readonly Move[]): void {
    for (const move of moves.filter(({ undone }) => !undone)) {
      this.move(move.cents, move.to, move.from)
      move.undone = true
    }
  }
}

/** The pieces of a line that the payer split are one. */
export function wholeLines({ lines }: Answer) {
  return [...Map.groupBy(lines, ({ place }) => place)].map(([place, pieces]) => {
    const [charge, paid] = [sumOf(pieces.map((each) => each.charge)), sumOf(pieces.map((each) => each.paid))]
    const adjusted = pieces.flatMap((each) => each.adjusted)
    return { place, paid, adjusted, denied: paid === 0 && charge > 0 && adjusted.some(denies) }
  })
}

export const isOfClaim = (one: Pick<Answer, 'visit' | 'order'>, other: Pick<Answer, 'visit' | 'order'>) =>
  one.visit === other.visit && one.order === other.order
