/** Denials, claims, overpayments, entries by hand and stored copies that somebody changed or took out. */
import { type Damage, ofRemittance, remittance } from './sample-damage.ts'

export const damagedDecisions: readonly Damage[] = [
  {
    name: 'a denial worked that nobody resolved',
    sql: `delete from denial where id like 'DEN202%'`,
    check: 'cause/wrong-origin',
    subject: `'batch/' || (select id from posting_batch where source_type = 'denial' and source_key like 'DEN202%')`,
  },
  {
    name: 'a claim set to settled while something is open',
    sql: `update claim set settled_at = now() where id like 'C1M201%'`,
    ...{ check: 'claim/settled', subject: `'claim/' || (select id from claim where id like 'C1M201%')` },
  },
  {
    name: 'an overpayment closed while the money is there',
    sql: `update overpayment set closed_at = now(), closed_because = 'x' where claim_id like 'C1M304%'`,
    ...{ check: 'claim/overpaid', subject: `'claim/' || (select id from claim where id like 'C1M304%')` },
  },
  {
    name: 'the cents of an entry by hand changed',
    sql: `update hand_entry set amount_cents = amount_cents + 1 where kind = 'write-off' and status = 'posted'`,
    ...{
      check: 'hand/amount',
      subject: `'hand/' || (select id from hand_entry where kind = 'write-off' and status = 'posted')`,
    },
  },
  {
    name: 'an entry by hand set to posted that nobody agreed to',
    sql: `update hand_entry set status = 'posted' where status = 'proposed'`,
    ...{ check: 'hand/amount', subject: `'hand/' || (select id from hand_entry where status = 'proposed')` },
    also: 'hand/line',
  },
  {
    name: 'an entry by hand deleted, its postings left',
    sql: `delete from hand_entry where kind = 'apply-credit'`,
    check: 'cause/wrong-origin',
    subject: `'batch/' || (select batch_id from hand_entry where kind = 'apply-credit')`,
    also: 'account/balance',
  },
  {
    name: 'a stored copy deleted',
    sql: `delete from platform.blob where digest = (select blob_digest from remittance where id = ${remittance('PAID')})`,
    ...{ check: 'content/not-there', subject: ofRemittance('PAID') },
  },
  {
    name: 'a deposit said to pay another amount',
    sql: `update deposit_match set amount_cents = amount_cents - 1 where remittance_id = ${remittance('PAPER806')}`,
    ...{
      check: 'deposit/posted',
      subject: `'deposit/' || (select deposit_id from deposit_match where remittance_id = ${remittance('PAPER806')})`,
    },
    also: 'account/balance deposit/matched',
  },
  {
    name: 'the mirror of a deposit that was taken apart deleted',
    sql: `delete from posting where source_key like 'hand-reversal/%' and credit_account = 'cash' and debit_account = 'due:1512345678GOOD808'`,
    ...{
      check: 'deposit/undone',
      subject: `'deposit/' || (select deposit_id from deposit_match where remittance_id = ${remittance('GOOD808')})`,
    },
    also: 'account/balance cause/without-postings',
  },
  {
    name: 'a batch put into a closed month',
    sql: `update posting_batch set effective_on = '2026-11-12', original_on = null
          where source_type = 'hand' and source_key = (select id from hand_entry where kind = 'write-off' and status = 'posted')`,
    ...{ check: 'closing/stands', subject: `'closing/2026-11-12'` },
  },
  {
    name: 'the books opened again',
    sql: `update ledger_period set closed_through = '2026-10-31'`,
    ...{ check: 'closing/holds', subject: `'closing/2026-11-12'` },
  },
]
