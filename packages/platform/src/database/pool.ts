/**
 * Pools of one role each. int8 arrives as a number (asserted safe), a date as the text it is, an instant as
 * RFC 3339: the driver's own `Date` moves a service date by a day west of Greenwich. Statements sent together travel
 * together (pipeline): by four 18 µs of this process each, one after the other 78 (measured).
 */
import type { Duplex } from 'node:stream'
import { assert } from '@tally/kernel'
import pg from 'pg'
import { prepareValue } from 'pg/lib/utils.js'
import { arrayParameter, arraysIn } from './array-parameter.ts'

export type Row = Readonly<Record<string, unknown>>

/**
 * One SQL statement. Named ones are prepared once a connection: 7.1k against 5.3k transactions a second
 * (stack.md 4.2).
 */
export interface Statement {
  readonly name: string
  readonly text: string
  /**
   * Planned each time. A prepared plan is that of its first calls, and of a table which grows by thousands within one
   * transaction it may be a wrong one to the end.
   */
  readonly plannedAnew?: true
}

export type Query = <R extends object = Row>(
  statement: Statement,
  values?: readonly unknown[],
) => Promise<R[]>

export interface PoolSettings {
  readonly url: string
  readonly connections: number
  /** Shows in pg_stat_activity. */
  readonly applicationName: string
}

const timestamptz = 1184
const int8 = 20
const date = 1082

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8) return wholeNumber
    if (oid === date) return String
    if (oid === timestamptz) return instant
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  },
}

export function openPool({ url, connections, applicationName }: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    types,
    pipeline: true,
  })
  // An idle connection cut by the server is reported here; the next query opens another one and tells what is
  // wrong.
  pool.on('error', () => undefined)
  // The pool stops listening while a connection is checked out: cut there, it would end the process; its query tells.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** A connection of its own, outside the pools: the relay's, which holds a session's advisory lock. */
export function openSession({ url, applicationName }: Omit<PoolSettings, 'connections'>): pg.Client {
  return new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
    types,
    pipeline: true,
  })
}

/**
 * What is sent until this turn of the event loop ends leaves in one write: each write of its own wakes Postgres, which on a busy
 * machine takes the core from us.
 */
export function inOneWrite(client: Queried): void {
  // node-postgres has it, and its types do not; a pool has none.
  const { connection } = client as { readonly connection?: { readonly stream: Duplex } }
  if (!connection || connection.stream.writableCorked > 0) return
  const { stream } = connection
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** A connection, or a pool that takes one for each statement. */
type Queried = Pick<pg.ClientBase, 'query'>

export function queryOn(client: Queried): Query {
  return async <R extends object>(statement: Statement, values: readonly unknown[] = []) => {
    const { name, text, plannedAnew } = statement
    const prepared = plannedAnew ? {} : { name }
    inOneWrite(client)
    const result = await client.query({ ...prepared, text, values: parameters(statement, values) })
    return result.rows as R[]
  }
}

const known = new WeakMap<Statement, ReturnType<typeof arraysIn>>()

/** As they are sent. A value that cannot be fails here, at once: the driver would tell when the commit behind it has gone. */
function parameters(statement: Statement, values: readonly unknown[]): unknown[] {
  let arrays = known.get(statement)
  if (!arrays) {
    arrays = arraysIn(statement.text)
    known.set(statement, arrays)
  }
  const sent = [...values]
  for (const [place, element] of arrays) {
    const value = sent[place]
    if (Array.isArray(value)) sent[place] = arrayParameter(element, value) ?? value
  }
  return sent.map((value) => prepareValue(value))
}

function wholeNumber(text: string): number {
  const number = Number(text)
  assert(Number.isSafeInteger(number), 'an int8 from the database is a safe integer')
  return number
}

function instant(text: string): string {
  return new Date(text).toISOString()
}
