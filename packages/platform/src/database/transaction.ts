/**
 * One transaction on one connection of a pool, begun with the practice it may see. A conflict (serialization
 * failure, deadlock) is tried again whole, five times at most with jitter; every other fault is the caller's.
 */
import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { assert, Defect } from '@tally/kernel'
import type pg from 'pg'
import { failpoint } from '../failpoint.ts'
import { isConflict, onlyReads } from '../fault.ts'
import { type Query, type SendStatement, type Statement, statementsOf } from './pool.ts'

/** `snapshot`: reads alone, all of them of one moment; `audited`: the same, and its entry in the audit log. */
export type Mode = 'write' | 'snapshot' | 'audited'

const beginnings: Readonly<Record<Mode, Statement>> = {
  write: { name: 'begin-write', text: 'begin' },
  snapshot: { name: 'begin-snapshot', text: 'begin isolation level repeatable read read only' },
  audited: { name: 'begin-audited', text: 'begin isolation level repeatable read' },
}
/** The setting ends with the transaction. */
const asPractice = { name: 'as-practice', text: "select set_config('app.practice', $1, true)" }
const commit = { name: 'commit', text: 'commit' }
const rollback = { name: 'rollback', text: 'rollback' }

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
  const send = statementsOf(client)
  let over = false
  let failure: unknown
  const sent: Promise<unknown>[] = []
  const query: Query = <R extends object>(statement: Statement, values?: readonly unknown[]) => {
    assert(!over, `${statement.name} comes after its transaction has ended: await every statement`)
    let answer: Promise<R[]>
    try {
      answer = send(statement, values).then(({ rows }) => rows as R[], toldHere)
    } catch (error) {
      // It could not even be sent: the commit would not tell.
      failure ??= error
      return Promise.reject(error)
    }
    // Its rows are not kept: a long transaction would hold every row that it ever read.
    const noted = answer.then(noRows, (error: unknown) => {
      failure ??= error
    })
    sent.push(noted)
    return answer
  }
  let broken: unknown
  try {
    // Not awaited: they travel with the first statement. They can only fail with the connection, which they then hear of first.
    const begun = [send(beginnings[mode]), ...(practiceId === null ? [] : [send(asPractice, [practiceId])])]
    for (const each of begun) {
      each.catch((error: unknown) => {
        failure ??= error
      })
    }
    const answer = await work(query)
    failpoint('before-commit')
    over = true
    if (failure !== undefined) throw failure
    const { command } = await send(commit)
    // Postgres answers the commit of a transaction that failed with ROLLBACK, and no error.
    if (command !== 'COMMIT') {
      // The answers came in one piece with the commit's, and may be heard after it.
      await Promise.all(sent)
      throw failure ?? new Defect('a transaction ended without its commit')
    }
    return answer
  } catch (error) {
    over = true
    broken = await rolledBack(send)
    await Promise.all(sent)
    const cause = error instanceof RollBack || isAftermath(error) ? failure : error
    if (onlyReads(cause)) broken ??= cause
    if (error instanceof RollBack) return error.answer
    throw cause
  } finally {
    client.release(broken instanceof Error ? broken : undefined)
  }
}

const noRows = () => undefined

/** The driver's own stack does not lead to who asked. */
function toldHere(error: unknown): never {
  if (error instanceof Error) Error.captureStackTrace(error, toldHere)
  throw error
}

/** What Postgres answers to each statement behind one that failed (25P02); of those sent together it may be heard first. */
function isAftermath(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25P02'
}

/** A connection that cannot even roll back is thrown away, not returned to the pool. */
async function rolledBack(send: SendStatement): Promise<unknown> {
  try {
    await send(rollback)
    return undefined
  } catch (error) {
    return error
  }
}
