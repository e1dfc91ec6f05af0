/**
 * One transaction's work for one practice: the query, the practice's keys, the moment, and what it will say.
 * Events are held until the transaction is about to commit and then written as outbox rows in one statement,
 * after the aggregates were locked: order within an aggregate follows from that alone (architecture note 2.3).
 */
import type { NewId } from '@tally/kernel'
import { type Acting, type ActingMark, auditedWork } from '../auditing/acting.ts'
import type { AuditEntry } from '../auditing/audit-entry.ts'
import type { Query } from '../database/pool.ts'
import type { KeyVault } from '../keys/key-vault.ts'
import type { PracticeKeys } from '../keys/practice-keys.ts'
import type { Shell } from '../shell.ts'
import type { StageTime } from '../telemetry/stage-times.ts'
import type { Tracing } from '../telemetry/trace.ts'
import type { DeadlineChange } from './deadline-changes.ts'
import { type JournalEntry, type Unit, watched } from './journal.ts'

export interface OutboxRow {
  readonly practiceId: string | null
  readonly messageId: string
  readonly topic: string
  readonly key: string
  readonly type: string
  readonly body: string
  readonly traceparent: string | null
  readonly createdAt: string
}

export interface Work {
  readonly service: string
  readonly query: Query
  readonly practiceId: string
  readonly keys: PracticeKeys
  /** Every practice's keys, for what belongs to no practice until it was read. */
  readonly vault: KeyVault
  /** The moment of this work, RFC 3339. */
  readonly now: string
  readonly newId: NewId
  /** The message or request that this work answers. */
  readonly causationId: string
  readonly traceparent: string | undefined
  readonly tracing: Tracing
  readonly held: Held
  /** Where the service keeps a journal. */
  readonly entry?: JournalEntry
  /** Of what the service does of itself, for the audit log. */
  readonly mark?: ActingMark
}

/** What a transaction writes last, all at once. One or several works of it share one. */
export interface Held {
  /** Filled by `commit` alone. */
  readonly outbox: OutboxRow[]
  /** Filled by `setDeadline` and `clearDeadline` alone. */
  readonly deadlines: Map<string, DeadlineChange>
  /** Of every work of the transaction, in the order in which they were begun. */
  readonly journal: JournalEntry[]
  /** Of the audit log: what a person's request did, and what the service did of itself. */
  readonly entries: AuditEntry[]
  readonly marks: Map<string, ActingMark>
  /** Filled by `reached` alone; counted once committed, and not written. */
  readonly stages: StageTime[]
}

export const nothingHeld = (): Held => ({
  ...{ outbox: [], deadlines: new Map(), journal: [], entries: [], marks: new Map(), stages: [] },
})

/** Whose work it is, and what it answers. */
export interface Opening {
  readonly keys: PracticeKeys
  readonly causationId: string
  readonly traceparent: string | undefined
  /** As the journal keeps it; absent where nothing may be changed. */
  readonly unit?: Unit | undefined
  /** Absent where a person asks: their request leaves the entry. */
  readonly acting?: Acting
  readonly held?: Held
  /** RFC 3339; the clock's moment when absent. */
  readonly now?: string
}

export function openWork(shell: Shell, query: Query, opening: Opening): Work {
  const { service, vault, newId, clock, tracing } = shell
  const { keys, causationId, traceparent, unit, acting, held = nothingHeld(), now = clock.now() } = opening
  const work: Work = {
    service,
    query,
    practiceId: keys.practiceId,
    keys,
    vault,
    now,
    newId,
    causationId,
    traceparent,
    tracing,
    held,
  }
  const audited = acting ? auditedWork(work, acting) : work
  return shell.journal && unit ? watched(audited, unit) : audited
}

/**
 * The same work in another practice: a partner's file may hold several. Of a `_worker` role's transaction alone;
 * row-level security keeps an `_api` role where it began.
 */
export async function workIn(work: Work, practiceId: string): Promise<Work> {
  const there = { ...work, practiceId, keys: await work.vault.of(practiceId) }
  return work.mark ? auditedWork(there, work.mark.acting) : there
}
