/**
 * The chain of a practice's entries: hash n = SHA-256(hash n-1, the entry's canonical form, n). Before the first one stand 32
 * zero bytes. The canonical form is JSON of the columns in the order of `canonicalColumns`, instants with microseconds, bytes
 * in hex. `npm run ops -- audit-log` has it a second time, by itself.
 */
import { createHash } from 'node:crypto'

/** A row as `canonicalColumns` reads it. */
export interface CanonicalRow {
  readonly practice_id: string
  readonly id: string
  readonly at: string
  readonly kind: string
  readonly actor_kind: string
  readonly actor: string
  readonly actor_label: string | null
  readonly actor_role: string | null
  readonly action: string
  readonly subjects: readonly string[]
  readonly patients: number
  readonly outcome: string
  readonly causes: readonly string[]
  readonly reason: string | null
}

/** Of `audit_entry e`, as SQL. */
export const canonicalColumns = `e.practice_id, e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  e.kind, e.actor_kind, e.actor, e.actor_label, e.actor_role, e.action, e.subjects, e.patients, e.outcome, e.causes,
  encode(e.reason, 'hex') as reason`

export const beforeFirst = Buffer.alloc(32)

export function hashOfEntry(before: Uint8Array, row: CanonicalRow, position: number): Buffer {
  const { practice_id, id, at, kind, actor_kind, actor, actor_label, actor_role } = row
  const { action, subjects, patients, outcome, causes, reason } = row
  const canonical = JSON.stringify([
    ...[practice_id, id, at, kind, actor_kind, actor, actor_label, actor_role],
    ...[action, subjects, patients, outcome, causes, reason],
  ])
  return createHash('sha256').update(before).update(canonical).update(`|${position}`).digest()
}
