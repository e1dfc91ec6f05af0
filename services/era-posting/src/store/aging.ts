/** What was open of each charge line as of an instant, by age and by payer, patient or place. */
import { assert, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { type AgedAmount, bucketStarts } from '../domain/aging.ts'
import type { Place } from './patient-persons.ts'

export type AgedBy = 'payer' | 'patient' | 'location'

/** As the ledger stood before `before`: what was recorded later is not in it. `asOf` is the day that ages are counted to. */
export async function agedAmounts(
  work: Work,
  by: AgedBy,
  asOf: string,
  before: string,
): Promise<readonly AgedAmount[]> {
  const rows = await work.query<Row>(aged, [work.practiceId, before, asOf, by, bucketStarts])
  return rows.map(({ key, bucket, owed_cents, credit_cents, denied_cents }) => ({
    ...{ key, bucket, owedCents: cents(owed_cents), creditCents: cents(credit_cents) },
    deniedCents: cents(denied_cents),
  }))
}

interface Row {
  readonly key: string
  readonly bucket: number
  readonly owed_cents: number
  readonly credit_cents: number
  readonly denied_cents: number
}

/** By the keys that agedAmounts gives. */
export async function placesOf(work: Work, keys: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  const rows = await work.query<PlaceRow>(places, [work.practiceId, keys])
  return new Map(
    rows.map(({ key, treatment_day_id, location }) => {
      assert(location, `the visit ${treatment_day_id} has a place`)
      const opened = work.keys.openColumn(location, `visit_place|location|${treatment_day_id}`)
      return [key, opened as Place]
    }),
  )
}

interface PlaceRow {
  readonly key: string
  readonly treatment_day_id: string
  readonly location: Buffer | null
}

/** A line's receivable and what was refused of it are one, at each payer; what has no place is under ''. */
const aged = {
  name: 'aging',
  text: `with side as (
           select batch_id, debit_account as account, amount_cents as cents from posting
           where practice_id = $1 and (starts_with(debit_account, 'receivable:') or starts_with(debit_account, 'denied:open:'))
           union all
           select batch_id, credit_account, -amount_cents from posting
           where practice_id = $1 and (starts_with(credit_account, 'receivable:') or starts_with(credit_account, 'denied:open:'))),
         account as (
           select s.account, sum(s.cents) as cents
           from side s join posting_batch b on b.practice_id = $1 and b.id = s.batch_id and b.recorded_at < $2
           group by s.account having sum(s.cents) <> 0),
         open as (
           select case when starts_with(account, 'receivable:patient:') then split_part(account, ':', 4)
                       else split_part(account, ':', 3) end as line,
                  case when starts_with(account, 'receivable:patient:') then null
                       else split_part(account, ':', 4)::integer end as ord,
                  sum(cents) as cents,
                  sum(cents) filter (where starts_with(account, 'denied:open:')) as denied
           from account group by 1, 2),
         dated as (
           select o.cents, greatest(o.denied, 0) as denied,
                  width_bucket(greatest($3::date - d.service_date, 0), $5::integer[]) as bucket,
                  case $4
                    when 'patient' then d.patient_id
                    when 'location' then coalesce(encode(v.location_digest, 'hex'), '')
                    else case when o.ord is null then 'patient'
                              else coalesce((select c ->> 'payerId' from jsonb_array_elements(d.coverages) c
                                             where (c ->> 'order')::integer = o.ord),
                                            (select max(k.payer_id) from claim k
                                             where k.practice_id = $1 and k.treatment_day_id = d.treatment_day_id
                                               and k.coverage_order = o.ord), 'unknown') end
                  end as key
           from open o
           join charge_line l on l.practice_id = $1 and l.id = o.line
           join charge_day d on d.practice_id = $1 and d.treatment_day_id = l.treatment_day_id
           left join visit_place v on v.practice_id = $1 and v.treatment_day_id = d.treatment_day_id
           where o.cents <> 0)
         select key, bucket, coalesce(sum(cents) filter (where cents > 0), 0)::bigint as owed_cents,
                coalesce(sum(cents) filter (where cents < 0), 0)::bigint as credit_cents,
                coalesce(sum(least(denied, cents)) filter (where cents > 0), 0)::bigint as denied_cents
         from dated group by key, bucket order by key, bucket`,
}

const places = {
  name: 'aging-places',
  text: `select distinct on (location_digest) encode(location_digest, 'hex') as key, treatment_day_id, location
         from visit_place
         where practice_id = $1 and location_digest = any(select decode(k, 'hex') from unnest($2::text[]) k where k <> '')
         order by location_digest, treatment_day_id desc`,
}
