/**
 * Pools of one role each. int8 arrives as a number (asserted safe), a date as the text it is, an instant as
 * RFC 3339: the driver's own `Date` moves a service date by a day west of Greenwich.
 */
import { randomInt } from 'node:crypto'
import { assert } from '@tally/kernel'
import pg from 'pg'
import { arrayParameter, arraysIn } from './array-parameter.ts'
import { type Answered, groupsOn } from './statement-group.ts'

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

/**
 * However busy, a connection is closed when it is so old and what it does has ended. After a failover one may lead to the server that
 * was demoted: what writes there says so (25006) and is thrown away, what only reads would go on there for ever. Each pool has a
 * lifetime of its own: opening one costs 18 ms on two cores against 0.4 ms of a transaction (measured), and six services have 55.
 */
const lifetimeSeconds = [300, 600] as const

export function openPool({ url, connections, applicationName }: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: randomInt(...lifetimeSeconds),
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    types,
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
  })
}

/** A connection, or a pool that takes one for each statement. */
type Queried = Pick<pg.ClientBase, 'query'>

/** Each statement by itself; those of a transaction go by `statementsOf`. */
export function queryOn(client: Queried): Query {
  return async <R extends object>(statement: Statement, values: readonly unknown[] = []) => {
    const result = await client.query(sendable(statement, values))
    return result.rows as R[]
  }
}

/**
 * Of one connection inside a transaction: what one turn sends travels together, in its order. Throws where a value cannot be sent,
 * and rejects with what Postgres says.
 */
export function statementsOf(client: pg.ClientBase): SendStatement {
  const send = groupsOn(client, (oid) => types.getTypeParser(oid))
  return (statement, values = []) => {
    const { name = '', ...sent } = sendable(statement, values)
    return send({ name, ...sent })
  }
}

export type SendStatement = (statement: Statement, values?: readonly unknown[]) => Promise<Answered>

function sendable(statement: Statement, values: readonly unknown[]) {
  const { name, text, plannedAnew } = statement
  return { ...(plannedAnew ? {} : { name }), text, values: parameters(statement, values) }
}

const known = new WeakMap<Statement, ReturnType<typeof arraysIn>>()

/** Arrays as they are sent. */
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
  return sent
}

function wholeNumber(text: string): number {
  const number = Number(text)
  assert(Number.isSafeInteger(number), 'an int8 from the database is a safe integer')
  return number
}

function instant(text: string): string {
  return new Date(text).toISOString()
}
