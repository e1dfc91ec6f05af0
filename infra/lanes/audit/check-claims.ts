/**
 * Our claims: each version there once with charges that add up, none settled that has something open at its payer, none open
 * that has nothing, and what is kept of their answers is of answers that stand.
 */
import { type Tell, wrong } from './finding.ts'
import type { Snapshot } from './snapshot.ts'

interface Objection {
  readonly practice: string
  readonly subject: string
  readonly cents: number | null
  readonly says: string
}

const versions = `
  select practice_id as practice, 'claim/' || claim_id || '/version/' || version as subject,
         (charge_cents - line_cents)::bigint as cents,
         case when copies > 1 then 'it stands ' || copies || ' times'
              when not is_there then 'its claim is not there'
              else 'it charges ' || charge_cents || ' cents, its lines ' || line_cents end as says
  from (select v.practice_id, v.claim_id, v.version, v.charge_cents, c.id is not null as is_there,
               count(*) over (partition by v.practice_id, v.claim_id, v.version) as copies,
               coalesce((select sum((l ->> 'chargeCents')::bigint) from jsonb_array_elements(v.lines) l), 0) as line_cents
        from claim_version v left join claim c on c.practice_id = v.practice_id and c.id = v.claim_id) each
  where copies > 1 or not is_there or charge_cents <> line_cents`

const unsent = `
  select c.practice_id as practice, 'claim/' || c.id as subject, null::bigint as cents, 'it has no version that was sent' as says
  from claim c left join (select distinct practice_id, claim_id from claim_version) v
    on v.practice_id = c.practice_id and v.claim_id = c.id
  where v.claim_id is null`

/** Each account by itself: a line that is paid too much settles no other line. */
const settled = `
  select c.practice_id as practice, 'claim/' || c.id as subject, coalesce(o.cents, 0)::bigint as cents,
         case when c.settled_at is null then 'nothing is open at its payer, but it is not settled'
              when c.adjudicated_at is null then 'it is settled, but was never answered'
              else 'it is settled, but ' || o.accounts || ' accounts at its payer are open' end as says
  from claim c
  left join (select l.practice_id, l.treatment_day_id, b.coverage, count(*) as accounts, sum(b.cents) as cents
             from (select practice_id, split_part(account, ':', 3) as line, split_part(account, ':', 4) as coverage,
                          sum(cents) as cents
                   from (select practice_id, debit_account as account, amount_cents as cents from posting
                         where debit_account like 'receivable:payer:%' or debit_account like 'denied:open:%'
                         union all
                         select practice_id, credit_account, -amount_cents from posting
                         where credit_account like 'receivable:payer:%' or credit_account like 'denied:open:%') side
                   group by practice_id, account having sum(cents) <> 0) b
             join charge_line l on l.practice_id = b.practice_id and l.id = b.line
             group by l.practice_id, l.treatment_day_id, b.coverage) o
    on o.practice_id = c.practice_id and o.treatment_day_id = c.treatment_day_id and o.coverage = c.coverage_order::text
  where (c.adjudicated_at is not null and (c.settled_at is null) = (o.accounts is null))
     or (c.adjudicated_at is null and c.settled_at is not null)`

const unanswered = `
  select c.practice_id as practice, 'claim/' || c.id as subject, a.cents, 'an answer to it is posted, but it is not adjudicated' as says
  from claim c join (select practice_id, claim_id, sum(paid_cents)::bigint as cents from remittance_claim
                     -- What a later payer answered of one that was handed on is no answer of the claim's own payer.
                     where outcome = 'posted' and coverage_order is null
                     group by practice_id, claim_id) a on a.practice_id = c.practice_id and a.claim_id = c.id
  where c.adjudicated_at is null`

const variances = `
  select v.practice_id as practice, 'remittance/' || v.remittance_id || '/variance/' || v.id as subject,
         v.allowed_cents - v.expected_allowed_cents as cents, 'no posted answer to claim ' || v.claim_id || ' is in its remittance' as says
  from variance v left join (select distinct practice_id, remittance_id, claim_id from remittance_claim where outcome = 'posted') a
    on a.practice_id = v.practice_id and a.remittance_id = v.remittance_id and a.claim_id = v.claim_id
  where a.claim_id is null and v.withdrawn_at is null`

