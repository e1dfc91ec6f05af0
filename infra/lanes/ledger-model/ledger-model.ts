/**
 * Where every cent of a patient's charge lines is, by the specification alone (services/era-posting/README.md, DESIGN.md 4,
 * x12.md 2): it shares no code with era-posting, so that both are wrong together only where the words are. A place is an
 * account as a person names it (`payer1 …X1`, `denied1 …X1`, `patient …X1`, `unmatched …`, `credit`, `due …`); its cents
 * are debits less credits.
 */
import type { Adjusted } from '../audit/sample-835.ts'
import { Books, denies, isOfClaim, type Move, type Taken, wholeLines } from './books.ts'
import { type Answer, type Command, lineOf, type Remittance, sumOf, type Visit } from './command.ts'
import {
  payByHand,
  refundPatient,
  refundPayer,
  resolve,
  takeBackEntry,
  writeOff,
} from './model-of-hand-work.ts'

export class LedgerModel extends Books {
  /** False: it is refused, and nothing moves. */
  obey(command: Command): boolean {
    switch (command.kind) {
      case 'charge':
      case 'correct':
        return this.book(command.visit) && (!command.sent || this.send(command.visit))
      case 'send':
        return this.send(command.visit)
      case 'void':
        return this.book({ ...command.visit, charges: command.visit.charges.map(() => 0) })
      case 'pay':
      case 'split':
      case 'deny':
      case 'reverse':
      case 'recoup':
        return this.take(command.remittance)
      case 'unmatch':
      case 'match':
        return this.rematch(
          command.kind,
          this.answers.find((each) => isAt(each, command)),
        )
      case 'hand payment':
        return payByHand(this, command.entry, command.cents, command.from)
      case 'refund':
        return command.of === 'patient'
          ? refundPatient(this, command.entry, command.cents)
          : refundPayer(this, command.entry, command.cents, command.of)
      case 'write-off':
        return writeOff(this, command.entry, command.cents, command.of, command.agreed)
      case 'take back':
        return takeBackEntry(this, command.entry)
      case 'resolve':
        return resolve(this, command)
      // The same again, and a process that dies, move nothing.
      case 'duplicate':
      case 'replay':
      case 'crash':
        return true
    }
  }

  /** The difference to what was booked; where another one owes the visit now, what was booked moves over. */
  book(visit: Visit): boolean {
    const before = this.visits.get(visit.id)
    const owes = (payers: number, line: string) => (payers > 0 ? `payer1 ${line}` : `patient ${line}`)
    for (const [index, charge] of visit.charges.entries()) {
      const line = lineOf(visit.id, index + 1)
      const was = before?.charges[index] ?? 0
      this.lines.add(line)
      if (before) this.move(was, owes(before.payers, line), owes(visit.payers, line))
      this.move(charge - was, `charged ${line}`, owes(visit.payers, line))
      if (was > 0 && charge === 0) this.askNobody(line)
    }
    this.move(visit.patientPaid - (before?.patientPaid ?? 0), 'credit', 'cash')
    this.visits.set(visit.id, visit)
    return this.lookAgain()
  }

  /** Of what is charged no more: what its payer left to the patient or the next payer, and what was written off for him. */
  askNobody(line: string): void {
    const place = (at: string) => at.replace(/^denied/, 'payer')
    const owes = [`payer1 ${line}`, `payer2 ${line}`, `patient ${line}`]
    const isShare = ({ from, to }: Move) =>
      (owes.includes(place(from)) && owes.includes(place(to)) && place(from) !== place(to)) ||
      (from === `patient ${line}` && to === `written-off ${line}`)
    const ofAnswers = this.answers.flatMap(({ moves }) => moves)
    this.undo([...ofAnswers, ...this.decided, ...this.writtenOff].filter(isShare))
  }

  isCharged(line: string): boolean {
    const [visit = '', place] = line.split('X')
    return (this.visits.get(visit)?.charges[Number(place) - 1] ?? 0) > 0
  }

  send({ id, payers, version, charges }: Visit): boolean {
    for (let order = 1; order <= payers; order += 1)
      this.claims.set(`${id}/${order}/${version}`, sumOf(charges))
    return this.lookAgain()
  }

  take({ trace, paidOn, answers, levels }: Remittance): boolean {
    for (const [index, answer] of answers.entries()) {
      const fresh = { state: 'waiting' as const, silent: false, supersedes: false, again: false, moves: [] }
      const taken = { ...answer, trace, position: index + 1, paidOn, ...fresh }
      this.move(taken.paid, unmatched(taken), 'money')
      this.answers.push(taken)
      this.lookAgain()
    }
    for (const [code, reference, cents] of levels) {
      this.move(cents, 'money', code === 'L6' ? 'interest' : `due ${reference}`)
    }
    return true
  }

  /** What waits finds its claim, its charge or its original when that turns up. */
  lookAgain(): boolean {
    while (this.answers.some((each) => each.state === 'waiting' && this.post(each, false)));
    return true
  }

  post(answer: Taken, byHand: boolean): boolean {
    const asked = this.claims.get(`${answer.visit}/${answer.order}/${answer.version}`)
    if (asked === undefined || !this.visits.has(answer.visit)) return false
    if (!byHand && asked !== Math.abs(answer.charge)) return false
    const before = this.answers.filter((each) => isOfClaim(each, answer) && each.state === 'posted')
    if (answer.status === '22') {
      const named = before.filter(({ payerNumber }) => payerNumber === answer.payerNumber)
      const isMirror = ({ charge, paid }: Answer) => charge === -answer.charge && paid === -answer.paid
      const original = (named.length > 0 ? named : before).findLast(isMirror)
      if (!original) return false
      // The other one of two that paid the same has the adjustments of both.
      const again = before.findLast((each) => each.again && isMirror(each))
      this.takeBack(again ?? original, 'gone')
      answer.state = 'gone'
    } else
      this.decide(
        answer,
        before.filter(({ silent }) => !silent),
      )
    this.move(answer.paid, 'money', unmatched(answer))
    return true
  }

