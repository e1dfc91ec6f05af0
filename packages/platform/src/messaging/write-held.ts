/** The end of every transaction that does work: what it holds is written, all of it sent at once. */
import type { Query } from '../database/pool.ts'
import { writeDeadlines } from './deadline-changes.ts'
import { writeJournal } from './journal.ts'
import { writeOutbox } from './outbox.ts'
import type { Held } from './work.ts'

/** The shell calls it just before the commit, when every lock is held. */
export async function writeHeld(query: Query, { outbox, deadlines, journal }: Held): Promise<void> {
  await Promise.all([
    writeDeadlines(query, deadlines),
    writeOutbox(query, outbox),
    writeJournal(query, journal),
  ])
}
