/**
 * What waits in all practices, for a partner or for a person: how much of each kind, and since when. Operators graph it and are
 * called when it waits too long, so what waits as it should is not counted: a claim is one of the `claims to write` from the time
 * its payer's window opens. Those that stay there are the sign that no clearinghouse is set up, or that a batch can't be made.
 */
import type { Query, Waiting } from '@tally/platform'

export function waiting(query: Query): Promise<readonly Waiting[]> {
  return query<Waiting & Record<string, unknown>>(counts)
}

const counts = {
  name: 'waiting-counts',
  text: `select kind.what, count(c.state) as count, min(c.updated_at) as oldest
         from (values ('claims held', 'held'), ('claims unknown', 'unknown'), ('claims rejected', 'rejected')) kind (what, state)
           left join claim c on c.state = kind.state and c.state in ('held', 'unknown', 'rejected')
         group by kind.what
         union all select 'claims unanswered', count(*), min(updated_at) from claim where unanswered
         union all select 'claims to write', count(*), min(ready_at) from claim where state = 'ready'
         union all select 'files not understood', count(*), min(fetched_at) from expected_file where refused_digest is not null
         union all
         select kind.what, count(b.state), min(b.written_at)
         from (values ('batches to send', 'written'), ('batches unknown', 'unknown')) kind (what, state)
           left join batch b on b.state = kind.state and b.state in ('written', 'unknown')
         group by kind.what`,
}
