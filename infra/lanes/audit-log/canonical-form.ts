/**
 * The chain as its definition has it (docs/decisions/0017-audit-log.md), written a second time: hash n is SHA-256 over hash
 * n-1, the JSON of the entry's columns in this order, and `|n`; before the first one stand 32 zero bytes.
 */
import { createHash } from 'node:crypto'

const columns = [
  ...['practice_id', 'id', 'at', 'kind', 'actor_kind', 'actor', 'actor_label', 'actor_role'],
  ...['action', 'subjects', 'patients', 'outcome', 'causes', 'reason'],
] as const

export type CanonicalEntry = Readonly<Record<(typeof columns)[number], unknown>>

/** The columns as text that has one form: instants in UTC with microseconds, bytes in hex. Of `audit_entry e`. */
export const canonicalSql = columns
  .map((column) => {
    if (column === 'at') return `to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`
    return column === 'reason' ? `encode(e.reason, 'hex') as reason` : `e.${column}`
  })
  .join(', ')

export const beforeFirst = '00'.repeat(32)

/** `before` and the answer in hex. */
export function chained(before: string, entry: CanonicalEntry, position: number): string {
  const form = JSON.stringify(columns.map((column) => entry[column]))
  return createHash('sha256').update(Buffer.from(before, 'hex')).update(`${form}|${position}`).digest('hex')
}
