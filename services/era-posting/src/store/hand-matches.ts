/** Matches that a person made or undid, in order; the reason is encrypted. */
import type { Work } from '@tally/platform'
import type { handMatch } from './tables.ts'

type Row = typeof handMatch.$inferSelect

export interface HandMatch {
  readonly id: string
  readonly remittanceId: string
  readonly position: number
  readonly claimId: string
  readonly kind: 'match' | 'unmatch'
  /** The key of the person, and its label then. */
  readonly byKey: string
  readonly byLabel: string
  readonly reason: string
  readonly madeAt: string
}

export async function addHandMatch(work: Work, made: HandMatch): Promise<void> {
  const { id, remittanceId, position, claimId, kind, byKey, byLabel, reason, madeAt } = made
  await work.query(insert, [
    ...[work.practiceId, id, remittanceId, position, claimId, kind, byKey, byLabel],
    ...[work.keys.sealColumn(reason, binding(id)), madeAt],
  ])
}

/** What people did to the claims of a remittance, the oldest first. */
export async function handMatchesOf(work: Work, remittanceId: string): Promise<readonly HandMatch[]> {
  const rows = await work.query<Row>(find, [work.practiceId, remittanceId])
  return rows.map((row) => ({
    ...{ id: row.id, remittanceId: row.remittance_id, position: row.position, claimId: row.claim_id },
    // Checked by the table.
    kind: row.kind as HandMatch['kind'],
    ...{ byKey: row.by_key, byLabel: row.by_label, madeAt: row.made_at },
    reason: String(work.keys.openColumn(row.reason, binding(row.id))),
  }))
}

function binding(id: string): string {
  return `hand_match|reason|${id}`
}

const insert = {
  name: 'hand-match-insert',
  text: `insert into hand_match (practice_id, id, remittance_id, position, claim_id, kind, by_key, by_label, reason, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
}

const find = {
  name: 'hand-matches-of',
  text: 'select * from hand_match where practice_id = $1 and remittance_id = $2 order by id',
}
