/**
 * Clocks that cannot be forgotten: a row with a due date. The relay's leader looks each second; a due one is handled
 * in one transaction with its own removal. One that fails three times is set aside and listed with the parked messages.
 */
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { describeError, isFault } from '../fault.ts'
import type { PracticeKeys } from '../keys/practice-keys.ts'
import type { Shell } from '../shell.ts'
import { processEnded, triesMax, uncount } from './tries.ts'
import { openWork, type Work } from './work.ts'
import { writeHeld } from './write-held.ts'

export interface DeadlineFeature {
  readonly kind: 'deadline'
  /** The process's name in the rows; never reused. */
  readonly process: string
  handle(work: Work, subject: string): Promise<void>
}

export function deadline(process: string, handle: DeadlineFeature['handle']): DeadlineFeature {
  return { kind: 'deadline', process, handle }
}

interface DueRow {
  readonly practice_id: string
  readonly process: string
  readonly subject: string
  readonly traceparent: string | null
  readonly tries: number
}

const dueMax = 100

/**
 * Handles what is due, of each process the oldest first, at most 100 of each; returns how many were looked at. Rows
 * of a process that is not among `features` are left alone: they wait for the version that knows it. Throws where
 * the database is away; what else fails one process keeps no other waiting.
 */
export async function runDueDeadlines(shell: Shell, features: readonly DeadlineFeature[]): Promise<number> {
  let looked = 0
  for (const feature of features) {
    const now = shell.clock.now()
    const { rows } = await shell.worker.query<DueRow>({ ...due, values: [feature.process, now, dueMax] })
    looked += rows.length
    await runAll(shell, feature, rows, now)
  }
  if (looked > 0) shell.wake()
  return looked
}

async function runAll(
  shell: Shell,
  feature: DeadlineFeature,
  rows: readonly DueRow[],
  now: string,
): Promise<void> {
  for (const row of rows) {
    try {
      const attempt = () => tryDue(shell, feature, row, now)
      if (row.tries > 0) await shell.suspects.turn(row.tries, attempt)
      else await attempt()
    } catch (error) {
      if (!isFault(error)) throw error
      const says = 'the world failed; the deadlines of this process are tried again'
      shell.log.warn(says, { service: shell.service, process: feature.process, error })
      return
    }
  }
}

/** One try, counted before it is made: so the count outlives a process that ends in it. */
async function tryDue(shell: Shell, feature: DeadlineFeature, row: DueRow, now: string): Promise<void> {
  const key = [row.practice_id, row.process, row.subject]
  const { rows } = await shell.worker.query<{ tries: number }>({ ...countTry, values: [...key, now] })
  const tries = rows[0]?.tries
  // Cleared or moved since it was read.
  if (tries === undefined) return
  let trouble = processEnded
  if (tries <= triesMax) {
    try {
      const keys = await shell.vault.of(row.practice_id)
      return await inTransaction(shell.worker, null, (query) =>
        handleDue(shell, query, feature, row, keys, now),
      )
    } catch (error) {
      if (isFault(error)) {
        await uncount(shell, { ...takeBack, values: key }, { process: row.process })
        throw error
      }
      const says = 'a deadline could not be handled'
      shell.log.error(says, { service: shell.service, process: row.process, error })
      trouble = describeError(error)
    }
  }
  if (tries >= triesMax)
    await shell.worker.query({ ...setAside, values: [...key, now, trouble.code, trouble.says] })
}

async function handleDue(
  shell: Shell,
  query: Query,
  feature: DeadlineFeature,
  row: DueRow,
  keys: PracticeKeys,
  now: string,
): Promise<void> {
  const taken = await query(take, [row.practice_id, row.process, row.subject, now])
  if (taken.length === 0) return
  const { practice_id: practice, traceparent } = row
  const span = shell.tracing.start(`deadline ${row.process}`, { parent: traceparent ?? undefined, practice })
  try {
    const causationId = `deadline:${row.process}`
    const unit = { kind: 'deadline', name: row.process, input: () => ({ subject: row.subject }) } as const
    const { process: name, subject } = row
    const acting = { kind: 'deadline', name, action: name, subject } as const
    const { traceparent } = span
    const work = openWork(shell, query, { keys, causationId, traceparent, unit, acting, now })
    await feature.handle(work, row.subject)
    await writeHeld(query, work.held)
    span.end()
  } catch (error) {
    span.end({ failed: 'not handled' })
    throw error
  }
}

const due = {
  name: 'deadline-due',
  text: `select practice_id, process, subject, traceparent, tries from deadline
         where process = $1 and due_at <= $2 and parked_at is null order by due_at limit $3`,
}

const take = {
  name: 'deadline-take',
  text: `delete from deadline where practice_id = $1 and process = $2 and subject = $3 and due_at <= $4
         returning subject`,
}

const countTry = {
  name: 'deadline-count-try',
  text: `update deadline set tries = tries + 1
         where practice_id = $1 and process = $2 and subject = $3 and due_at <= $4 and parked_at is null
         returning tries`,
}

const takeBack = {
  name: 'deadline-take-try-back',
  text: `update deadline set tries = tries - 1
         where practice_id = $1 and process = $2 and subject = $3 and tries > 0`,
}

const setAside = {
  name: 'deadline-set-aside',
  text: `update deadline set parked_at = $4, code = $5, says = $6
         where practice_id = $1 and process = $2 and subject = $3 and due_at <= $4 and parked_at is null`,
}
