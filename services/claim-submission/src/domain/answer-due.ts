/**
 * How long partners take (x12.md 3.6): a 999 one business day, a 277CA two, an 835 thirty days. Past it the
 * claim is flagged as unanswered and a person looks; nothing is sent again by itself.
 */
import { dayIn, isWeekday, plusMilliseconds } from '@tally/kernel'

export const answers = ['999', '277CA', '835'] as const
export type AwaitedAnswer = (typeof answers)[number]

const dayMs = 86_400_000

/** Until when the answer is in time, counted from `since`. */
export function answerDue(awaited: AwaitedAnswer, since: string): string {
  switch (awaited) {
    case '999':
      return afterBusinessDays(since, 1)
    case '277CA':
      return afterBusinessDays(since, 2)
    case '835':
      return plusMilliseconds(since, 30 * dayMs)
  }
}

/** Holidays count as business days, which only makes the flag come early. */
function afterBusinessDays(since: string, days: number): string {
  let due = since
  for (let left = days; left > 0; ) {
    due = plusMilliseconds(due, dayMs)
    if (isWeekday(dayIn('UTC', due))) left -= 1
  }
  return due
}
