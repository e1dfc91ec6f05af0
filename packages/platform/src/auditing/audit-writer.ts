/**
 * Entries that no transaction takes with it: of refusals, of what was rolled back, alarms. Whoever leaves one waits until it is
 * stored, and only then answers. What comes while a statement is on its way goes with the next one, so that under load many answers share a commit.
 */
import type { Query } from '../database/pool.ts'
import { type AuditEntry, sendAuditEntries } from './audit-entry.ts'

export interface AuditWriter {
  /** Resolves when they are stored; rejects with the fault that kept them from it. */
  write(entries: readonly AuditEntry[]): Promise<void>
}

interface Waiting {
  readonly entries: readonly AuditEntry[]
  stored(): void
  failed(error: unknown): void
}

const atOnceMax = 500

/** `query` is of a role that sees the whole schema, one statement a transaction. */
export function auditWriter(query: Query): AuditWriter {
  const waiting: Waiting[] = []
  let writing = false

  async function writeAll(): Promise<void> {
    writing = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, atOnceMax)
      try {
        await sendAuditEntries(
          query,
          batch.flatMap(({ entries }) => entries),
        )
        for (const { stored } of batch) stored()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    writing = false
  }

  return {
    write(entries) {
      if (entries.length === 0) return Promise.resolve()
      return new Promise((stored, failed) => {
        waiting.push({ entries, stored, failed })
        if (!writing) void writeAll()
      })
    },
  }
}