/**
 * What a line was paid too much at its payer, what is refused of it counted in, and never more than that payer paid of it less
 * what was refunded; of one claim one work item is open.
 */
const overpaid = `
  select coalesce(o.practice_id, c.practice_id) as practice, 'claim/' || coalesce(o.claim_id, c.claim_id) as subject,
         (coalesce(o.cents, 0) - coalesce(c.cents, 0))::bigint as cents,
         coalesce(c.cents, 0) || ' cents are paid too much at its payer, ' || coalesce(o.cents, 0) || ' are open as overpayment' as says
  from (select practice_id, claim_id, coverage_order, sum(amount_cents) as cents from overpayment where closed_at is null
        group by practice_id, claim_id, coverage_order) o
  full join (select c.practice_id, c.id as claim_id, c.coverage_order, sum(least(-b.cents, greatest(b.paid, 0))) as cents
             from (select practice_id, id, treatment_day_id, coverage_order from claim where adjudicated_at is not null
                   union
                   select h.practice_id, h.id, h.treatment_day_id, r.coverage_order from claim h
                   join remittance_claim r on r.practice_id = h.practice_id and r.claim_id = h.id and r.outcome = 'posted'
                     and r.coverage_order is not null) c
             join charge_line l on l.practice_id = c.practice_id and l.treatment_day_id = c.treatment_day_id
             join (select practice_id, split_part(account, ':', 3) as line, split_part(account, ':', 4) as coverage, sum(cents) as cents,
                          coalesce(-sum(cents) filter (where split_part(other, ':', 1) in ('clearing', 'unmatched', 'refund')), 0) as paid
                   from (select practice_id, debit_account as account, credit_account as other, amount_cents as cents from posting
                         where debit_account like 'receivable:payer:%' or debit_account like 'denied:open:%'
                         union all
                         select practice_id, credit_account, debit_account, -amount_cents from posting
                         where credit_account like 'receivable:payer:%' or credit_account like 'denied:open:%') side
                   group by practice_id, split_part(account, ':', 3), split_part(account, ':', 4) having sum(cents) < 0) b
               on b.practice_id = l.practice_id and b.line = l.id and b.coverage = c.coverage_order::text
             group by c.practice_id, c.id, c.coverage_order) c
    on c.practice_id = o.practice_id and c.claim_id = o.claim_id and c.coverage_order = o.coverage_order
  where coalesce(o.cents, 0) <> coalesce(c.cents, 0)
    -- Until those before him have answered, what is owed by a later payer is not known.
    and (o.cents is not null or c.coverage_order = 1)`

/** What a person did last with a claim of a remittance is how it stands; of what was done in one moment, any. */
const byHand = `
  select practice_id as practice, 'remittance/' || remittance_id || '/claim/' || position as subject, max(paid_cents) as cents,
         'a person did "' || max(kind) || '" with claim ' || max(claim_id) || ' last, but it is ' || coalesce(max(outcome), 'not there')
           || coalesce(' of claim ' || max(matched), '') as says
  from (select h.practice_id, h.remittance_id, h.position, h.kind, h.claim_id, a.outcome, a.paid_cents, a.claim_id as matched,
               rank() over (partition by h.practice_id, h.remittance_id, h.position order by h.made_at desc) as place
        from hand_match h left join remittance_claim a
          on a.practice_id = h.practice_id and a.remittance_id = h.remittance_id and a.position = h.position) last
  where place = 1
  group by practice_id, remittance_id, position
  having not bool_or(coalesce(case kind when 'match' then outcome in ('posted', 'reversed') and matched = claim_id
                                        else outcome = 'unmatched' end, false))`

const checks: readonly (readonly [check: string, sql: string])[] = [
  ['claim-version/charge', versions],
  ['claim/unsent', unsent],
  ['claim/settled', settled],
  ['claim/unanswered', unanswered],
  ['claim/overpaid', overpaid],
  ['variance/of-nothing', variances],
  ['claim/by-hand', byHand],
]

export async function checkClaims(snapshot: Snapshot, tell: Tell): Promise<void> {
  for (const [check, sql] of checks) {
    for await (const { practice, subject, cents, says } of snapshot.rows<Objection>(sql)) {
      tell(wrong(practice, check, subject, cents, says))
    }
  }
}
