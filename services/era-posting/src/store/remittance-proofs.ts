/** Proofs of remittances as they were kept: the digest of both sides of every equality, and how many did not hold. */
import type { Work } from '@tally/platform'
import type { remittanceProof } from './expectation-tables.ts'
import type { RemittanceRow } from './remittances.ts'

type Row = typeof remittanceProof.$inferSelect

export interface KeptProof {
  /** null: its copy could not be read. */
  readonly digest: string | null
  readonly equalities: number
  readonly broken: number
  readonly provenAt: string
}

export async function findProof(work: Work, remittanceId: string): Promise<KeptProof | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, remittanceId])
  if (!row) return null
  const { digest, equalities, broken, proven_at } = row
  return { digest, equalities, broken, provenAt: proven_at }
}

/** A proof that did not hold is replaced; one that did stays. */
export async function saveProof(
  work: Work,
  remittanceId: string,
  { digest, equalities, broken, provenAt }: KeptProof,
): Promise<void> {
  await work.query(upsert, [work.practiceId, remittanceId, digest, equalities, broken, provenAt])
}

/** Posted before `began` and not proven since, or without it holding: some of them, the oldest first. */
export async function unprovenBefore(work: Work, began: string): Promise<readonly RemittanceRow[]> {
  return work.query<RemittanceRow>(unproven, [work.practiceId, began, atOnceMax])
}

const atOnceMax = 50

const find = {
  name: 'remittance-proof-find',
  text: 'select * from remittance_proof where practice_id = $1 and remittance_id = $2',
}

const upsert = {
  name: 'remittance-proof-upsert',
  text: `insert into remittance_proof (practice_id, remittance_id, digest, equalities, broken, proven_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (practice_id, remittance_id) do update set
           digest = excluded.digest, equalities = excluded.equalities, broken = excluded.broken, proven_at = excluded.proven_at
         where remittance_proof.broken > 0 or remittance_proof.digest is null`,
}

const unproven = {
  name: 'remittances-unproven',
  text: `select r.* from remittance r
         left join remittance_proof p on p.practice_id = r.practice_id and p.remittance_id = r.id
         where r.practice_id = $1 and r.status in ('posted', 'posted-in-part') and r.posted_at < $2
           and (p.proven_at is null or (p.proven_at < $2 and (p.broken > 0 or p.digest is null)))
         order by r.arrival limit $3`,
}
