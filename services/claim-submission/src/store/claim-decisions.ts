/** What people decided on a claim, in order; the reason is encrypted. */
import type { Actor, Work } from '@tally/platform'
import type { claim_decision } from './tables.ts'

type Row = typeof claim_decision.$inferSelect

interface ClaimDecision {
  readonly did: 'hold' | 'release' | 'void'
  /** The label of the person's key, then. */
  readonly by: string
  readonly reason: string
  readonly at: string
}

/** Now. It travels with what the transaction sends next. */
export function addDecision(
  work: Work,
  claimId: string,
  did: ClaimDecision['did'],
  { keyId, label }: Pick<Actor, 'keyId' | 'label'>,
  reason: string,
): void {
  const id = work.newId()
  const sealed = work.keys.sealColumn(reason, binding(id))
  void work.query(insert, [work.practiceId, id, claimId, did, keyId, label, sealed, work.now])
}

export async function decisionsOf(work: Work, claimId: string): Promise<readonly ClaimDecision[]> {
  const rows = await work.query<Row>(find, [work.practiceId, claimId])
  return rows.map((row) => ({
    // Checked by the table.
    did: row.did as ClaimDecision['did'],
    by: row.by_label,
    reason: String(work.keys.openColumn(row.reason, binding(row.id))),
    at: row.decided_at,
  }))
}

function binding(id: string): string {
  return `claim_decision|reason|${id}`
}

const insert = {
  name: 'claim-decision-insert',
  text: `insert into claim_decision (practice_id, id, claim_id, did, by_key, by_label, reason, decided_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}

const find = {
  name: 'claim-decisions-of',
  text: 'select * from claim_decision where practice_id = $1 and claim_id = $2 order by id',
}
