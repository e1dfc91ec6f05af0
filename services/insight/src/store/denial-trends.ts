/** Denials of a span by what they have in common. */
import type { Work } from '@tally/platform'
import type { Span } from './kpi-counts.ts'

export const trendKeys = ['category', 'payer', 'code'] as const
export type TrendKey = (typeof trendKeys)[number]

export interface Trend {
  readonly key: string
  readonly denials: number
  readonly claims: number
  readonly cents: number
}

/** Most claims first. */
export async function denialsBy(work: Work, by: TrendKey, { from, to }: Span): Promise<Trend[]> {
  return work.query<Trend>(trends, [work.practiceId, by, from, to])
}

/** Claims with any denial. */
export async function deniedClaims(work: Work, { from, to }: Span): Promise<number> {
  const [row] = await work.query<{ claims: number }>(claims, [work.practiceId, from, to])
  return row?.claims ?? 0
}

const isDenial = `type = 'denial.opened.v1' and data ->> 'source' = 'payment'`

const trends = {
  name: 'denial-trends',
  text: `select case $2::text when 'category' then data ->> 'category' when 'payer' then data ->> 'payerId'
                     else concat_ws(' ', data ->> 'groupCode', data ->> 'reasonCode') end as key,
                count(*)::integer as denials, count(distinct data ->> 'claimId')::integer as claims,
                coalesce(sum(cents), 0)::bigint as cents
         from fact where practice_id = $1 and ${isDenial} and at >= $3 and at < $4
         group by 1 order by claims desc, cents desc, key`,
}

const claims = {
  name: 'denied-claims',
  text: `select count(distinct data ->> 'claimId')::integer as claims
         from fact where practice_id = $1 and ${isDenial} and at >= $2 and at < $3`,
}
