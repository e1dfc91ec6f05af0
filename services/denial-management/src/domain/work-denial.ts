/**
 * What a person's action does to a denial, or why it may not be done: what the rules refuse, what is done already, and what
 * another has still to answer. A write-off over the limit of one person is proposed, and done when an owner who is another
 * person asks for the same.
 */
import { accepted, type Cents, type Decision, needsSecond, refused, type ServiceDate } from '@tally/kernel'
import { answerDeadline } from './appeal-deadline.ts'
import { type Denial, type Remedy, resolved, waiting } from './denial.ts'
import type { RefusedRemedy } from './refuse-remedy.ts'

export interface Action {
  readonly remedy: Remedy
  /** Of an appeal: the day on which it went out; of anything else: today. */
  readonly doneOn: ServiceDate
  readonly today: ServiceDate
  /** The payer takes a late appeal for a good cause. */
  readonly goodCause: boolean
  readonly person: Person
  /** RFC 3339. */
  readonly now: string
  readonly writeOff: WriteOffFacts
}

export interface Person {
  readonly keyId: string
  /** An owner: second approvals are theirs alone (api.md). */
  readonly mayAgree: boolean
}

export interface WriteOffFacts {
  /** What one person may write off. */
  readonly limitCents: Cents
  /** What was written off of the same lines before. */
  readonly beforeCents: Cents
}

export function workDenial(
  denial: Denial,
  action: Action,
  rules: readonly RefusedRemedy[],
): Decision<Denial> {
  const { remedy, doneOn, today, goodCause } = action
  if (denial.status === 'resolved') {
    return refused('denial/resolved', `it was resolved already: ${denial.resolvedBecause}`)
  }
  const against = rules.find((each) => each.remedy === remedy)
  if (against && !(goodCause && against.rule === 'appeal/window-closed')) {
    return refused(against.rule, against.says)
  }
  if (doneOn > today) return refused('appeal/not-filed-yet', 'an appeal is recorded once it was filed')
  if (remedy === 'appeal' && doneOn < denial.receivedOn) {
    const says = `the decision came in on ${denial.receivedOn}: an appeal of it was filed then or later`
    return refused('appeal/before-decision', says)
  }
  switch (remedy) {
    case 'correct':
      return asked(denial, 'charge-capture')
    case 'resubmit':
      return asked(denial, 'claim-submission')
    case 'appeal': {
      const filed = waiting(denial, 'payer', answerDeadline(doneOn))
      return accepted({ ...filed, appeals: denial.appeals + 1 })
    }
    case 'send-records':
      return accepted(recordsSent(denial, doneOn))
    case 'write-off':
      return writeOff(denial, action)
    case 'bill-patient':
      return accepted(resolved(denial, 'to-patient', 'denial/billed-to-patient'))
    case 'bill-next-payer':
      return accepted(resolved(denial, 'to-next-payer', 'denial/billed-to-next-payer'))
    case 'close':
      return accepted(resolved(denial, 'closed', 'denial/closed'))
  }
}

/** Its own clock goes on beside. While an appeal's answer is awaited there is none but that, which begins anew. */
function recordsSent(denial: Denial, on: ServiceDate): Denial {
  const answer = answerDeadline(on)
  const { kind, source } = denial.due
  if (kind === 'answer') return waiting(denial, 'payer', { ...answer, source })
  return { ...waiting(denial, 'payer'), answer }
}

function writeOff(denial: Denial, { person, now, writeOff: { limitCents, beforeCents } }: Action) {
  const done = resolved(denial, 'written-off', 'denial/written-off')
  if (!needsSecond(denial.amountCents, beforeCents, limitCents)) return accepted(done)
  const { proposed } = denial
  if (proposed === null) {
    return accepted({ ...denial, version: denial.version + 1, proposed: { by: person.keyId, at: now } })
  }
  if (proposed.by === person.keyId) {
    return refused('proposal/same-person', 'whoever proposed it cannot agree to it: ask another person')
  }
  if (!person.mayAgree) {
    return refused('proposal/needs-owner', 'it is over the limit and proposed already: an owner must agree')
  }
  return accepted(done)
}

/** The clock goes on: it stops when the claim that carries the change goes out. */
function asked(denial: Denial, whom: 'charge-capture' | 'claim-submission'): Decision<Denial> {
  if (denial.waitsFor === whom) {
    return refused('denial/already-asked', `${whom} was asked already and has not answered yet`)
  }
  return accepted(waiting(denial, whom))
}
