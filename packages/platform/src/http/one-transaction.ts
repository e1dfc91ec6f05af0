/**
 * One transaction round a handler: the answer given before to its Idempotency-Key, what it says, the answer it
 * is remembered by. All of it is committed, or nothing.
 */
import { assert } from '@tally/kernel'
import type pg from 'pg'
import { type AuditEntry, sendAuditEntries } from '../auditing/audit-entry.ts'
import type { Query } from '../database/pool.ts'
import { inTransaction, RollBack } from '../database/transaction.ts'
import { writes } from '../database/writes.ts'
import { failpoint } from '../failpoint.ts'
import type { PracticeKeys } from '../keys/practice-keys.ts'
import type { Unit } from '../messaging/journal.ts'
import { openWork, type Work } from '../messaging/work.ts'
import { writeHeld } from '../messaging/write-held.ts'
import type { Shell } from '../shell.ts'
import { answeredBefore, type IdempotencyKey, remember } from './idempotency-key.ts'
import { documentOf, type Problem } from './problem.ts'
import type { Answer } from './route.ts'

export interface Transaction {
  readonly pool: pg.Pool
  /** The practice that it sees; null: the worker's whole schema. */
  readonly sees: string | null
  readonly keys: PracticeKeys
  readonly mode: 'read' | 'write'
  readonly unit: Unit
  readonly requestId: string
  /** The request's span. */
  readonly parent: string | undefined
  /** The key that the request was sent with; null without one. */
  idempotencyKey(work: Work): IdempotencyKey | null
  /** What the audit log keeps of it; `changed`: an effect is committed with them. */
  entries(outcome: Answer | Problem, changed: boolean): readonly AuditEntry[]
}

export async function inOneTransaction(
  shell: Shell,
  transaction: Transaction,
  handle: (work: Work) => Promise<Answer | Problem>,
): Promise<Answer | Problem> {
  const { pool, sees, keys, mode, requestId, parent } = transaction
  const span = shell.tracing.start(`transaction ${shell.service}`, { parent, practice: sees })
  const audited = { kept: false }
  try {
    const outcome = await inTransaction(
      pool,
      sees,
      async (query) => {
        audited.kept = false
        const { traceparent } = span
        const unit = mode === 'write' ? transaction.unit : undefined
        const allowed = mode === 'read' ? readingAlone(query) : query
        const work = openWork(shell, allowed, { keys, causationId: requestId, traceparent, unit })
        const key = transaction.idempotencyKey(work)
        const before = key ? await answeredBefore(work, key) : null
        if (before) throw new RollBack(before)
        return finish(query, work, key, await handle(work), transaction, audited)
      },
      mode === 'read' ? 'audited' : 'write',
    )
    span.end()
    if (mode === 'write') {
      failpoint('after-commit-before-answer')
      shell.wake()
    }
    if (!audited.kept) await shell.auditing.write(transaction.entries(outcome, false))
    return outcome
  } catch (error) {
    span.end({ failed: 'not committed' })
    throw error
  }
}

/** Postgres would refuse it too, but that a read's own entry is written in the same transaction (decision 17). */
function readingAlone(query: Query): Query {
  return (statement, values) => {
    assert(!writes(statement), `${statement.name} writes, and a GET changes nothing: make it a POST`)
    return query(statement, values)
  }
}

/**
 * Keeps what is to be kept: a problem or a dry run undoes everything, but for a problem that is remembered. By `query` and not
 * by the work's own, which takes for the handler's what is written by it.
 */
async function finish(
  query: Query,
  work: Work,
  key: IdempotencyKey | null,
  outcome: Answer | Problem,
  { mode, requestId, entries }: Transaction,
  audited: { kept: boolean },
): Promise<Answer | Problem> {
  if (outcome.kind === 'problem') {
    if (!outcome.remembered || !key) throw new RollBack(outcome)
    audited.kept = true
    await sendAuditEntries(query, entries(outcome, true))
    remember(work, key, outcome.status, { ...outcome, body: documentOf(outcome, requestId) })
    return outcome
  }
  if (outcome.undo) throw new RollBack(outcome)
  audited.kept = true
  work.held.entries.push(...entries(outcome, mode === 'write'))
  await writeHeld(query, work.held)
  if (key) remember(work, key, outcome.status, outcome)
  return outcome
}