  /** An answer without payment takes the place of one before, unless a later one overtook it or it refuses a copy. */
  decide(answer: Taken, standing: readonly Taken[]): void {
    answer.state = 'posted'
    answer.moves = []
    answer.again = false
    const denying = answer.lines.flatMap(({ adjusted }) => adjusted.filter(denies))
    const isCopy = denying.length > 0 && denying.every(([, reason]) => reason === '18')
    const own = answer.lines.map(({ place }) => lineOf(answer.visit, place))
    const isOvertaken = standing.some(
      (each) => each.paidOn > answer.paidOn && this.covers(answer, linesOf(each), own),
    )
    answer.silent = answer.paid === 0 && standing.length > 0 && (isCopy || isOvertaken)
    if (answer.silent) return
    const earlier = standing.findLast((each) => each.paid === 0 && this.covers(answer, own, linesOf(each)))
    answer.supersedes = earlier !== undefined
    const alike = standing.filter((each) => answer.paid !== 0 && isAlike(each, answer))
    const before = alike.map(({ moves }) => told(moves.filter(({ undone }) => !undone)))
    if (earlier) this.takeBack(earlier, 'gone')
    const moves = this.movesOf(answer)
    answer.again = before.includes(told(moves))
    for (const { cents, from, to } of moves) {
      // What is paid once more is adjusted once.
      if (!answer.again || to.startsWith('settled ')) this.move(cents, from, to, answer.moves)
    }
  }

  /** In parts a first payer may answer; of a later one any answer is about all. */
  covers({ order }: Answer, later: readonly string[], earlier: readonly string[]): boolean {
    return order > 1 || earlier.every((line) => later.includes(line) || !this.isCharged(line))
  }

  movesOf(answer: Taken): readonly Omit<Move, 'undone'>[] {
    return wholeLines(answer).flatMap(({ place, paid, denied, adjusted }) => {
      const line = lineOf(answer.visit, place)
      const from = `payer${answer.order} ${line}`
      const others = adjusted.flatMap((each) => {
        const to = this.goesTo(each, line, answer, denied)
        return to ? [{ cents: each[2], from, to }] : []
      })
      return [{ cents: paid, from, to: `settled ${line}` }, ...others]
    })
  }

  goesTo(adjusted: Adjusted, line: string, { visit, order }: Answer, denied: boolean): string | null {
    const [group, reason] = adjusted
    if (order > 1 && group === 'OA' && reason === '23') return null
    if (denied && denies(adjusted)) return `denied${order} ${line}`
    const payers = this.visits.get(visit)?.payers ?? 0
    if (group === 'PR' && !this.isCharged(line)) return null
    if (group === 'PR') return order < payers ? `payer${order + 1} ${line}` : `patient ${line}`
    const own = reason === '253' ? 'sequestration' : reason === '59' ? 'mppr' : null
    const byGroup = group === 'PI' ? 'payer-initiated' : group === 'CO' ? 'contractual' : 'other'
    return `${own ?? byGroup} ${line}`
  }

  /** Its exact mirror, and with it what people decided on what it denied. */
  takeBack(answer: Taken, state: 'gone' | 'apart'): void {
    const denied = answer.moves.map(({ to }) => to).filter((to) => to.startsWith('denied'))
    this.undo(answer.moves)
    this.undo(this.decided.filter(({ from }) => denied.includes(from)))
    answer.state = state
  }

  rematch(kind: 'unmatch' | 'match', answer: Taken | undefined): boolean {
    if (!answer) return false
    const waits = answer.state === 'waiting' || answer.state === 'apart'
    if (kind === 'match') {
      return waits ? this.post(answer, true) && this.lookAgain() : true
    }
    if (waits) return true
    if (answer.state === 'gone' || answer.supersedes) return false
    const isAgain = (each: Taken) => each.state === 'posted' && each.again && isOfClaim(each, answer)
    if (
      !answer.again &&
      !answer.silent &&
      this.answers.some((each) => isAgain(each) && isAlike(each, answer))
    )
      return false
    this.takeBack(answer, 'apart')
    this.move(answer.paid, unmatched(answer), 'money')
    return true
  }
}

const isAlike = (one: Answer, other: Answer) =>
  one.status === other.status && one.charge === other.charge && one.paid === other.paid
/** On which it moved something that stands. */
const linesOf = ({ moves, order }: Taken) =>
  moves
    .filter(({ cents, from, undone }) => cents !== 0 && !undone && from.startsWith(`payer${order} `))
    .map(({ from }) => from.split(' ')[1] ?? '')
/** Whoever is next by now: what moved, as one text. */
const told = (moves: readonly Omit<Move, 'undone'>[]) =>
  moves
    .filter(({ cents }) => cents !== 0)
    .map(({ cents, from, to }) => `${cents} ${from} ${to.replace(/^(patient|payer\d) /, 'left ')}`)
    .sort()
    .join()
const unmatched = ({ trace, position }: Pick<Taken, 'trace' | 'position'>) => `unmatched ${trace}/${position}`
const isAt = (one: Taken, other: Pick<Taken, 'trace' | 'position'>) =>
  one.trace === other.trace && one.position === other.position
