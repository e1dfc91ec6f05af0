/** Lines that came to another amount than expected, summed by payer and by what differs. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'

/** Of one payer, for one cause. */
export interface VarianceSum {
  readonly payerId: string
  readonly because: string
  readonly lines: number
  /** Expected less allowed, of lines that lack something; 0 or above. */
  readonly underpaidCents: Cents
  /** Allowed less expected, of lines that have more. */
  readonly overpaidCents: Cents
  /** Of what is underpaid: nobody decided on it, the payer was asked, and given up. */
  readonly openCents: Cents
  readonly workedCents: Cents
  readonly acceptedCents: Cents
}

/** Of at most `limit` payers after `after`, in their order; what was withdrawn counts nowhere. */
export async function varianceSums(
  work: Work,
  payerId: string | null,
  after: string,
  limit: number,
): Promise<readonly VarianceSum[]> {
  const rows = await work.query<Row>(sums, [work.practiceId, payerId, after, limit])
  return rows.map((row) => ({
    ...{ payerId: row.payer_id, because: row.because, lines: row.lines },
    ...{ underpaidCents: cents(row.under), overpaidCents: cents(row.over) },
    ...{ openCents: cents(row.open), workedCents: cents(row.worked), acceptedCents: cents(row.accepted) },
  }))
}

interface Row {
  readonly payer_id: string
  readonly because: string
  readonly lines: number
  readonly under: number
  readonly over: number
  readonly open: number
  readonly worked: number
  readonly accepted: number
}

const sums = {
  name: 'variance-sums',
  text: `with payer as (
           select distinct payer_id from variance
           where practice_id = $1 and ($2::text is null or payer_id = $2) and payer_id > $3 and state <> 'withdrawn'
           order by payer_id limit $4
         ), found as (
           select v.payer_id, v.because, v.state, v.expected_allowed_cents - v.allowed_cents as lacks
           from variance v join payer p on p.payer_id = v.payer_id
           where v.practice_id = $1 and v.state <> 'withdrawn'
         )
         select payer_id, because, count(*)::integer as lines,
                coalesce(sum(lacks) filter (where lacks > 0), 0)::bigint as under,
                coalesce(-sum(lacks) filter (where lacks < 0), 0)::bigint as over,
                coalesce(sum(lacks) filter (where lacks > 0 and state = 'open'), 0)::bigint as open,
                coalesce(sum(lacks) filter (where lacks > 0 and state = 'worked'), 0)::bigint as worked,
                coalesce(sum(lacks) filter (where lacks > 0 and state = 'accepted'), 0)::bigint as accepted
         from found group by payer_id, because order by payer_id, because`,
}
