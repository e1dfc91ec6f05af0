/**
 * What a person's action does to a denial, or why it may not be done: what the rules refuse, what is done already, and what
 * another has still to answer.
 */
import { accepted, type Decision, refused, type ServiceDate } from '@tally/kernel'
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
      return accepted(waiting(denial, 'payer', answerDeadline(doneOn)))
    case 'write-off':
      return accepted(resolved(denial, 'written-off', 'denial/written-off'))
    case 'bill-patient':
      return accepted(resolved(denial, 'to-patient', 'denial/billed-to-patient'))
    case 'bill-next-payer':
      return accepted(resolved(denial, 'to-next-payer', 'denial/billed-to-next-payer'))
    case 'close':
      return accepted(resolved(denial, 'closed', 'denial/closed'))
  }
}

/** The clock goes on: it stops when the claim that carries the change goes out. */
function asked(denial: Denial, whom: 'charge-capture' | 'claim-submission'): Decision<Denial> {
  if (denial.waitsFor === whom) {
    return refused('denial/already-asked', `${whom} was asked already and has not answered yet`)
  }
  return accepted(waiting(denial, whom))
}
