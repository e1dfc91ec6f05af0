/**
 * Ways in which somebody who may write every table could falsify an audit log, and what each does to the entries of prc_demo in
 * one service's schema, with triggers off. Those that go at the chain itself are in sample-edits-of-chain.ts.
 */
import { type CanonicalEntry, canonicalSql, chained } from './canonical-form.ts'

export interface Log {
  /** How many entries the chain has; at least 12, in at least three seals. */
  readonly entries: number
  sql<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>
}

export interface Edit {
  readonly name: string
  /** Only an anchor tells it. */
  readonly byAnchor?: true
  readonly does: (log: Log) => Promise<void>
}

export const own = `practice_id = 'prc_demo'`

const placeSql = `
  select each.id from audit_seal s cross join lateral unnest(s.entries) with ordinality as each (id, place)
  where s.${own} and s.first_position + each.place - 1 = $1`

export async function entryAt({ sql }: Log, place: number): Promise<string> {
  const [row] = await sql<{ id: string }>(placeSql, [place])
  if (!row) throw new Error(`there is no entry at ${place}`)
  return row.id
}

export const wheres: readonly (readonly [string, (log: Log) => number])[] = [
  ['the first', () => 1],
  ['a middle one', ({ entries }) => Math.floor(entries / 2)],
  ['the last', ({ entries }) => entries],
]

/** Of each column another value, told apart from the one it has whatever that is. */
const changes: readonly (readonly [string, string])[] = [
  ['its moment by a microsecond', `at = at + interval '1 microsecond'`],
  ['its moment by a year', `at = at - interval '1 year'`],
  ['its kind', `kind = case kind when 'read' then 'change' else 'read' end`],
  ['what kind of actor it was', `actor_kind = case actor_kind when 'job' then 'deadline' else 'job' end`],
  ['who it was', `actor = actor || 'x'`],
  ['a label, put in or taken out', `actor_label = case when actor_label is null then '' end`],
  ['a role, put in or taken out', `actor_role = case when actor_role is null then 'owner' end`],
  ['what was done', `action = action || ' '`],
  ['a subject put in', `subjects = subjects || array['pat_PB8NV6VFHW0SPEV2FENX80ECCF']`],
  ['how many patients were shown', 'patients = patients + 1'],
  ['what came of it', `outcome = outcome || 'x'`],
  ['its causes', `causes = array['01KJQVA4X8YWHAAQ9G0JRS29Z0']`],
  ['its reason', `reason = coalesce(reason, '') || '\\x00'`],
]

const changed: readonly Edit[] = changes.flatMap(([what, set]) =>
  wheres.map(([where, place]) => ({
    name: `changes ${what} of ${where}`,
    does: async (log) => {
      const id = await entryAt(log, place(log))
      await log.sql(`update audit_entry set ${set} where ${own} and id = $1`, [id])
    },
  })),
)

const otherChanges: readonly Edit[] = [
  ...edits(
    'takes the subjects away of',
    `update audit_entry set subjects = '{}'`,
    'cardinality(subjects) > 0',
  ),
  ...edits(
    'joins two subjects of one into one',
    `update audit_entry set subjects = array[array_to_string(subjects, ' ')]`,
    'cardinality(subjects) > 1',
  ),
  ...edits(
    'turns the subjects round of',
    `update audit_entry set subjects = (select array_agg(each order by place desc) from unnest(subjects) with ordinality as s (each, place))`,
    'cardinality(subjects) > 1',
  ),
  ...edits('takes the reason away of', 'update audit_entry set reason = null', 'reason is not null'),
  ...edits('puts an empty reason into', `update audit_entry set reason = ''`, 'reason is null'),
  ...edits('makes a refusal a success in', `update audit_entry set outcome = '200'`, `kind = 'refused'`),
  ...edits('gives a read another reader in', `update audit_entry set actor = 'key_other'`, `kind = 'read'`),
]

function edits(name: string, statement: string, which: string): Edit[] {
  return [
    {
      name: `${name} an entry`,
      does: async ({ sql }) => {
        const { length } = await sql(
          `${statement} where ${own} and id = (select max(id) from audit_entry where ${own} and ${which}) returning 1`,
        )
        if (length !== 1) throw new Error(`there is no entry that is ${which}`)
      },
    },
  ]
}

