/**
 * One transaction on one connection of a pool, begun with the practice it may see. A conflict (serialization
 * failure, deadlock) is tried again whole, five times at most with jitter; every other fault is the caller's.
 */
import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { assert, Defect } from '@tally/kernel'
import type pg from 'pg'
import { failpoint } from '../failpoint.ts'
import { isConflict } from '../fault.ts'
import { inOneWrite, type Query, queryOn, type Statement } from './pool.ts'

/** `snapshot`: reads alone, all of them of one moment; `audited`: the same, and its entry in the audit log. */
export type Mode = 'write' | 'snapshot' | 'audited'

const beginnings: Readonly<Record<Mode, string>> = {
  write: 'begin',
  snapshot: 'begin isolation level repeatable read read only',
  audited: 'begin isolation level repeatable read',
}

const conflictTriesMax = 5

/** Thrown inside a transaction to leave it without writing and with an answer all the same. */
export class RollBack<T> {
  readonly answer: T
  constructor(answer: T) {
    this.answer = answer
  }
}

/**
 * Runs `work` between begin and commit. The statements that it leaves unawaited travel with the commit: what one of them fails
 * with is thrown here, and nothing is committed. `practiceId` null: a `_worker` role's transaction over its whole
 * schema. A `RollBack` thrown in `work` undoes everything and resolves with its answer.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  practiceId: string | null,
  work: (query: Query) => Promise<T>,
  mode: Mode = 'write',
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(pool, practiceId, work, mode)
    } catch (error) {
      if (!isConflict(error) || tries >= conflictTriesMax) throw error
      await setTimeout(randomInt(5, 25) * tries)
    }
  }
}

async function once<T>(
  pool: pg.Pool,
  practiceId: string | null,
  work: (query: Query) => Promise<T>,
  mode: Mode,
): Promise<T> {
  const client = await pool.connect()
  const send = queryOn(client)
  let over = false
  let failure: unknown
  const sent: Promise<unknown>[] = []
  const query: Query = <R extends object>(statement: Statement, values?: readonly unknown[]) => {
    assert(!over, `${statement.name} comes after its transaction has ended: await every statement`)
    const answer = send<R>(statement, values)
    // Its rows are not kept: a long transaction would hold every row that it ever read.
    const noted = answer.then(noRows, (error: unknown) => {
      failure ??= error
    })
    sent.push(noted)
    return answer
  }
  let broken: unknown
  try {
    // Not awaited: it travels with the first statement. It can only fail with the connection, and so do they.
    inOneWrite(client)
    const begun = client.query(beginning(practiceId, mode))
    begun.catch(() => undefined)
    const answer = await work(query)
    failpoint('before-commit')
    over = true
    // Of what was not awaited, what could not even be sent: the commit would not tell.
    if (failure !== undefined) throw failure
    inOneWrite(client)
    const { command } = await client.query('commit')
    // Postgres answers the commit of a transaction that failed with ROLLBACK, and no error.
    if (command !== 'COMMIT') {
      // The answers came in one piece with the commit's, and may be heard after it.
      await Promise.all(sent)
      throw failure ?? new Defect('a transaction ended without its commit')
    }
    return answer
  } catch (error) {
    over = true
    broken = await rolledBack(client)
    await Promise.all(sent)
    if (error instanceof RollBack) return error.answer
    throw isAftermath(error) ? failure : error
  } finally {
    client.release(broken instanceof Error ? broken : undefined)
  }
}

const noRows = () => undefined

/** What Postgres answers to each statement behind one that failed (25P02); of those sent together it may be heard first. */
function isAftermath(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25P02'
}

/** One round trip for both: the setting ends with the transaction. */
function beginning(practiceId: string | null, mode: Mode): string {
  const begin = beginnings[mode]
  if (practiceId === null) return begin
  assert(/^[0-9A-Za-z_-]+$/.test(practiceId), 'a practice id is made of letters, digits, _ and -')
  return `${begin}; select set_config('app.practice', '${practiceId}', true)`
}

/** A connection that cannot even roll back is thrown away, not returned to the pool. */
async function rolledBack(client: pg.PoolClient): Promise<unknown> {
  try {
    await client.query('rollback')
    return undefined
  } catch (error) {
    return error
  }
}
