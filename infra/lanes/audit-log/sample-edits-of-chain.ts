/** Ways to falsify the chain of an audit log: entries moved, seals changed, the whole of it made anew. All edits together. */
import { beforeFirst, type CanonicalEntry, canonicalSql, chained } from './canonical-form.ts'
import {
  copyOf,
  type Edit,
  editsOfEntries,
  entryAt,
  type Log,
  own,
  strange,
  takePlaceAway,
  wheres,
} from './sample-edits-of-entries.ts'

const moved: readonly Edit[] = [
  ...wheres.map(([where, place]) => ({
    name: `moves ${where} to another practice`,
    does: async (log: Log) => {
      const id = await entryAt(log, place(log))
      await log.sql(`update audit_entry set practice_id = 'prc_other' where ${own} and id = $1`, [id])
    },
  })),
  ...wheres.map(([where, place]) => ({
    name: `copies ${where} to another practice`,
    does: (log: Log) => copyOf(log, place(log), strange, 'prc_other'),
  })),
  {
    name: 'gives the whole log to another practice',
    does: async ({ sql }) => {
      await sql(`update audit_entry set practice_id = 'prc_other' where ${own}`)
      await sql(`update audit_seal set practice_id = 'prc_other' where ${own}`)
    },
  },
  ...pairs('swaps what two entries say', (log, a, b) =>
    log.sql(
      `update audit_entry e set outcome = o.outcome, action = o.action, subjects = o.subjects, causes = o.causes
       from audit_entry o where e.${own} and o.${own} and ((e.id = $1 and o.id = $2) or (e.id = $2 and o.id = $1))`,
      [a, b],
    ),
  ),
  ...pairs('swaps the ids of two entries', async (log, a, b) => {
    await log.sql(`update audit_entry set id = $2 where ${own} and id = $1`, [a, strange])
    await log.sql(`update audit_entry set id = $2 where ${own} and id = $1`, [b, a])
    await log.sql(`update audit_entry set id = $2 where ${own} and id = $1`, [strange, b])
  }),
  ...pairs('swaps the places of two entries', (log, a, b) =>
    log.sql(
      `update audit_seal set entries = array_replace(array_replace(array_replace(entries, $1, 'x'), $2, $1), 'x', $2) where ${own}`,
      [a, b],
    ),
  ),
  {
    name: 'gives an entry another id',
    does: async (log) => {
      await log.sql(`update audit_entry set id = $2 where ${own} and id = $1`, [
        await entryAt(log, 3),
        strange,
      ])
    },
  },
  {
    name: 'gives an entry another id, in its place too',
    does: async (log) => {
      const id = await entryAt(log, 3)
      await log.sql(`update audit_entry set id = $2 where ${own} and id = $1`, [id, strange])
      await log.sql(`update audit_seal set entries = array_replace(entries, $1, $2) where ${own}`, [
        id,
        strange,
      ])
    },
  },
]

function pairs(name: string, swap: (log: Log, a: string, b: string) => Promise<unknown>): Edit[] {
  const two: readonly (readonly [string, (log: Log) => readonly [number, number]])[] = [
    ['the first two', () => [1, 2]],
    ['the first and the last', ({ entries }) => [1, entries]],
  ]
  return two.map(([which, places]) => ({
    name: `${name}: ${which}`,
    does: async (log) => {
      const [a, b] = places(log)
      await swap(log, await entryAt(log, a), await entryAt(log, b))
    },
  }))
}

const inSeals: readonly Edit[] = [
  ...['asc', 'desc'].map((order) => ({
    name: `changes a hash in the ${order === 'asc' ? 'first' : 'last'} seal`,
    does: async ({ sql }: Log) => {
      await sql(
        `update audit_seal set hashes[1] = sha256(hashes[1])
         where ${own} and first_position = (select first_position from audit_seal where ${own} order by 1 ${order} limit 1)`,
      )
    },
  })),
  ...['the first', 'a middle one'].map((where, index) => ({
    name: `removes ${where} of the seals`,
    does: async ({ sql }: Log) => {
      await sql(
        `delete from audit_seal where ${own} and first_position =
           (select first_position from audit_seal where ${own} order by 1 offset ${index} limit 1)`,
      )
    },
  })),
  {
    name: 'removes the last of the seals',
    does: async ({ sql }) => {
      await sql(
        `delete from audit_seal where ${own} and first_position = (select max(first_position) from audit_seal where ${own})`,
      )
    },
  },
  {
    name: 'counts a seal one further',
    does: async ({ sql }) => {
      await sql(
        `update audit_seal set first_position = first_position + 1, last_position = last_position + 1
         where ${own} and first_position = (select max(first_position) from audit_seal where ${own})`,
      )
    },
  },
  {
    name: 'turns all places of a seal round',
    does: async ({ sql }) => {
      await sql(
        `update audit_seal set entries = (select array_agg(each order by place desc) from unnest(entries) with ordinality as s (each, place))
         where ${own} and cardinality(entries) > 1`,
      )
    },
  },
  ...wheres.map(([where, place]) => ({
    name: `changes ${where} and makes its own hash anew`,
    // Nothing stands behind the last one.
    ...(where === 'the last' ? { byAnchor: true as const } : {}),
    does: async (log: Log) => {
      const at = place(log)
      const id = await entryAt(log, at)
      await log.sql(`update audit_entry set patients = 0, outcome = 'x' where ${own} and id = $1`, [id])
      await chainAnew(log, at, at)
    },
  })),
]

