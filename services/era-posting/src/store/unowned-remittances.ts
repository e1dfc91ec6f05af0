/** Remittances of the installation: their payee was no practice of ours when they came. */
import type { Query, Work } from '@tally/platform'
import type { RemittanceRow } from './remittances.ts'

/** One whose payee a practice, `owner`, has now. */
export type Owned = Pick<
  RemittanceRow,
  'id' | 'file_id' | 'transmission_id' | 'ordinal' | 'blob_digest' | 'received_at'
> & { readonly owner: string }

export async function nextOwned(query: Query): Promise<Owned | null> {
  const [row] = await query<Owned>(owned)
  return row ?? null
}

/** It stands in its practice as `adopted`; null: nothing of it was kept that could. */
export async function noteAdopted(work: Work, id: string, adopted: string | null): Promise<void> {
  await work.query(note, [work.practiceId, id, adopted])
}

const unowned = `practice_id = '' and status = 'quarantined' and because = 'payee/unknown'`

const owned = {
  name: 'remittance-next-owned',
  text: `select r.id, r.file_id, r.transmission_id, r.ordinal, r.blob_digest, r.received_at, p.id as owner
         from (select distinct payee_npi from remittance where ${unowned}) u
         cross join lateral platform.practice_of_npi(u.payee_npi) p
         join (select * from remittance where ${unowned}) r on r.payee_npi = u.payee_npi
         order by r.arrival limit 1`,
}

const note = {
  name: 'remittance-note-adopted',
  text: `update remittance set status = case when $3::text is null then status else 'duplicate' end,
                               because = case when $3::text is null then 'remittance/not-separable' else because end,
                               duplicate_of = $3
         where practice_id = $1 and id = $2`,
}
