/** The rows of the journal in their order, read through a cursor. */
import type { JournalRow } from '@tally/platform'
import type { Snapshot } from '../audit/snapshot.ts'

/** `writtenAt` in microseconds, by the clock of the database. */
export function journalRows(live: Snapshot): AsyncGenerator<JournalRow & { readonly writtenAt: number }> {
  return live.rows(`
    select practice_id as "practiceId", sequence, kind, name, cause, ids, input,
           to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
           (extract(epoch from written_at) * 1000000)::bigint as "writtenAt"
    from journal order by sequence`)
}
