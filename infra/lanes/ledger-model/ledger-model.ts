/**
 * Where every cent of a patient's charge lines is, by the specification alone (services/era-posting/README.md, DESIGN.md 4,
 * x12.md 2): it shares no code with era-posting, so that both are wrong together only where the words are. A place is an
 * account as a person names it (`payer1 …X1`, `denied1 …X1`, `patient …X1`, `unmatched …`, `credit`, `due …`); its cents
 * are debits less credits.
 */
import type { Adjusted } from '../audit/sample-835.ts'
import { Books, denies, isOfClaim, type Taken, wholeLines } from './books.ts'
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
    }
    this.move(visit.patientPaid - (before?.patientPaid ?? 0), 'credit', 'cash')
    this.visits.set(visit.id, visit)
    return this.lookAgain()
  }

  send({ id, payers, version, charges }: Visit): boolean {
    for (let order = 1; order <= payers; order += 1)
      this.claims.set(`${id}/${order}/${version}`, sumOf(charges))
    return this.lookAgain()
  }

  take({ trace, paidOn, answers, levels }: Remittance): boolean {
    for (const [index, answer] of answers.entries()) {
      const fresh = { state: 'waiting' as const, silent: false, supersedes: false, moves: [] }
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
      this.takeBack(original, 'gone')
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
    const denying = answer.lines.flatMap(({ adjusted }) => adjusted.filter(denies))
    const isCopy = denying.length > 0 && denying.every(([, reason]) => reason === '18')
    const isOvertaken = standing.some(({ paidOn }) => paidOn > answer.paidOn)
    answer.silent = answer.paid === 0 && standing.length > 0 && (isCopy || isOvertaken)
    if (answer.silent) return
    const earlier = standing.findLast(({ paid }) => paid === 0)
    answer.supersedes = earlier !== undefined
    if (earlier) this.takeBack(earlier, 'gone')
    for (const { place, paid, denied, adjusted } of wholeLines(answer)) {
      const line = lineOf(answer.visit, place)
      const payer = `payer${answer.order} ${line}`
      this.move(paid, payer, `settled ${line}`, answer.moves)
      for (const each of adjusted) {
        const to = this.goesTo(each, line, answer, denied)
        if (to) this.move(each[2], payer, to, answer.moves)
      }
    }
  }

  goesTo(adjusted: Adjusted, line: string, { visit, order }: Answer, denied: boolean): string | null {
    const [group, reason] = adjusted
    if (order > 1 && group === 'OA' && reason === '23') return null
    if (denied && denies(adjusted)) return `denied${order} ${line}`
    const payers = this.visits.get(visit)?.payers ?? 0
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
    this.takeBack(answer, 'apart')
    this.move(answer.paid, unmatched(answer), 'money')
    return true
  }
}

const unmatched = ({ trace, position }: Pick<Taken, 'trace' | 'position'>) => `unmatched ${trace}/${position}`
const isAt = (one: Taken, other: Pick<Taken, 'trace' | 'position'>) =>
  one.trace === other.trace && one.position === other.position
