/** The work list: by bands of days left, inside a band by what may be recovered (api.md); what is resolved comes last. */
import type { ServiceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Denial } from '../domain/denial.ts'
import { readDenial } from './denials.ts'
import type { denial } from './tables.ts'

type Row = typeof denial.$inferSelect & { readonly band: number }

/** Where a page ended. */
export interface Place {
  readonly band: number
  readonly recoverableCents: number
  readonly id: string
}

export interface DenialFilter {
  readonly category: string | null
  readonly status: string | null
  readonly today: ServiceDate
  readonly after: Place | null
  readonly limit: number
}

export async function listDenials(
  work: Work,
  { category, status, today, after, limit }: DenialFilter,
): Promise<{ denial: Denial; place: Place }[]> {
  const place = [after?.band ?? null, after && -after.recoverableCents, after?.id ?? null]
  const rows = await work.query<Row>(list, [work.practiceId, category, status, today, ...place, limit])
  return rows.map((row) => ({
    denial: readDenial(row),
    place: { band: row.band, recoverableCents: row.recoverable_cents, id: row.id },
  }))
}

/** The same bands as domain/denial.ts names; a test holds them together. */
const list = {
  name: 'denial-list',
  text: `select * from (
           select d.*, case when d.status = 'resolved' then 6 when d.due_on < $4::date then 0
                            when d.due_on - $4::date <= 2 then 1 when d.due_on - $4::date <= 7 then 2
                            when d.due_on - $4::date <= 14 then 3 when d.due_on - $4::date <= 30 then 4 else 5 end as band
           from denial d
           where d.practice_id = $1 and ($2::text is null or d.category = $2) and ($3::text is null or d.status = $3)
         ) banded
         where $5::integer is null or (band, -recoverable_cents, id) > ($5::integer, $6::bigint, $7::text)
         order by band, -recoverable_cents, id limit $8`,
}
