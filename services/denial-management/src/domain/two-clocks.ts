/**
 * The clocks of a denial: its own, which sending records does not stop (product note 4.2: a window runs from the receipt of the
 * decision, whatever is asked meanwhile), and beside it the day until which the answer to them should come. The earlier one
 * governs; once the answer is overdue somebody must act again, and its own counts alone.
 */
import type { ServiceDate } from '@tally/kernel'
import type { Deadline } from './appeal-deadline.ts'
import type { Denial } from './denial.ts'

export function governing({ due, answer }: Pick<Denial, 'due' | 'answer'>): Deadline {
  return answer !== null && answer.dueOn < due.dueOn ? answer : due
}

/** The first day whose end is still to be waited for; null: all are over. */
export function nextDay({ due, answer }: Pick<Denial, 'due' | 'answer'>, today: ServiceDate) {
  const days = [due.dueOn, ...(answer === null ? [] : [answer.dueOn])].filter((day) => day >= today)
  return days.sort()[0] ?? null
}

export interface DaysOver {
  /** A payer that was asked has not answered: a person's turn. */
  readonly back: Denial | null
  /** Its own last day passed with nobody having filed. */
  readonly missed: boolean
}

/** What follows from the days that are over by now. */
export function daysOver(denial: Denial, today: ServiceDate): DaysOver {
  const { due, answer, status, receivedOn } = denial
  if (status === 'resolved') return { back: null, missed: false }
  const isOver = ({ dueOn }: Deadline) => dueOn < today
  const unanswered = (answer !== null && isOver(answer)) || (due.kind === 'answer' && isOver(due))
  const back: Denial | null = unanswered
    ? { ...denial, version: denial.version + 1, status: 'open', waitsFor: null, answer: null }
    : null
  // A window that had closed before the decision came was not missed here.
  return { back, missed: due.kind !== 'answer' && isOver(due) && due.dueOn >= receivedOn }
}
