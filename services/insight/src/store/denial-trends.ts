/** Denials of a span by what they have in common. */
import type { Work } from '@tally/platform'
import type { Span } from './kpi-counts.ts'
import { isUndone } from './undone-answers.ts'
import { namesOf } from './visits.ts'

export const trendKeys = ['category', 'payer', 'code', 'clinician', 'location'] as const
export type TrendKey = (typeof trendKeys)[number]

export interface Trend {
  /** '' where no visit tells it. */
  readonly key: string
  /** Of a clinician or location, where its visit says it. */
  readonly name: string | null
  readonly denials: number
  readonly claims: number
  readonly cents: number
}

interface Row extends Omit<Trend, 'name'> {
  /** One of its treatment days. */
  readonly day: string
}

/** Most claims first. */
export async function denialsBy(work: Work, by: TrendKey, { from, to }: Span): Promise<Trend[]> {
  const rows = await work.query<Row>(trends[by], [work.practiceId, from, to])
  if (by !== 'clinician' && by !== 'location') return rows.map((row) => ({ ...row, name: null }))
  const days = await namesOf(
    work,
    rows.map(({ day }) => day),
  )
  return rows.map((row) => {
    const names = days.get(row.day)
    if (by === 'clinician') {
      return { ...row, name: names?.clinicians.find(({ npi }) => npi === row.key)?.name ?? null }
    }
    const location = names?.location ?? null
    return { ...row, key: location?.id ?? '', name: location?.name ?? null }
  })
}

/** Claims with any denial. */
export async function deniedClaims(work: Work, { from, to }: Span): Promise<number> {
  const [row] = await work.query<{ claims: number }>(claims, [work.practiceId, from, to])
  return row?.claims ?? 0
}

/** A later version opens again what was resolved: the same denial. One that an undone answer opened was none of this claim. */
const isDenial = `d.type = 'denial.opened.v1' and d.data ->> 'source' = 'payment' and (d.data ->> 'version')::integer = 1
                  and not ${isUndone("d.data ->> 'claimId'", 'd.causation_id')}`

/** Who treated the denied line as the day stands now; of a claim that was denied as a whole, each who treated. */
const clinicians = `
  select distinct line ->> 'renderingNpi' as key
  from (select c.data from fact c
        where c.practice_id = $1 and c.correlation_id = d.correlation_id
          and c.type in ('charge.captured.v1', 'charge.corrected.v1')
        order by c.sequence desc limit 1) newest,
       lateral jsonb_array_elements(newest.data -> 'lines') line
  where case when d.data ->> 'chargeLineId' is null then (line ->> 'units')::integer > 0
             else line ->> 'chargeLineId' = d.data ->> 'chargeLineId' end`

const locations = `
  select encode(v.location_digest, 'hex') as key from visit v
  where v.practice_id = $1 and v.treatment_day_id = d.correlation_id`

const trends = {
  category: trendBy('category', `select d.data ->> 'category' as key`),
  payer: trendBy('payer', `select d.data ->> 'payerId' as key`),
  code: trendBy('code', `select concat_ws(' ', d.data ->> 'groupCode', d.data ->> 'reasonCode') as key`),
  clinician: trendBy('clinician', clinicians),
  location: trendBy('location', locations),
}

function trendBy(by: TrendKey, keys: string) {
  return {
    name: `denial-trends-by-${by}`,
    text: `select coalesce(k.key, '') as key, count(*)::integer as denials,
                  count(distinct d.data ->> 'claimId')::integer as claims, coalesce(sum(d.cents), 0)::bigint as cents,
                  max(d.correlation_id) as day
           from fact d left join lateral (${keys}) k on true
           where d.practice_id = $1 and ${isDenial} and d.at >= $2 and d.at < $3
           group by 1 order by claims desc, cents desc, key`,
  }
}

const claims = {
  name: 'denied-claims',
  text: `select count(distinct d.data ->> 'claimId')::integer as claims
         from fact d where d.practice_id = $1 and ${isDenial} and d.at >= $2 and d.at < $3`,
}
