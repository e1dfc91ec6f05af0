/**
 * A ledger made large: the rows that era-posting wrote for some claims (template-claims.ts), copied in SQL under other ids.
 * Whatever names a claim, a line, a visit, a remittance or a batch holds the mark of its moment, and a copy's holds
 * another: accounts, source keys and JSON too. Digests become others, each once; what is sealed is bound to the id it was
 * sealed for, so that no copy of it can be opened.
 */
import type pg from 'pg'

/** Tables of the schema that hold nothing of a claim, and those that the shell empties in time whatever the ledger holds. */
const notOfClaims: readonly string[] = [
  ...['migration', 'payer_profile', 'ledger_check', 'ledger_night', 'ledger_period', 'ledger_closing'],
  ...['outbox', 'inbox', 'journal', 'attempt', 'parked_message', 'deadline', 'discarded_deadline'],
  ...['idempotent_answer', 'relay_memory', 'audit_entry', 'audit_unsealed', 'audit_seal', 'audit_sight'],
]

export interface Multiplying {
  /** Of the template. */
  readonly mark: string
  /** Of each copy. */
  readonly copies: readonly string[]
  readonly copiesAtOnce: number
  readonly progress: (says: string) => void
}

/** As a superuser, whom neither row-level security nor foreign keys stop. Answers the tables that were copied. */
export async function multiplyClaims(
  client: pg.Client,
  multiplying: Multiplying,
): Promise<readonly string[]> {
  const { mark, copies, copiesAtOnce, progress } = multiplying
  await client.query(`
    set search_path = era_posting, pg_temp;
    -- The triggers that are "always" on stay: no batch comes past a closed month.
    set session_replication_role = replica;
    set synchronous_commit = off`)
  const tables = await tablesToCopy(client)
  for (const { name } of tables) await client.query(`create temp table template_${name} as table ${name}`)
  const { rows } = await client.query('select max(id) - min(id) + 1 as span from template_posting')
  const statements = tables.map((table) => copyStatement(table, mark, Number(rows[0].span)))
  for (let at = 0; at < copies.length; at += copiesAtOnce) {
    const marks = copies.slice(at, at + copiesAtOnce)
    await client.query('begin')
    for (const statement of statements) await client.query(statement, [marks, at])
    await client.query('commit')
    progress(`${at + marks.length} of ${copies.length} copies`)
  }
  await client.query(`select setval(pg_get_serial_sequence('posting', 'id'), max(id)) from posting`)
  for (const { name } of tables) {
    await client.query(`drop table template_${name}`)
    await client.query(`vacuum (analyze) ${name}`)
  }
  await client.query('reset all')
  return tables.map(({ name }) => name)
}

interface Table {
  readonly name: string
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  readonly type: string
  readonly identity: boolean
}

/** Those that hold rows. */
async function tablesToCopy(client: pg.Client): Promise<readonly Table[]> {
  const { rows: tables } = await client.query<Table>(
    `select c.relname as name,
            json_agg(json_build_object('name', a.attname, 'type', a.atttypid::regtype::text, 'identity', a.attidentity <> '')
                     order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'era_posting'::regnamespace and c.relkind = 'r' and c.relname <> all ($1::text[])
     group by c.relname order by c.relname`,
    [notOfClaims],
  )
  const filled: Table[] = []
  for (const table of tables) {
    const { rowCount } = await client.query(`select from ${table.name} limit 1`)
    if (rowCount === 1) filled.push(table)
  }
  return filled
}

/** $1: the marks of some copies; $2: how many there are before them. */
function copyStatement({ name, columns }: Table, mark: string, span: number): string {
  const copied = columns.flatMap((column) => {
    const value = copiedValue(name, column, mark, span)
    return value === null ? [] : [{ column: column.name, value }]
  })
  return `insert into ${name} (${copied.map(({ column }) => column).join(', ')}) overriding system value
          select ${copied.map(({ value }) => value).join(', ')}
          from (select mark, $2::bigint + place as number from unnest($1::text[]) with ordinality as m (mark, place)) as copy
          cross join template_${name} as t order by copy.number`
}

/** null: the table gives it. */
function copiedValue(
  table: string,
  { name, type, identity }: Column,
  mark: string,
  span: number,
): string | null {
  const own = `t.${name}`
  // A mirror names the posting that it takes back.
  if (table === 'posting' && (name === 'id' || name === 'reverses')) return `${own} + copy.number * ${span}`
  // Of the transaction that writes: readers page by it.
  if (identity || name === 'written_by') return null
  if (type === 'bytea')
    return name.endsWith('_digest') ? `sha256(${own} || convert_to(copy.mark, 'UTF8'))` : own
  if (type === 'jsonb') return `replace(${own}::text, '${mark}', copy.mark)::jsonb`
  if (type !== 'text') return own
  // Of a remittance and its file; `blob_digest` names the stored copy, which stays the template's.
  if (name === 'digest' || name === 'unordered_digest') {
    return `encode(sha256(convert_to(${own} || copy.mark, 'UTF8')), 'hex')`
  }
  const marked = `replace(${own}, '${mark}', copy.mark)`
  // It ends in a keyed token of the payer's reference, which shows no mark.
  return name === 'chain' || name.endsWith('account')
    ? `case when starts_with(${own}, 'recoupment:') then left(${own}, -10) || copy.mark else ${marked} end`
    : marked
}
