/**
 * Balances of the accounts that other tables can tell (I6, I11, I15): clearing accounts are at 0, money waits in `unmatched`
 * where a claim says so, payments are due as their remittances say, what was adjusted at the provider's level stands where
 * it says, and all accounts of a practice together are at 0.
 */
import { type Tell, wrong } from './finding.ts'
import type { Snapshot } from './snapshot.ts'

interface Difference {
  readonly practice: string
  readonly account: string
  readonly cents: number
  readonly shouldCents: number
}

/** What comes from a payer stays one step of the path. */
function dueOf(trace: string): string {
  return `'due:' || coalesce(nullif(regexp_replace(${trace}, '[\\s:]+', '-', 'g'), ''), 'none')`
}

/** What people entered, as their entries say; one that was reversed leaves nothing. `rest` is on no line of the entry. */
const ofHand = `
  select e.practice_id, m.account, m.cents
  from (select *, amount_cents - coalesce((select sum((l ->> 'amountCents')::bigint) from jsonb_array_elements(lines) l), 0) as rest
        from hand_entry where status = 'posted') e
  cross join lateral (
    select 'cash' as account, amount_cents::numeric as cents where e.kind = 'patient-payment'
    union all
    select 'patient-credit:' || e.patient_id,
           case e.kind when 'patient-payment' then -rest when 'apply-credit' then amount_cents else rest end
    where e.patient_id is not null and e.kind in ('patient-payment', 'apply-credit', 'refund')
    union all
    select 'refund:' || coalesce(nullif(regexp_replace(coalesce(e.patient_id, e.payer_id), '[\\s:]+', '-', 'g'), ''), 'none'),
           -amount_cents
    where e.kind = 'refund') m`

/** Debits less credits. Accounts of charge lines are looked at by checkChargeLines; of the rest no other table tells. */
const sql = `
  select coalesce(l.practice_id, t.practice_id) as practice, coalesce(l.account, t.account) as account,
         coalesce(l.cents, 0) as cents, coalesce(t.cents, 0) as "shouldCents"
  from (select practice_id, account, sum(cents)::bigint as cents
        from (select practice_id, debit_account as account, amount_cents as cents from posting
              union all
              select practice_id, credit_account, -amount_cents from posting) side
        where account !~ '^(receivable:|denied:|adjustment:|write-off:)'
        group by practice_id, account) l
  full join (select practice_id, account, sum(cents)::bigint as cents
             from (select practice_id, case when legacy then 'unmatched:legacy' else 'unmatched:' || remittance_id || ':' || position end as account,
                          -paid_cents as cents
                   from remittance_claim where outcome = 'unmatched'
                   union all
                   select practice_id, ${dueOf('trace')}, payment_cents
                   from remittance where status in ('posted', 'posted-in-part')
                   union all
                   select practice_id, account, amount_cents from provider_adjustment
                   union all
                   select practice_id, 'patient-credit:' || patient_id, -patient_paid_cents from charge_day
                   union all
                   select practice_id, 'cash', patient_paid_cents from charge_day
                   union all
                   select l.practice_id, 'revenue', -l.booked_cents from charge_line l
                   where not exists (select from opening_line o where o.practice_id = l.practice_id and o.charge_line_id = l.id)
                   union all
                   select practice_id, 'opening:' || system, credit_cents - payer_cents - patient_cents from opening_import
                   union all
                   select o.practice_id, 'patient-credit:' || d.patient_id, least(o.patient_cents, 0)
                   from opening_line o
                   join charge_day d on d.practice_id = o.practice_id and d.treatment_day_id = o.treatment_day_id
                   union all
                   select practice_id, 'cash', amount_cents from deposit_match where undone_batch_id is null
                   union all
                   select m.practice_id, ${dueOf('r.trace')}, -m.amount_cents
                   from deposit_match m join remittance r on r.practice_id = m.practice_id and r.id = m.remittance_id
                   where m.undone_batch_id is null
                   union all
                   select practice_id, account, cents from (${ofHand}) by_hand) told
             group by practice_id, account) t
    on t.practice_id = l.practice_id and t.account = l.account
  where coalesce(l.cents, 0) <> coalesce(t.cents, 0)`

const total = `
  select practice_id as practice, practice_id as account, sum(cents)::bigint as cents, 0::bigint as "shouldCents"
  from (select practice_id, debit_account as account, amount_cents as cents from posting
        union all
        select practice_id, credit_account, -amount_cents from posting) side
  group by practice_id having sum(cents) <> 0`

export async function checkAccounts(snapshot: Snapshot, tell: Tell): Promise<void> {
  for await (const { practice, account, cents, shouldCents } of snapshot.rows<Difference>(sql)) {
    const says = `it is at ${cents} cents, the tables that it follows from say ${shouldCents}`
    tell(wrong(practice, 'account/balance', `account/${account}`, cents - shouldCents, says))
  }
  for await (const { practice, cents } of snapshot.rows<Difference>(total)) {
    tell(
      wrong(
        practice,
        'ledger/total',
        'ledger',
        cents,
        `all accounts together are at ${cents} cents, not at 0`,
      ),
    )
  }
}
