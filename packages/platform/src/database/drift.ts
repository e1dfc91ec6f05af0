/**
 * Compares a service's declared tables (store/tables.ts) with the live schema, so that neither drifts from
 * the other.
 */
import type { PgTable } from 'drizzle-orm/pg-core'
import { getTableConfig } from './drizzle.ts'
import type { Query } from './pool.ts'

const columnsOf = {
  name: 'drift-columns',
  text: `select table_name as "table", column_name as "column", is_nullable = 'YES' as nullable,
                case data_type when 'ARRAY' then ltrim(udt_name, '_') || '[]' else data_type end as type
         from information_schema.columns where table_schema = $1`,
}

interface LiveColumn {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly nullable: boolean
}

/** What the platform gives a service, made by migrations/shell and migrations/journal: not the service's to declare. */
const shellTables = [
  'attempt',
  'audit_entry',
  'audit_seal',
  'audit_sight',
  'audit_unsealed',
  'deadline',
  'discarded_deadline',
  'idempotent_answer',
  'inbox',
  'journal',
  'migration',
  'outbox',
  'parked_message',
  'relay_memory',
]

/** Sentences, one for each difference; none when they agree. */
export async function drift(query: Query, schema: string, tables: readonly PgTable[]): Promise<string[]> {
  const live = new Map<string, string>()
  for (const { table, column, type, nullable } of await query<LiveColumn>(columnsOf, [schema])) {
    if (shellTables.includes(table)) continue
    live.set(`${table}.${column}`, `${plain(type)}${nullable ? '' : ' not null'}`)
  }
  const said: string[] = []
  for (const table of tables) {
    const { name, columns } = getTableConfig(table)
    for (const column of columns) {
      const key = `${name}.${column.name}`
      const declared = `${plain(column.getSQLType())}${column.notNull ? ' not null' : ''}`
      const found = live.get(key)
      if (found === undefined) said.push(`tables.ts declares ${key}, the database has no such column`)
      else if (found !== declared)
        said.push(`${key} is ${found} in the database and ${declared} in tables.ts`)
      live.delete(key)
    }
  }
  for (const key of live.keys()) said.push(`the database has ${key}, tables.ts does not declare it`)
  return said
}

function plain(type: string): string {
  return type
    .replace('timestamp with time zone', 'timestamptz')
    .replace('int4', 'integer')
    .replace('int8', 'bigint')
}
