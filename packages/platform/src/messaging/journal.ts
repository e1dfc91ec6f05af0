/**
 * The command journal: of a service that says `journals` each unit of work that changed something leaves one row, in the
 * transaction of its effect, with what it was given (sealed), its moment and the ids it was handed. From the rows alone the
 * service's tables can be made anew (journal-replay.ts).
 *
 * The order of the rows is that of `sequence`, taken by the last statement before the commit. Of two units that want the
 * same row the second waits for the first one's commit, so that its sequence is the greater one: what conflicts stands in the
 * order in which it happened. Two that lock nothing in common may commit the other way round, and one may have read while
 * another, with a smaller sequence, was not committed yet: done again it sees what it did not see then, and may come to the
 * same end by another way (a payment finds its claim at once that had to be looked for again).
 *
 * A unit changed something when it sent a statement that writes, asked for an id or moved a deadline. A statement that
 * wrote no row counts as well: one row too many is done again and does nothing.
 */
import { createHash } from 'node:crypto'
import type { Query } from '../database/pool.ts'
import { writes } from '../database/writes.ts'
import { putBlob } from '../keys/blob-store.ts'
import type { PracticeKeys } from '../keys/practice-keys.ts'
import type { Cause } from './jobs.ts'
import type { Work } from './work.ts'

/** What is done in one go, and by what it can be done again. */
export interface Unit {
  readonly kind: 'event' | 'request' | 'job' | 'deadline'
  readonly name: string
  /** JSON; made when there is a row to write. */
  input(): unknown
  /** A request's body that is a file: kept by its digest, once for all who have it. */
  readonly file?: Uint8Array
}

export interface JournalEntry {
  readonly unit: Unit
  readonly keys: PracticeKeys
  readonly cause: string
  readonly at: string
  readonly ids: string[]
  changed: boolean
}

/** What a shell has of it; a service that keeps none has nothing. */
export interface Journaling {
  /** Whose loop has this shell. */
  readonly job?: JobRun
  /** In a replay a job's transactions wait for their turn. */
  readonly act?: <T>(cause: Cause, handle: (work: Work) => Promise<T>) => Promise<T>
}

/** One look of a job at what there is to do: its transactions are done again together. */
export interface JobRun {
  readonly name: string
  readonly id: string
}

/** The same work, watched: what it writes and is handed is noted among what its transaction holds. */
export function watched(work: Work, unit: Unit): Work {
  const { keys, causationId: cause, now: at, held } = work
  const entry: JournalEntry = { unit, keys, cause, at, ids: [], changed: false }
  held.journal.push(entry)
  const query: Query = (statement, values) => {
    if (writes(statement)) entry.changed = true
    return work.query(statement, values)
  }
  const newId = () => {
    const id = work.newId()
    entry.ids.push(id)
    entry.changed = true
    return id
  }
  return { ...work, query, newId, entry }
}

/** Their rows name them by digest. */
export async function keepFiles(query: Query, entries: readonly JournalEntry[]): Promise<void> {
  for (const { unit, keys, changed } of entries)
    if (changed && unit.file) await keepFile(query, keys, unit.file)
}

/** Sent behind everything else of its transaction. */
export function sendJournal(query: Query, entries: readonly JournalEntry[]): Promise<unknown> | undefined {
  const kept = entries.filter(({ changed }) => changed)
  if (kept.length === 0) return undefined
  return query(insertRows, [
    kept.map(({ keys }) => keys.practiceId),
    kept.map(({ unit }) => unit.kind),
    kept.map(({ unit }) => unit.name),
    kept.map(({ cause }) => cause),
    kept.map(({ at }) => at),
    kept.map(({ ids }) => ids.join(' ')),
    kept.map((entry) => entry.keys.sealColumn(entry.unit.input(), bindingOf({ ...entry, ...entry.unit }))),
  ])
}

/** By its digest; most of them the service has stored itself. */
async function keepFile(query: Query, keys: PracticeKeys, bytes: Uint8Array): Promise<void> {
  const [row] = await query<{ stored: boolean }>(hasBlob, [keys.practiceId, digestOfFile(bytes)])
  if (row?.stored !== true) await putBlob(query, keys, bytes)
}

export function digestOfFile(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

interface Bound {
  readonly kind: string
  readonly name: string
  readonly cause: string
  readonly at: string
}

/** To what a sealed input belongs. */
export function bindingOf({ kind, name, cause, at }: Bound): string {
  return `journal|input|${kind}|${name}|${cause}|${at}`
}

const insertRows = {
  name: 'journal-insert',
  text: `insert into journal (practice_id, kind, name, cause, at, ids, input)
         select practice_id, kind, name, cause, at, string_to_array(ids, ' '), input
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::bytea[])
           with ordinality as each (practice_id, kind, name, cause, at, ids, input, place)
         order by place`,
}

const hasBlob = {
  name: 'journal-has-file',
  text: 'select platform.get_blob($1, $2) is not null as stored',
}
