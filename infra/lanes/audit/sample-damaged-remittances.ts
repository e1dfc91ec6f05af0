/** Charges and remittances that somebody changed, took out or put in. */
import { columns, type Damage, ofClaim, ofLevel, ofRemittance, remittance } from './sample-damage.ts'

export const damagedRemittances: readonly Damage[] = [
  {
    name: 'the booked cents of a charge line changed',
    sql: `update charge_line set booked_cents = booked_cents + 500 where id = 'LN101X1'`,
    ...{ check: 'charge-line/booked', subject: `'charge-line/LN101X1'` },
    also: 'account/balance charge-line/revenue',
  },
  {
    name: 'a charge posted again as a later version',
    sql: `update charge_day set version = 9 where treatment_day_id like 'day_DAY102%';
          insert into posting_batch select practice_id, 'LATER', source_type, split_part(source_key, '/', 1) || '/9', null, effective_on, recorded_at
            from posting_batch where source_type = 'charge' and source_key like 'day_DAY102%';
          insert into posting (${columns}) select practice_id, 'LATER', debit_account, credit_account, amount_cents,
            replace(source_key, '/1/LN102', '/9/LN102'), claim_position, reverses from posting where source_key like 'charge/day_DAY102%/LN102X1'`,
    ...{ check: 'charge-line/booked', subject: `'charge-line/LN102X1'` },
    also: 'closing/stands account/balance charge-line/revenue claim/settled',
  },
  {
    name: 'an answer said to pay what was paid before',
    sql: `update remittance_claim set because = 'claim/paid-again' where remittance_id = ${remittance('PAID')} and position = 1`,
    ...{ check: 'claim/paid-again', subject: ofClaim('PAID', 1), also: 'claim/adjudicated' },
  },
  {
    name: 'what a patient paid changed',
    sql: `update charge_day set patient_paid_cents = 2400 where treatment_day_id like 'day_DAY102%'`,
    check: 'charge-day/patient-paid',
    subject: `'treatment-day/' || (select treatment_day_id from charge_day where treatment_day_id like 'day_DAY102%')`,
    also: 'account/balance',
  },
  {
    name: 'the payment of a remittance changed',
    sql: `update remittance set payment_cents = payment_cents - 1 where id = ${remittance('PAID')}`,
    ...{ check: 'remittance/payment', subject: ofRemittance('PAID') },
    also: 'deposit/due account/balance cause/wrong-origin remittance/transaction',
  },
  {
    name: 'a remittance set to posted without postings',
    sql: `update remittance set status = 'posted', because = null, posted_at = now() where trace_number = 'OFF'`,
    ...{
      check: 'remittance/payment',
      subject: `'remittance/' || (select id from remittance where trace_number = 'OFF')`,
    },
    also: 'deposit/due account/balance remittance/claims remittance/out-of-balance remittance/transaction',
  },
  {
    name: 'a remittance set to quarantined with postings',
    sql: `update remittance set status = 'quarantined', because = 'remittance/out-of-balance' where id = ${remittance('PAID')}`,
    ...{ check: 'remittance/not-posted', subject: ofRemittance('PAID') },
    also: 'deposit/due account/balance cause/wrong-origin',
  },
  {
    name: 'a duplicate set to posted',
    sql: `update remittance set status = 'posted', duplicate_of = null, posted_at = now() where trace_number = 'TWICE' and status = 'duplicate'`,
    check: 'remittance/payment',
    subject: `'remittance/' || (select id from remittance where trace_number = 'TWICE' and status = 'duplicate')`,
    also: 'deposit/due account/balance content/posted-twice remittance/claims remittance/transaction',
  },
  {
    name: 'the trace of a remittance changed',
    sql: `update remittance set trace = '1512345678OTHER', trace_number = 'OTHER' where id = ${remittance('PAID')}`,
    ...{ check: 'remittance/trace', subject: ofRemittance('PAID') },
    also: 'deposit/due account/balance cause/wrong-origin',
  },
  {
    name: 'a remittance deleted with all that it brought',
    sql: `create temporary table gone on commit drop as select ${remittance('PAID')} as id;
          delete from posting where batch_id in (select id from posting_batch where remittance_id in (select id from gone));
          delete from posting_batch where remittance_id in (select id from gone);
          delete from remittance_claim where remittance_id in (select id from gone);
          delete from remittance where id in (select id from gone)`,
    check: 'content/incomplete',
    subject: `'file/' || (select file_id from remittance where id = ${remittance('PAID')})`,
    also: 'deposit/due claim/settled',
  },
  {
    name: 'the paid cents of a claim of a remittance changed',
    sql: `update remittance_claim set paid_cents = paid_cents + 100 where remittance_id = ${remittance('PAID')} and position = 2`,
    ...{ check: 'claim/payment', subject: ofClaim('PAID', 2) },
    also: 'claim/paid remittance/transaction',
  },
  {
    name: 'a claim of a remittance pointing to another claim of the same charge',
    sql: `update remittance_claim set claim_id = '${'C1M201'.padEnd(26, '0')}' where remittance_id = ${remittance('PAID')} and position = 2`,
    ...{ check: 'claim/another-line', subject: ofClaim('PAID', 2) },
    also: 'claim/line',
  },
  {
    name: 'a claim of a remittance deleted',
    sql: `delete from remittance_claim where remittance_id = ${remittance('PAID')} and position = 2`,
    ...{ check: 'claim/not-there', subject: ofClaim('PAID', 2) },
    also: 'remittance/claims remittance/matched remittance/transaction',
  },
  {
    name: 'a reversal pointing to another answer',
    sql: `update remittance_claim set reverses_remittance_id = ${remittance('PAID')}, reverses_position = 2
          where remittance_id = ${remittance('AFTER')} and position = 1;`,
    ...{ check: 'claim/reverses', subject: ofClaim('AFTER', 1) },
    also: 'claim/adjudicated claim/line claim/mirrors-another claim/paid claim/still-posted',
  },
  {
    name: 'a claim that waits set to posted',
    sql: `update remittance_claim set outcome = 'posted', because = null, claim_id = '${'C1M601'.padEnd(26, '0')}', claim_version = 1, tier = 1
          where remittance_id = ${remittance('WAITING')} and position = 1`,
    ...{ check: 'claim/waiting', subject: ofClaim('WAITING', 1) },
    also: 'account/balance claim/adjudicated claim/line claim/paid claim/unanswered remittance/matched remittance/unmatched',
  },
  {
    name: 'unmatched money moved away',
    sql: `insert into posting (${columns}) select practice_id, batch_id, credit_account, 'cash', amount_cents, 'moved', claim_position, null
          from posting where source_key = 'remittance/' || ${remittance('WAITING')} || '/1/unmatched'`,
    ...{ check: 'claim/waiting', subject: ofClaim('WAITING', 1) },
    also: 'account/balance posting/unknown-kind remittance/postings',
  },
  {
    name: 'a provider-level adjustment deleted',
    sql: `delete from recoupment_name where remittance_id = ${remittance('NEXT')};
          delete from provider_adjustment where remittance_id = ${remittance('NEXT')} and position = 1`,
    ...{ check: 'provider-level/not-there', subject: ofLevel('NEXT', 1) },
    also: 'account/balance remittance/provider-level remittance/transaction',
  },
  {
    name: 'the cents of a provider-level adjustment changed',
    sql: `update provider_adjustment set amount_cents = -256 where remittance_id = ${remittance('NEXT')} and position = 2`,
    ...{ check: 'provider-level/posted', subject: ofLevel('NEXT', 2) },
    also: 'account/balance remittance/provider-level remittance/transaction',
  },
  {
    name: 'a recoupment put on the account of another one',
    sql: `update provider_adjustment set account = (select account from provider_adjustment where remittance_id = ${remittance('CUTREF')})
          where remittance_id = ${remittance('NEXT')} and position = 1`,
    ...{ check: 'provider-level/posted', subject: ofLevel('NEXT', 1) },
    also: 'account/balance provider-level/chain',
  },
  {
    name: 'a claim version deleted',
    sql: `delete from claim_version where claim_number = 'PCN102V1P1'`,
    ...{ check: 'claim/version', subject: ofClaim('PAID', 2) },
    also: 'claim/unsent',
  },
  {
    name: 'what a claim version asked for changed',
    sql: `update claim_version set charge_cents = charge_cents + 1 where claim_number = 'PCN102V1P1'`,
    ...{ check: 'claim/charge', subject: ofClaim('PAID', 2) },
    also: 'claim-version/charge',
  },
  {
    name: 'a denial open without its posting',
    sql: `delete from posting where source_key like '%/LN201X1/2'`,
    ...{ check: 'claim/adjudicated', subject: ofClaim('DENIED', 1) },
    also: 'claim/denied claim/line remittance/postings',
  },
  {
    name: 'what a remittance owes taken off the list of what is due',
    sql: `delete from due_payment where remittance_id = ${remittance('PAID')}`,
    ...{ check: 'deposit/due', subject: ofRemittance('PAID') },
  },
]
