/** What people decided of lines that came to another amount than expected, in order; the reason is encrypted. */
import type { Work } from '@tally/platform'
import type { DecidedState } from '../domain/variance-work.ts'
import type { varianceDecision } from './expectation-tables.ts'
import type { Person } from './hand-entries.ts'

type Row = typeof varianceDecision.$inferSelect

export interface VarianceDecision {
  readonly state: DecidedState
  readonly by: Person
  readonly reason: string
}

export async function addDecision(
  work: Work,
  varianceId: string,
  { state, by, reason }: VarianceDecision,
): Promise<void> {
  const id = work.newId()
  await work.query(insert, [
    ...[work.practiceId, id, varianceId, state, by.key, by.label],
    ...[work.keys.sealColumn(reason, binding(id)), by.at],
  ])
}

/** By the variance, the oldest first. */
export async function decisionsOf(
  work: Work,
  varianceIds: readonly string[],
): Promise<(varianceId: string) => readonly VarianceDecision[]> {
  const rows = varianceIds.length === 0 ? [] : await work.query<Row>(find, [work.practiceId, varianceIds])
  const byVariance = Map.groupBy(rows, ({ variance_id }) => variance_id)
  return (varianceId) =>
    (byVariance.get(varianceId) ?? []).map((row) => ({
      // Checked by the table.
      state: row.state as DecidedState,
      by: { key: row.by_key, label: row.by_label, at: row.decided_at },
      reason: String(work.keys.openColumn(row.reason, binding(row.id))),
    }))
}

function binding(id: string): string {
  return `variance_decision|reason|${id}`
}

const insert = {
  name: 'variance-decision-insert',
  text: `insert into variance_decision (practice_id, id, variance_id, state, by_key, by_label, reason, decided_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}

const find = {
  name: 'variance-decisions-of',
  text: `select * from variance_decision where practice_id = $1 and variance_id = any($2::text[])
         order by arrival`,
}
