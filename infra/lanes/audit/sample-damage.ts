/**
 * What somebody with every right could do to the tables, one row each: done as superuser with triggers off, to the ledger of
 * sample-ledger.ts. Remittances are named by their trace number, visits by the id in their charge lines.
 */

export interface Damage {
  readonly name: string
  readonly sql: string
  /** What must be said, of what: SQL behind `select`, asked before the damage is done. */
  readonly check: string
  readonly subject: string
  readonly practice?: string
  /** The other checks that must say something, and none beside them. */
  readonly also?: string
}

export const remittance = (trace: string) =>
  `(select min(id) from remittance where trace_number = '${trace}' and status like 'posted%')`
const posting = (key: string) => `(select min(id) from posting where source_key like '${key}')`
export const ofRemittance = (trace: string) => `'remittance/' || ${remittance(trace)}`
export const ofClaim = (trace: string, position: number) => `${ofRemittance(trace)} || '/claim/${position}'`
export const ofLevel = (trace: string, position: number) =>
  `${ofRemittance(trace)} || '/provider-level/${position}'`
export const ofPosting = (key: string) => `'posting/' || ${posting(key)}`
export const columns =
  'practice_id, batch_id, debit_account, credit_account, amount_cents, source_key, claim_position, reverses'

/** Rows that can be there twice only when nothing forbids it. */
export const anything = `
  drop index posting_reverses; alter table posting drop constraint posting_practice_id_source_key_key;
  alter table posting_batch drop constraint posting_batch_practice_id_source_type_source_key_key`
