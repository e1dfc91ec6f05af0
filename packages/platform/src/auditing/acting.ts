/**
 * What the service does of itself, a message handled, a job's transaction, a deadline, leaves an entry when it changed
 * something: when it sent a statement that writes, said something or moved a deadline. Of a batch of messages one entry a
 * practice, feature and type of event, which names every message and what it was of: a row each would double what a visit
 * writes, and says no more.
 */
import { writes } from '../database/writes.ts'
import type { Work } from '../messaging/work.ts'
import { type AuditActor, type AuditEntry, auditEntryId } from './audit-entry.ts'

export interface Acting {
  readonly kind: Exclude<AuditActor['kind'], 'key'>
  /** The feature, job or process; the route of a webhook. */
  readonly name: string
  /** The event's type; the name again of all others. */
  readonly action: string
  /** Ours, of what it concerns. */
  readonly subject: string
}

export interface ActingMark {
  readonly acting: Acting
  readonly practiceId: string
  readonly cause: string
  readonly at: string
  happened: boolean
}

/** The same work, which notes whether it changes something. */
export function auditedWork(work: Work, acting: Acting): Work {
  const { practiceId, causationId: cause, now: at, held } = work
  const key = [practiceId, acting.kind, acting.name, acting.action, acting.subject, cause].join(' ')
  const mark = held.marks.get(key) ?? { acting, practiceId, cause, at, happened: false }
  held.marks.set(key, mark)
  return {
    ...work,
    mark,
    query(statement, values) {
      if (writes(statement)) mark.happened = true
      return work.query(statement, values)
    },
  }
}

/** What of a transaction happened, as entries. */
export function entriesOfMarks(marks: Iterable<ActingMark>): AuditEntry[] {
  const happened = [...marks].filter((mark) => mark.happened)
  const alike = Map.groupBy(happened, ({ practiceId, acting: { kind, name, action } }) =>
    [practiceId, kind, name, action].join(' '),
  )
  return [...alike.values()].flatMap((group) => {
    const [first] = group
    return first ? [entryOf(first, group)] : []
  })
}

function entryOf({ practiceId, at, acting }: ActingMark, group: readonly ActingMark[]): AuditEntry {
  const { kind, name, action } = acting
  return {
    ...{ id: auditEntryId(at), practiceId, at, kind: 'change', action, patients: 0, outcome: 'done' },
    actor: { kind, id: name, label: null, role: null },
    subjects: unique(group.map((each) => each.acting.subject)),
    causes: unique(group.map(({ cause }) => cause)),
    reason: null,
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '')
}
