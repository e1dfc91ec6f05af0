/** Work by hand and on denials, for the model: the README of era-posting, "Work by hand", and DESIGN.md 4, in code of its own. */
import { type Books, denies, isOfClaim, type Move, wholeLines } from './books.ts'
import { type Command, type LineAt, lineOf, sumOf } from './command.ts'

/** Of one person; more in sum another agrees to. */
const writeOffLimit = 5_000

/** The oldest first, never onto a line that owes nothing; what is beyond is credit. */
export function payByHand(books: Books, entry: string, cents: number, from: 'cash' | 'credit'): boolean {
  if (books.lines.size === 0 || (from === 'credit' && cents > -books.at('credit'))) return false
  const moves: Move[] = []
  let left = cents
  for (const line of [...books.lines].sort()) {
    const share = Math.max(0, Math.min(left, books.at(`patient ${line}`)))
    if (share > 0) books.move(share, `patient ${line}`, from, moves)
    left -= share
  }
  if (from === 'credit' && left === cents) return false
  if (from === 'cash') books.move(left, 'credit', 'cash', moves)
  books.entries.set(entry, moves)
  return true
}

/** The credit first, then what lines were overpaid. */
export function refundPatient(books: Books, entry: string, cents: number): boolean {
  const places = ['credit', ...[...books.lines].sort().map((line) => `patient ${line}`)]
  const shares = new Map<string, number>()
  let left = cents
  for (const place of places) {
    const share = Math.max(0, Math.min(left, -books.at(place)))
    shares.set(place, share)
    left -= share
  }
  if (left > 0) return false
  const moves: Move[] = []
  for (const [place, share] of shares) if (share > 0) books.move(share, 'refunded', place, moves)
  books.entries.set(entry, moves)
  return true
}

export function refundPayer(
  books: Books,
  entry: string,
  cents: number,
  { visit, place, order }: LineAt,
): boolean {
  const line = lineOf(visit, place)
  const payer = `payer${order} ${line}`
  const credit = -books.at(payer) - books.at(`denied${order} ${line}`)
  // Listed still, or a claim went to him once.
  const sentTo = [...books.claims.keys()].some((sent) => sent.startsWith(`${visit}/${order}/`))
  if (order > (books.visits.get(visit)?.payers ?? 0) && !sentTo) return false
  if (cents > Math.min(credit, paidBy(books, payer))) return false
  const moves: Move[] = []
  books.move(cents, 'refunded', payer, moves)
  books.entries.set(entry, moves)
  return true
}

/** What the payer paid of a line, less what went back to it. */
function paidBy(books: Books, payer: string): number {
  const ofAnswers = books.answers.flatMap(({ moves }) => moves)
  const all = [...ofAnswers, ...[...books.entries.values()].flat()].filter(({ undone }) => !undone)
  const paid = all.filter(({ from, to }) => from === payer && to.startsWith('settled '))
  const back = all.filter(({ from, to }) => from === 'refunded' && to === payer)
  return sumOf(paid.map(({ cents }) => cents)) - sumOf(back.map(({ cents }) => cents))
}

export function writeOff(
  books: Books,
  entry: string,
  cents: number,
  { visit, place, order }: LineAt,
  agreed: boolean,
): boolean {
  const line = lineOf(visit, place)
  const [first = '', second = ''] =
    order === 0 ? [`patient ${line}`] : [`payer${order} ${line}`, `denied${order} ${line}`]
  const open = (each: string) => Math.max(0, books.at(each))
  if (!books.lines.has(line) || cents > open(first) + open(second)) return false
  const lost = `written-off ${line}`
  const before = books.writtenOff.filter(({ to, undone }) => to === lost && !undone)
  if (cents + sumOf(before.map((each) => each.cents)) > writeOffLimit && !agreed) return true
  const [moves, ofDenied]: [Move[], Move[]] = [[], []]
  const share = Math.min(cents, open(first))
  if (share > 0) books.move(share, first, lost, moves)
  if (cents > share) books.move(cents - share, second, lost, ofDenied)
  books.decided.push(...ofDenied)
  books.writtenOff.push(...moves, ...ofDenied)
  books.entries.set(entry, [...moves, ...ofDenied])
  return true
}

/** Asked twice, nothing more is done; refused where the payer took back a denial that it worked, and this with it. */
export function takeBackEntry(books: Books, entry: string): boolean {
  const moves = books.entries.get(entry)
  if (!moves || books.takenBack.has(entry)) return moves !== undefined
  if (moves.some(({ undone }) => undone)) return false
  books.undo(moves)
  books.takenBack.add(entry)
  return true
}

/** Never more than is open there; to the patient only group PR of what was refused. */
export function resolve(
  books: Books,
  { of, cents, resolution }: Extract<Command, { readonly kind: 'resolve' }>,
): boolean {
  const { visit, place, order } = of
  const line = lineOf(visit, place)
  const [denied, patient] = [`denied${order} ${line}`, `patient ${line}`]
  const open =
    resolution === 'to-patient'
      ? Math.min(books.at(denied), isCharged(books, of) ? patientsPart(books, of, denied, patient) : 0)
      : books.at(denied)
  const next = order < (books.visits.get(visit)?.payers ?? 0) ? order + 1 : order
  const to = {
    ...{
      'written-off': `written-off ${line}`,
      'to-patient': patient,
      resubmitted: `payer${order} ${line}`,
    },
    'to-next-payer': `payer${next} ${line}`,
  }
  const moves = Math.min(cents, open)
  const moved: Move[] = []
  if (moves > 0) books.move(moves, denied, to[resolution], moved)
  books.decided.push(...moved)
  if (resolution === 'written-off') books.writtenOff.push(...moved)
  return true
}

function isCharged(books: Books, { visit, place }: LineAt): boolean {
  return (books.visits.get(visit)?.charges[place - 1] ?? 0) > 0
}

function patientsPart(
  books: Books,
  { visit, place, order }: LineAt,
  denied: string,
  patient: string,
): number {
  const standing = books.answers.filter(
    (each) =>
      isOfClaim(each, { visit, order }) &&
      each.state === 'posted' &&
      !each.silent &&
      !each.again &&
      each.status !== '22',
  )
  const refused = standing.flatMap((each) =>
    wholeLines(each).flatMap((line) =>
      line.place === place && line.denied
        ? line.adjusted.filter((one) => one[0] === 'PR' && denies(one)).map(([, , cents]) => cents)
        : [],
    ),
  )
  const became = books.decided.filter(({ from, to, undone }) => from === denied && to === patient && !undone)
  return sumOf(refused) - sumOf(became.map(({ cents }) => cents))
}
