/** Postings, batches and mirrors that somebody changed, took out or put in. */
import {
  anything,
  columns,
  type Damage,
  ofClaim,
  ofPosting,
  ofRemittance,
  remittance,
} from './sample-damage.ts'

export const damagedPostings: readonly Damage[] = [
  {
    name: 'the amount of a payment changed',
    sql: `update posting set amount_cents = amount_cents + 100 where source_key like '%/LN101X1/paid'`,
    ...{ check: 'claim/payment', subject: ofClaim('PAID', 1) },
    also: 'account/balance claim/adjudicated claim/line claim/overpaid claim/paid claim/settled',
  },
  {
    name: 'the amount of an adjustment changed',
    sql: `update posting set amount_cents = amount_cents - 1 where source_key like '%/LN102X1/2'`,
    ...{ check: 'claim/adjudicated', subject: ofClaim('PAID', 2) },
    also: 'claim/line claim/settled',
  },
  {
    name: 'a posting deleted',
    sql: `delete from posting where source_key like '%/LN101X2/1'`,
    ...{ check: 'claim/adjudicated', subject: ofClaim('PAID', 1) },
    also: 'claim/line claim/settled remittance/postings',
  },
  {
    name: 'a posting doubled under another key',
    sql: `insert into posting (${columns}) select practice_id, batch_id, debit_account, credit_account, amount_cents,
            source_key || '7', claim_position, reverses from posting where source_key like '%/LN101X1/1'`,
    ...{ check: 'claim/adjudicated', subject: ofClaim('PAID', 1) },
    also: 'claim/line claim/overpaid claim/settled remittance/postings',
  },
  {
    name: 'a posting doubled under the same key',
    sql: `${anything}; insert into posting (${columns}) select ${columns} from posting where source_key like '%/LN102X1/paid'`,
    ...{ check: 'claim/payment', subject: ofClaim('PAID', 2) },
    also: 'account/balance claim/adjudicated claim/line claim/overpaid claim/paid claim/settled remittance/postings',
  },
  {
    name: 'debit and credit swapped',
    sql: `update posting set debit_account = credit_account, credit_account = debit_account where source_key like '%/LN102X1/paid'`,
    ...{ check: 'claim/payment', subject: ofClaim('PAID', 2) },
    also: 'account/balance claim/adjudicated claim/line claim/paid claim/settled',
  },
  {
    name: 'a posting moved to another line of its claim',
    sql: `update posting set credit_account = 'receivable:payer:LN101X2:1' where source_key like '%/LN101X1/paid'`,
    ...{ check: 'posting/wrong-accounts', subject: ofPosting('%/LN101X1/paid') },
    also: 'claim/line claim/overpaid claim/settled',
  },
  {
    name: 'a posting moved to a line of another claim, its key too',
    sql: `update posting set credit_account = 'receivable:payer:LN102X1:1', source_key = replace(source_key, 'LN101X1', 'LN102X1')
          where source_key like '%/LN101X1/paid'`,
    ...{ check: 'claim/another-line', subject: ofClaim('PAID', 1) },
    also: 'claim/line claim/overpaid claim/settled',
  },
  {
    name: 'a posting moved to another practice',
    sql: `update posting set practice_id = 'prc_other' where source_key like '%/LN101X1/paid'`,
    ...{ check: 'posting/without-cause', subject: ofPosting('%/LN101X1/paid'), practice: 'prc_other' },
    also: 'account/balance charge-line/unknown claim/adjudicated claim/line claim/paid claim/payment claim/settled remittance/postings',
  },
  {
    name: 'a whole remittance moved to another practice',
    sql: `update posting set practice_id = 'prc_other' where batch_id in
            (select id from posting_batch where remittance_id = ${remittance('OURS')});
          update posting_batch set practice_id = 'prc_other' where remittance_id = ${remittance('OURS')}`,
    ...{ check: 'remittance/payment', subject: ofRemittance('OURS') },
    also: `account/balance cause/wrong-origin charge-line/unknown claim/adjudicated claim/line claim/not-there claim/paid claim/payment
           claim/settled remittance/postings`,
  },
  {
    name: 'the patient’s share given to another patient',
    sql: `update posting set debit_account = 'receivable:patient:${'pat_PAT102'.padEnd(30, '0')}:LN101X1' where source_key like '%/LN101X1/2'`,
    ...{ check: 'claim/another-patient', subject: ofClaim('PAID', 1) },
    also: 'charge-line/patient',
  },
  {
    name: 'a batch without postings',
    sql: `insert into posting_batch select practice_id, 'EMPTY', source_type, 'day_X/1', null, effective_on, recorded_at
          from posting_batch where source_type = 'charge' limit 1`,
    ...{ check: 'cause/without-postings', subject: `'batch/EMPTY'` },
    also: 'cause/wrong-origin',
  },
  {
    name: 'a cause posted twice',
    sql: `${anything}; insert into posting_batch select practice_id, 'AGAIN', source_type, source_key, remittance_id, effective_on, recorded_at
            from posting_batch where source_type = 'denial' and source_key like 'DEN202%';
          insert into posting (${columns}) select p.practice_id, 'AGAIN', debit_account, credit_account, amount_cents, p.source_key,
            claim_position, reverses from posting p where p.source_key like 'denial/DEN202%'`,
    ...{ check: 'cause/twice', subject: `'batch/AGAIN'` },
    also: 'charge-line/denied claim/settled',
  },
  {
    name: 'a batch moved to another month',
    sql: `update posting_batch set effective_on = '2026-10-31' where source_type = 'remittance' and remittance_id = ${remittance('PAID')}`,
    check: 'cause/wrong-origin',
    subject: `'batch/' || (select id from posting_batch where source_type = 'remittance' and remittance_id = ${remittance('PAID')})`,
    also: 'closing/stands',
  },
  {
    name: 'a mirror with another amount',
    sql: `update posting set amount_cents = amount_cents + 1 where id = (select min(id) from posting where reverses is not null)`,
    check: 'mirror/another-amount',
    subject: `'posting/' || (select min(id) from posting where reverses is not null)`,
    also: 'claim/settled',
  },
  {
    name: 'a mirror between other accounts',
    sql: `update posting set credit_account = 'adjustment:other' where id =
            (select min(id) from posting where reverses is not null and credit_account = 'adjustment:contractual')`,
    check: 'mirror/other-accounts',
    subject: `'posting/' || (select min(id) from posting where reverses is not null and credit_account = 'adjustment:contractual')`,
  },
  {
    name: 'a mirror of a mirror',
    sql: `insert into posting (id, ${columns}) overriding system value select 9000000, practice_id, batch_id, credit_account, debit_account,
            amount_cents, split_part(source_key, 'reverses', 1) || 'reverses-' || id, claim_position, id from posting
            where id = (select min(id) from posting where reverses is not null)`,
    ...{ check: 'mirror/of-a-mirror', subject: `'posting/9000000'` },
    also: 'claim/overpaid claim/settled remittance/postings',
  },
  {
    name: 'a second mirror',
    sql: `${anything}; insert into posting (${columns}) select ${columns} from posting
            where id = (select min(id) from posting where reverses is not null)`,
    check: 'mirror/twice',
    subject: `'posting/' || (select reverses from posting where id = (select min(id) from posting where reverses is not null))`,
    also: 'claim/settled remittance/postings',
  },
  {
    name: 'a mirror deleted',
    sql: `delete from posting where id = (select max(id) from posting where reverses is not null
            and source_key like '%/' || ${remittance('TAKEBACK')} || '/%')`,
    ...{ check: 'claim/still-posted', subject: ofClaim('BEFORE', 2) },
    also: 'remittance/postings',
  },
]
