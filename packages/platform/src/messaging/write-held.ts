/** The end of every transaction that does work: what it holds is written, all of it sent at once. */
import { entriesOfMarks } from '../auditing/acting.ts'
import { writeAuditEntries } from '../auditing/audit-entry.ts'
import type { Query } from '../database/pool.ts'
import { writeDeadlines } from './deadline-changes.ts'
import { writeJournal } from './journal.ts'
import { writeOutbox } from './outbox.ts'
import type { Held } from './work.ts'

/** The shell calls it just before the commit, when every lock is held. */
export async function writeHeld(query: Query, held: Held): Promise<void> {
  const { outbox, deadlines, journal, entries, marks } = held
  await Promise.all([
    writeDeadlines(query, deadlines),
    writeOutbox(query, outbox),
    writeAuditEntries(query, [...entries, ...entriesOfMarks(marks.values())]),
    writeJournal(query, journal),
  ])
}
