/** What waits in all practices: 835s that were received and are not posted yet. */
import type { Query, Waiting } from '@tally/platform'

export function waiting(query: Query): Promise<readonly Waiting[]> {
  return query<Waiting & Record<string, unknown>>(counts)
}

const counts = {
  name: 'waiting-counts',
  text: `select 'remittances to post' as what, count(*) as count, min(received_at) as oldest
         from remittance where status = 'received'`,
}