const removed: readonly Edit[] = [
  ...wheres.map(([where, place]) => ({
    name: `removes ${where}`,
    does: async (log: Log) => {
      await log.sql(`delete from audit_entry where ${own} and id = $1`, [await entryAt(log, place(log))])
    },
  })),
  ...wheres.map(([where, place]) => ({
    name: `removes ${where} and its place`,
    does: async (log: Log) => {
      const id = await entryAt(log, place(log))
      await log.sql(`delete from audit_entry where ${own} and id = $1`, [id])
      await takePlaceAway(log, id)
    },
    // Of the last one nothing is left that is wrong.
    ...(where === 'the last' ? { byAnchor: true as const } : {}),
  })),
  {
    name: 'removes all reads',
    does: async ({ sql }) => {
      await sql(`delete from audit_entry where ${own} and kind = 'read'`)
    },
  },
  {
    name: 'removes all entries and leaves the seals',
    does: async ({ sql }) => {
      await sql(`delete from audit_entry where ${own}`)
    },
  },
  {
    name: 'removes all that a practice has',
    byAnchor: true,
    does: async ({ sql }) => {
      await sql(`delete from audit_entry where ${own}`)
      await sql(`delete from audit_seal where ${own}`)
    },
  },
]

/** The seal is made one shorter. */
export async function takePlaceAway({ sql }: Log, id: string): Promise<void> {
  await sql(
    `update audit_seal set last_position = last_position - 1,
       hashes = (select coalesce(array_agg(h order by n), '{}') from unnest(entries, hashes) with ordinality as e (x, h, n) where x <> $1),
       entries = array_remove(entries, $1)
     where ${own} and $1 = any(entries) and cardinality(entries) > 1`,
    [id],
  )
  await sql(`delete from audit_seal where ${own} and entries = array[$1]`, [id])
}

const columnsButId = `at, kind, actor_kind, actor, actor_label, actor_role, action, subjects, patients, outcome, causes, reason`

/** A copy of the entry at a place, under another id. */
export async function copyOf(log: Log, place: number, id: string, practice = 'prc_demo'): Promise<void> {
  await log.sql(
    `insert into audit_entry (practice_id, id, ${columnsButId})
     select $3, $2, ${columnsButId} from audit_entry where ${own} and id = $1`,
    [await entryAt(log, place), id, practice],
  )
}

export const strange = '01KJQVA4X8ZZZZZZZZZZZZZZZZ'

const putIn: readonly Edit[] = [
  ...wheres.map(([where, place]) => ({
    name: `puts a copy of ${where} beside the chain`,
    does: (log: Log) => copyOf(log, place(log), strange),
  })),
  {
    name: 'puts an entry in with a seal whose hash is made up',
    does: async (log) => {
      await copyOf(log, 1, strange)
      await log.sql(
        `insert into audit_seal values ('prc_demo', $1, $1, now(), array[$2], array[sha256('made up')])`,
        [log.entries + 1, strange],
      )
    },
  },
  {
    name: 'puts an entry in and leaves a gap before its seal',
    does: async (log) => {
      await copyOf(log, 1, strange)
      await sealAfter(log, log.entries + 2, strange)
    },
  },
  {
    name: 'seals an entry that is not there',
    does: async ({ sql, entries }) => {
      await sql(
        `insert into audit_seal values ('prc_demo', $1, $1, now(), array[$2], array[sha256('made up')])`,
        [entries + 1, strange],
      )
    },
  },
  {
    name: 'seals an entry a second time',
    does: async (log) => sealAfter(log, log.entries + 1, await entryAt(log, 2), log.entries),
  },
]

/** A seal of one entry at `place`, chained to the end; as place `counted` when that differs. */
async function sealAfter(log: Log, place: number, id: string, counted = place): Promise<void> {
  const [end] = await log.sql<{ hash: string }>(
    `select encode(hashes[cardinality(hashes)], 'hex') as hash from audit_seal where ${own} order by first_position desc limit 1`,
  )
  const [entry] = await log.sql<CanonicalEntry>(
    `select ${canonicalSql} from audit_entry e where ${own} and id = $1`,
    [id],
  )
  if (!end || !entry) throw new Error('there is nothing to seal')
  await log.sql(
    `insert into audit_seal values ('prc_demo', $1, $1, now(), array[$2], array[decode($3, 'hex')])`,
    [place, id, chained(end.hash, entry, counted)],
  )
}

export const editsOfEntries: readonly Edit[] = [...changed, ...otherChanges, ...removed, ...putIn]