const chainedAnew: readonly Edit[] = [
  ...wheres.map(([where, place]) => ({
    name: `changes ${where} and makes the whole chain anew`,
    byAnchor: true as const,
    does: async (log: Log) => {
      const id = await entryAt(log, place(log))
      await log.sql(`update audit_entry set subjects = '{}', outcome = '204' where ${own} and id = $1`, [id])
      await chainAnew(log, 1, log.entries)
    },
  })),
  ...[2, 5, 9].map((many) => ({
    name: `cuts the last ${many} off, entries and places`,
    byAnchor: true as const,
    does: async (log: Log) => {
      for (let place = log.entries; place > log.entries - many; place--) {
        const id = await entryAt(log, place)
        await log.sql(`delete from audit_entry where ${own} and id = $1`, [id])
        await takePlaceAway(log, id)
      }
    },
  })),
  {
    name: 'cuts the last two off and goes on with others',
    byAnchor: true,
    does: async (log) => {
      for (const place of [log.entries, log.entries - 1]) {
        const id = await entryAt(log, place)
        await log.sql(`update audit_entry set actor = 'key_other' where ${own} and id = $1`, [id])
      }
      await chainAnew(log, log.entries - 1, log.entries)
    },
  },
]

/** Every hash from one place to another as it would be, had it always been so. */
async function chainAnew(log: Log, from: number, to: number): Promise<void> {
  let before = from === 1 ? beforeFirst : await hashAt(log, from - 1)
  for (let place = from; place <= to; place++) {
    const [entry] = await log.sql<CanonicalEntry>(
      `select ${canonicalSql} from audit_entry e where ${own} and id = $1`,
      [await entryAt(log, place)],
    )
    if (!entry) throw new Error(`there is no entry at ${place}`)
    before = chained(before, entry, place)
    await log.sql(
      `update audit_seal set hashes[$1 - first_position + 1] = decode($2, 'hex')
       where ${own} and $1 between first_position and last_position`,
      [place, before],
    )
  }
}

async function hashAt({ sql }: Log, place: number): Promise<string> {
  const [row] = await sql<{ hash: string }>(
    `select encode(hashes[$1 - first_position + 1], 'hex') as hash from audit_seal
     where ${own} and $1 between first_position and last_position`,
    [place],
  )
  if (!row) throw new Error(`there is no hash at ${place}`)
  return row.hash
}

const inWaiting: readonly Edit[] = [
  {
    name: 'takes an entry out of its seal and lets it wait for another place',
    does: async (log) => {
      const id = await entryAt(log, 2)
      await takePlaceAway(log, id)
      await log.sql(`insert into audit_unsealed values ('prc_demo', $1)`, [id])
    },
  },
  {
    name: 'takes the place of an entry away and leaves the entry',
    does: async (log) => {
      await takePlaceAway(log, await entryAt(log, 4))
    },
  },
  {
    name: 'numbers the whole chain from two',
    does: async ({ sql }) => {
      const ordered = `(select first_position as place from audit_seal where ${own} order by 1 desc)`
      await sql(
        `do $$ declare s record; begin for s in select place from ${ordered} each loop
           update audit_seal set first_position = first_position + 1, last_position = last_position + 1
           where ${own} and first_position = s.place; end loop; end $$`,
      )
    },
  },
  {
    name: 'gives a seal to another practice',
    does: async ({ sql }) => {
      await sql(
        `update audit_seal set practice_id = 'prc_other' where ${own} and first_position = (select min(first_position) from audit_seal where ${own})`,
      )
    },
  },
  {
    name: 'takes all hashes but the last of a seal for that of another',
    does: async ({ sql }) => {
      await sql(
        `update audit_seal set hashes = array_fill(hashes[1], array[cardinality(hashes)]) where ${own} and cardinality(hashes) > 1`,
      )
    },
  },
  {
    name: 'begins the chain with another hash than zeros',
    does: async (log) => {
      const [entry] = await log.sql<CanonicalEntry>(
        `select ${canonicalSql} from audit_entry e where ${own} and id = $1`,
        [await entryAt(log, 1)],
      )
      if (!entry) throw new Error('there is no first entry')
      await log.sql(
        `update audit_seal set hashes[1] = decode($1, 'hex') where ${own} and first_position = 1`,
        [chained('ff'.repeat(32), entry, 1)],
      )
    },
  },
]

export const allEdits: readonly Edit[] = [
  ...[...editsOfEntries, ...moved, ...inSeals, ...inWaiting, ...chainedAnew],
]
