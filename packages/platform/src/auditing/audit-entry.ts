/**
 * An entry of the audit log: who changed or saw what, when, and what came of it. It holds ids of ours, codes and counts, and
 * never a value of a patient's record; a person's own words (`reason`) are sealed. Written in the transaction of the change
 * or of the read, of a refusal before the answer is sent. Its place in the practice's chain it gets later (seal-entries.ts).
 */
import { ulid } from '@tally/kernel'
import type { Query } from '../database/pool.ts'
import { drawnBytes } from '../drawn-bytes.ts'

export interface AuditActor {
  readonly kind: 'key' | 'message' | 'job' | 'deadline' | 'webhook'
  /** The key's id; the feature, job or process by name. */
  readonly id: string
  /** Of a key, as it was then. */
  readonly label: string | null
  readonly role: string | null
}

export interface AuditEntry {
  /** A ULID of the moment in `at`. */
  readonly id: string
  readonly practiceId: string
  /** RFC 3339. */
  readonly at: string
  readonly kind: 'change' | 'read' | 'refused' | 'asked' | 'alarm'
  readonly actor: AuditActor
  readonly action: string
  readonly subjects: readonly string[]
  /** How many patients were shown. */
  readonly patients: number
  readonly outcome: string
  readonly causes: readonly string[]
  /** Sealed for `reasonBinding`. */
  readonly reason: Uint8Array | null
}

/** An id that sorts by `at`: entries are listed and bounded by it. */
export function auditEntryId(at: string): string {
  return ulid(Date.parse(at), drawnBytes(10))
}

/** Where entries of `at` and later begin. */
export function firstAuditEntryId(at: string): string {
  return ulid(Math.max(0, Date.parse(at)), new Uint8Array(10))
}

export function reasonBinding(id: string): string {
  return `audit_entry|reason|${id}`
}

/** One statement, whatever their number. Ids hold no blanks. */
export function sendAuditEntries(query: Query, entries: readonly AuditEntry[]): Promise<unknown> | undefined {
  if (entries.length === 0) return undefined
  return query(insertRows, [
    entries.map(({ practiceId }) => practiceId),
    entries.map(({ id }) => id),
    entries.map(({ at }) => at),
    entries.map(({ kind }) => kind),
    entries.map(({ actor }) => actor.kind),
    entries.map(({ actor }) => actor.id),
    entries.map(({ actor }) => actor.label),
    entries.map(({ actor }) => actor.role),
    entries.map(({ action }) => action),
    entries.map(({ subjects }) => subjects.join(' ')),
    entries.map(({ patients }) => patients),
    entries.map(({ outcome }) => outcome),
    entries.map(({ causes }) => causes.join(' ')),
    entries.map(({ reason }) => reason),
  ])
}

const insertRows = {
  name: 'audit-insert',
  text: `with entry as (
           insert into audit_entry (practice_id, id, at, kind, actor_kind, actor, actor_label, actor_role, action, subjects,
                                    patients, outcome, causes, reason)
           select practice_id, id, at, kind, actor_kind, actor, actor_label, actor_role, action,
                  string_to_array(subjects, ' '), patients, outcome, string_to_array(causes, ' '), reason
           from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
                       $8::text[], $9::text[], $10::text[], $11::integer[], $12::text[], $13::text[], $14::bytea[])
             as each (practice_id, id, at, kind, actor_kind, actor, actor_label, actor_role, action, subjects, patients,
                      outcome, causes, reason)
           returning practice_id, id)
         insert into audit_unsealed (practice_id, id) select practice_id, id from entry`,
}
