/**
 * Deadlines that wait for a person: those set aside after three tries, and those due whose process no feature of
 * this version knows. Listed with the parked messages; a replay makes one due again, a discard ends it with a
 * reason that is kept.
 */
import { accepted, type Decision, refused } from '@tally/kernel'
import type { Shell } from '../shell.ts'
import type { DeadlineFeature } from './deadlines.ts'
import type { Replayed } from './replay.ts'

export interface ParkedDeadline {
  readonly id: string
  readonly process: string
  readonly practice_id: string
  readonly subject: string
  readonly code: string
  readonly says: string
  readonly due_at: string
  readonly parked_at: string
}

export function isDeadlineId(id: string): boolean {
  return id.startsWith('deadline-')
}

/** In the order of their ids, the first `limit` after `after`. */
export async function parkedDeadlines(
  shell: Shell,
  features: readonly DeadlineFeature[],
  after: string,
  limit: number,
): Promise<ParkedDeadline[]> {
  const values = [shell.clock.now(), known(features), after, limit]
  return (await shell.worker.query<ParkedDeadline>({ ...list, values })).rows
}

export async function hasParkedDeadline(
  shell: Shell,
  features: readonly DeadlineFeature[],
  id: string,
): Promise<boolean> {
  const { rowCount } = await shell.worker.query({
    ...find,
    values: [shell.clock.now(), known(features), id],
  })
  return rowCount !== 0
}

/** Makes it due again: the leader takes it up within a second, with three tries. Refused `parked/unknown-process`. */
export async function replayDeadline(
  shell: Shell,
  features: readonly DeadlineFeature[],
  id: string,
): Promise<Decision<Replayed>> {
  const { rowCount } = await shell.worker.query({ ...makeDue, values: [known(features), id] })
  if (rowCount === 0) {
    return refused(
      'parked/unknown-process',
      'no feature of this version handles it: run the version that does, or discard it',
    )
  }
  shell.wake()
  return accepted({ replayed: 1 })
}

/** Ends it for good; what it was, by whom and why stays in discarded_deadline. */
export async function discardDeadline(
  shell: Shell,
  features: readonly DeadlineFeature[],
  id: string,
  by: string,
  reason: string,
): Promise<Decision<Replayed>> {
  const values = [shell.clock.now(), known(features), id, by, reason]
  const { rowCount } = await shell.worker.query({ ...discard, values })
  return rowCount === 0
    ? refused('parked/not-open', 'it is not parked any more; GET /v1/parked-messages lists what is')
    : accepted({ replayed: 0 })
}

const known = (features: readonly DeadlineFeature[]) => features.map(({ process }) => process)

/** A row has no id of its own; this one begins after every ULID, so that a page of both kinds goes on in one order. */
const id = `('deadline-' || left(encode(sha256(convert_to(practice_id || '|' || process || '|' || subject, 'UTF8')), 'hex'), 26))`
const unknown = `(parked_at is null and due_at <= $1 and process <> all($2::text[]))`

/** Whether one waits for a person; `$1` is now, `$2` the processes that are known. */
export const deadlineIsParked = `(parked_at is not null or ${unknown})`

const list = {
  name: 'parked-deadlines',
  text: `select ${id} as id, process, practice_id, subject, due_at, coalesce(parked_at, due_at) as parked_at,
                coalesce(code, 'unknown-process') as code,
                coalesce(says, 'no feature of this version handles it: run the version that does, or discard it') as says
         from deadline where ${deadlineIsParked} and ${id} > $3 collate "C" order by ${id} collate "C" limit $4`,
}

const find = {
  name: 'parked-deadline-find',
  text: `select 1 from deadline where ${deadlineIsParked} and ${id} = $3`,
}

const makeDue = {
  name: 'parked-deadline-replay',
  text: `update deadline set parked_at = null, tries = 0, code = null, says = null
         where parked_at is not null and process = any($1::text[]) and ${id} = $2`,
}

const discard = {
  name: 'parked-deadline-discard',
  text: `with ended as (
           delete from deadline where ${deadlineIsParked} and ${id} = $3
           returning ${id} as id, practice_id, process, subject, due_at, coalesce(code, 'unknown-process') as code,
                     coalesce(says, 'no feature of this version handles it') as says)
         insert into discarded_deadline (id, practice_id, process, subject, due_at, code, says, discarded_at, discarded_by, reason)
         select id, practice_id, process, subject, due_at, code, says, $1, $4, $5 from ended`,
}
