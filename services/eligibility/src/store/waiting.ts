/** What waits in all practices: questions that the partner has not answered, since the first was asked. One that a payer puts off is answered. */
import type { Query, Waiting } from '@tally/platform'

export function waiting(query: Query): Promise<readonly Waiting[]> {
  return query<Waiting & Record<string, unknown>>(counts)
}

const counts = {
  name: 'waiting-counts',
  text: `select 'checks to answer' as what, count(*), min(asked_at) as oldest from inquiry where state = 'open'`,
}
