/** Counts for the KPIs, over facts and their money. Spans of instants are [from, to). */
import { assert } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { isUndone } from './undone-answers.ts'

/** Instants, RFC 3339. */
export interface Span {
  readonly from: string
  readonly to: string
}

/** First claims to first payers, where the visit tells when it was signed: how many, and the earliest signature. */
export async function firstClaims(
  work: Work,
  { from, to }: Span,
): Promise<{ claims: number; signedFirst: string | null }> {
  const values = [work.practiceId, from, to]
  const row = only(await work.query<{ claims: number; signed_first: string | null }>(first, values))
  return { claims: row.claims, signedFirst: row.signed_first }
}

/** Their calendar days from signature to sending in sum; `dayStarts` begin all days from the earliest signature until now. */
export async function daysToBill(
  work: Work,
  { from, to }: Span,
  dayStarts: readonly string[],
): Promise<number> {
  return only(await work.query<{ days: number }>(toBill, [work.practiceId, from, to, dayStarts])).days
}

export interface Submitted {
  readonly claims: number
  readonly cents: number
  /** Those whose first answer was a decision that denied nothing. */
  readonly paid: number
}

export async function submittedClaims(work: Work, { from, to }: Span): Promise<Submitted> {
  return only(await work.query<Submitted>(submitted, [work.practiceId, from, to]))
}

export async function firstDenials(
  work: Work,
  { from, to }: Span,
): Promise<{ claims: number; cents: number }> {
  return only(await work.query<{ claims: number; cents: number }>(denials, [work.practiceId, from, to]))
}

/** What was owed just before `at`, in cents; a day that was overpaid owes nothing. */
export async function receivableAt(work: Work, at: string): Promise<number> {
  return only(await work.query<{ cents: number }>(receivable, [work.practiceId, at])).cents
}

export interface Served {
  readonly charge: number
  readonly paid: number
  readonly contractual: number
}

/** Of the treatment days of these dates, both in, as they stand now. In cents. */
export async function servedDays(work: Work, from: string, to: string): Promise<Served> {
  return only(await work.query<Served>(served, [work.practiceId, from, to]))
}

function only<Row>([row]: readonly Row[]): Row {
  assert(row, 'a sum has one row')
  return row
}

/** The first version of a claim that went out: one may have been made before it that never did. */
const isFirst = `sent.practice_id = $1 and sent.type = 'claim.submitted.v1' and sent.at >= $2 and sent.at < $3
                 and not exists (select from fact earlier
                   where earlier.practice_id = $1 and earlier.subject = sent.subject
                     and earlier.type = 'claim.submitted.v1' and earlier.sequence < sent.sequence)`

const isBilled = `${isFirst} and (sent.data ->> 'coverageOrder')::integer = 1 and sent.data ->> 'signedAt' is not null`

const first = {
  name: 'kpi-first-claims',
  text: `select count(*)::integer as claims, min((data ->> 'signedAt')::timestamptz) as signed_first
         from fact sent where ${isBilled}`,
}

const toBill = {
  name: 'kpi-days-to-bill',
  text: `select coalesce(sum(width_bucket((data ->> 'submittedAt')::timestamptz, $4::timestamptz[])
                             - width_bucket((data ->> 'signedAt')::timestamptz, $4::timestamptz[])), 0)::bigint as days
         from fact sent where ${isBilled}`,
}

/** A payer’s answer, for the claim that it is matched to. */
const decides = (of: string) => `${of}.decides and not ${isUndone(`${of}.claim_id`, `${of}.message_id`)}`

/** Rejections come from claim-submission, decisions from era-posting: the earlier one is the first answer. */
const submitted = {
  name: 'kpi-submitted-claims',
  text: `select count(*)::integer as claims, coalesce(sum(sent.cents), 0)::bigint as cents,
                (count(*) filter (where answer.pays))::integer as paid
         from fact sent left join lateral (
           select pays from (
             select m.at, m.claim_version = (sent.data ->> 'claimVersion')::integer and not m.denies as pays from money m
             where m.practice_id = $1 and m.claim_id = sent.subject and ${decides('m')}
             union all
             select r.at, false from fact r
             where r.practice_id = $1 and r.subject = sent.subject and r.type = 'claim.rejected.v1'
           ) answers order by at, pays limit 1) answer on true
         where ${isFirst}`,
}

const denials = {
  name: 'kpi-first-denials',
  text: `select count(*)::integer as claims, coalesce(sum(m.denied_cents), 0)::bigint as cents from money m
         where m.practice_id = $1 and m.denies and m.at >= $2 and m.at < $3 and ${decides('m')} and not exists (
           select from money e
           where e.practice_id = $1 and e.claim_id = m.claim_id and e.sequence < m.sequence and ${decides('e')})`,
}

const newestCharge = (where: string) => `
  select distinct on (treatment_day_id) treatment_day_id, service_date, charge_cents, desk_cents from money
  where practice_id = $1 and kind = 'charge' ${where} order by treatment_day_id, version desc`

const receivable = {
  name: 'kpi-receivable',
  text: `with charge as (${newestCharge('and at < $2')}),
         moved as (select treatment_day_id, sum(paid_cents + written_cents) as cents from money
                   where practice_id = $1 and kind <> 'charge' and at < $2 group by treatment_day_id)
         select coalesce(sum(greatest(0, charge_cents - desk_cents - coalesce(moved.cents, 0))), 0)::bigint as cents
         from charge left join moved using (treatment_day_id)`,
}

const served = {
  name: 'kpi-served-days',
  text: `with charge as (select * from (${newestCharge('')}) newest where service_date between $2 and $3),
         moved as (select treatment_day_id, sum(paid_cents) as paid, sum(contractual_cents) as contractual from money
                   where practice_id = $1 and kind = 'payment' and treatment_day_id in (select treatment_day_id from charge)
                   group by treatment_day_id)
         select coalesce(sum(charge_cents), 0)::bigint as charge,
                coalesce(sum(desk_cents + coalesce(paid, 0)), 0)::bigint as paid,
                coalesce(sum(contractual), 0)::bigint as contractual
         from charge left join moved using (treatment_day_id)`,
}
