/**
 * One moment of the database, read through cursors: every check sees the same rows while the services go on writing, and no
 * more than a few thousand of them are ever held here. Sorting and grouping happen in Postgres, on its disk where they
 * must. While it is open, dead rows younger than it are not removed.
 */
import pg from 'pg'

export interface Snapshot {
  /** Row by row, however many there are. */
  rows<R>(sql: string): AsyncGenerator<R>
  /** For few. */
  all<R>(sql: string, values?: readonly unknown[]): Promise<R[]>
}

const rowsAtOnce = 1_000

/** Opens it, hands it to `look` and closes it; nothing can be written meanwhile. */
export async function withSnapshot<T>(
  connection: pg.ClientConfig,
  look: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connection, application_name: 'tally audit', types })
  client.on('error', () => undefined) // The query that waits tells of it, too.
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    return await look(await snapshotIn(client))
  } finally {
    await client.end()
  }
}

/**
 * Everything is read, so a plan that begins quickly is of no use; and statistics of tables that were just filled lead to
 * nested loops over all of them.
 */
const settings = [
  'cursor_tuple_fraction = 1',
  'enable_nestloop = off',
  'jit = off',
  "work_mem = '64MB'",
  'statement_timeout = 0',
  'idle_in_transaction_session_timeout = 0',
  'search_path = era_posting, pg_catalog',
]

/** Of a transaction that is open already: a test looks at what it has damaged, and rolls it back. */
export async function snapshotIn(client: pg.ClientBase): Promise<Snapshot> {
  for (const setting of settings) await client.query(`set local ${setting}`)
  let cursors = 0
  return {
    async *rows<R>(sql: string): AsyncGenerator<R> {
      const cursor = `audit_${++cursors}`
      await client.query(`declare ${cursor} no scroll cursor for ${sql}`)
      const fetch = () => client.query(`fetch ${rowsAtOnce} from ${cursor}`)
      for (let coming = fetch(); ; ) {
        const { rows } = await coming
        const isLast = rows.length < rowsAtOnce
        // Postgres sorts and joins the next ones meanwhile; should it fail, whoever waits for them is told.
        if (!isLast) {
          coming = fetch()
          coming.catch(() => undefined)
        }
        for (const row of rows) yield row as R
        if (isLast) break
      }
      await client.query(`close ${cursor}`)
    },
    async all<R>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
      return (await client.query(sql, [...values])).rows as R[]
    },
  }
}

const int8 = 20
const date = 1082
const numeric = 1700

export const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8 || oid === numeric) return wholeNumber
    if (oid === date) return String
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  },
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) {
    throw new Error(
      `A sum of cents is ${text}, which is no whole number below 2^53: look at the largest postings.`,
    )
  }
  return number
}
