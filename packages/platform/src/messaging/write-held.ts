/** The end of every transaction that does work: what it holds is written, all of it sent at once. */
import { entriesOfMarks } from '../auditing/acting.ts'
import { sendAuditEntries } from '../auditing/audit-entry.ts'
import type { Query } from '../database/pool.ts'
import { sendDeadlines } from './deadline-changes.ts'
import { keepFiles, sendJournal } from './journal.ts'
import { sendOutbox } from './outbox.ts'
import type { Held } from './work.ts'

/**
 * The shell calls it just before the commit, when every lock is held. Resolves once all is sent, not when it is answered: the
 * commit travels with it, and tells what failed (transaction.ts). That is one round trip less a transaction.
 */
export async function writeHeld(query: Query, held: Held): Promise<void> {
  const { outbox, deadlines, journal, entries, marks } = held
  if (journal.length > 0) await keepFiles(query, journal)
  sendDeadlines(query, deadlines)
  void sendOutbox(query, outbox)
  void sendAuditEntries(query, [...entries, ...entriesOfMarks(marks.values())])
  void sendJournal(query, journal)
}
