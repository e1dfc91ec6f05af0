/**
 * Gives committed entries their places in their practice's chain. Not in the transaction of the entry: a chain makes its
 * writers wait for one another. One process a service does it, the one whose relay leads, about once a second; a lock of
 * the transaction keeps a second one that still believes to lead from beginning a chain anew at the same place. It goes by
 * rows that say which entries have no place yet, not by a cursor: an entry whose transaction commits late is simply still there.
 */
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Shell } from '../shell.ts'
import { beforeFirst, type CanonicalRow, canonicalColumns, hashOfEntry } from './chain.ts'

interface Head {
  readonly practice_id: string
  readonly position: number
  readonly hash: Buffer
}

/** At most so many a transaction. */
export const sealedAtOnce = 1_000

/** Seals what it finds, the oldest of each practice first; answers what was sealed. `note` is kept with it, or neither is. */
export async function sealEntries(
  shell: Shell,
  note: (query: Query, sealed: readonly CanonicalRow[]) => Promise<void>,
): Promise<readonly CanonicalRow[]> {
  return inTransaction(shell.worker, null, async (query) => {
    await query(lock)
    const rows = await query<CanonicalRow>(take, [sealedAtOnce])
    if (rows.length === 0) return rows
    const ofPractices = Map.groupBy(rows, ({ practice_id }) => practice_id)
    const heads = await query<Head>(headsOf, [[...ofPractices.keys()]])
    const before = new Map(heads.map((head) => [head.practice_id, head]))
    for (const [practiceId, own] of ofPractices) {
      await seal(query, own, before.get(practiceId), shell.clock.now())
    }
    await note(query, rows)
    return rows
  })
}

async function seal(
  query: Query,
  rows: readonly CanonicalRow[],
  head: Head | undefined,
  now: string,
): Promise<void> {
  const first = (head?.position ?? 0) + 1
  const hashes: Buffer[] = []
  for (const [index, row] of rows.entries()) {
    hashes.push(hashOfEntry(hashes.at(-1) ?? head?.hash ?? beforeFirst, row, first + index))
  }
  const practiceId = rows[0]?.practice_id
  const ids = rows.map(({ id }) => id)
  await query(insertSeal, [practiceId, first, first + rows.length - 1, now, ids, hashes])
}

/** How far the chain of each practice reaches. */
export async function headsOfChains(query: Query): Promise<readonly Head[]> {
  return query<Head>(allHeads)
}

const lock = {
  name: 'audit-seal-lock',
  text: `select pg_advisory_xact_lock(7261005, hashtext(current_schema()))`,
}

const take = {
  name: 'audit-take',
  text: `with taken as (
           delete from audit_unsealed u
           using (select practice_id, id from audit_unsealed order by practice_id, id limit $1) first
           where u.practice_id = first.practice_id and u.id = first.id
           returning u.practice_id, u.id)
         select ${canonicalColumns} from taken join audit_entry e on e.practice_id = taken.practice_id and e.id = taken.id
         order by e.practice_id collate "C", e.id collate "C"`,
}

const headColumns = `practice_id, last_position as position, hashes[cardinality(hashes)] as hash from audit_seal`

const headsOf = {
  name: 'audit-heads-of',
  text: `select head.* from unnest($1::text[]) as asked (id)
         cross join lateral (select ${headColumns} where practice_id = asked.id order by first_position desc limit 1) head`,
}

/** From practice to practice by the index: a log of years has a stretch for nearly every second, and few practices. */
const allHeads = {
  name: 'audit-heads',
  text: `with recursive practice as (
           (select practice_id as id from audit_seal order by practice_id limit 1)
           union all
           select (select practice_id from audit_seal where practice_id > practice.id order by practice_id limit 1)
           from practice where practice.id is not null)
         select head.* from practice
         cross join lateral (select ${headColumns} where practice_id = practice.id order by first_position desc limit 1) head`,
}

const insertSeal = {
  name: 'audit-seal',
  text: `insert into audit_seal (practice_id, first_position, last_position, sealed_at, entries, hashes)
         values ($1, $2, $3, $4, $5::text[], $6::bytea[])`,
}
