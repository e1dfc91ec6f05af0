/** A posting as the tables hold it, with its cause, and with the posting that it mirrors and that one's cause. */
import type { Snapshot } from './snapshot.ts'

export interface LedgerPosting {
  readonly practice: string
  readonly id: number
  /** Its batch where that is not in its practice, else null. */
  readonly batch: string | null
  readonly debit: string
  readonly credit: string
  readonly cents: number
  readonly key: string
  /** 0: of no claim of a remittance. */
  readonly position: number
  /** How many mirrors it has. */
  readonly mirrors: number
  /** One of them is of a charge: the line is charged no more. */
  readonly uncharged: boolean
  /** null: its batch is not in its practice. */
  readonly cause: string | null
  /** null where it would only repeat the row of the remittance. */
  readonly causeKey: string | null
  /** '': its batch is of none. */
  readonly remittance: string
  readonly reverses: number | null
  /** Of the posting that it reverses; null: there is none such in its practice. */
  readonly originalDebit: string | null
  readonly originalCredit: string | null
  readonly originalCents: number | null
  readonly originalReverses: number | null
  readonly originalPosition: number | null
  readonly originalCause: string | null
  readonly originalRemittance: string | null
}

/** Each once, in the order of the claims of remittances; those of no remittance come first in their practice. */
export function ledgerPostings(snapshot: Snapshot): AsyncGenerator<LedgerPosting> {
  return snapshot.rows<LedgerPosting>(`
    select p.practice_id as practice, p.id, case when b.id is null then p.batch_id end as batch, p.debit_account as debit, p.credit_account as credit,
           p.amount_cents as cents, p.source_key as key, coalesce(p.claim_position, 0) as position,
           coalesce(m.mirrors, 0) as mirrors, coalesce(m.uncharged, false) as uncharged, b.source_type as cause,
           case when b.source_type <> 'remittance' then b.source_key end as "causeKey",
           coalesce(b.remittance_id, '') as remittance, p.reverses,
           o.debit_account as "originalDebit", o.credit_account as "originalCredit", o.amount_cents as "originalCents",
           o.reverses as "originalReverses", o.claim_position as "originalPosition",
           o.source_type as "originalCause", o.remittance_id as "originalRemittance"
    from posting p
    left join posting_batch b on b.practice_id = p.practice_id and b.id = p.batch_id
    left join (select distinct o.*, ob.source_type, ob.remittance_id
               from posting m
               join posting o on o.practice_id = m.practice_id and o.id = m.reverses
               left join posting_batch ob on ob.practice_id = o.practice_id and ob.id = o.batch_id
               where m.reverses is not null) o on o.practice_id = p.practice_id and o.id = p.reverses
    left join (select r.practice_id, r.reverses, count(*)::integer as mirrors, bool_or(rb.source_type = 'charge') as uncharged
               from posting r left join posting_batch rb on rb.practice_id = r.practice_id and rb.id = r.batch_id
               where r.reverses is not null
               group by r.practice_id, r.reverses) m on m.practice_id = p.practice_id and m.reverses = p.id
    order by p.practice_id collate "C", coalesce(b.remittance_id, '') collate "C", coalesce(p.claim_position, 0), p.id`)
}

/** What the posting takes from `account`, less what it gives to it. */
export function takenFrom(account: string, { debit, credit, cents }: LedgerPosting): number {
  return (credit === account ? cents : 0) - (debit === account ? cents : 0)
}

/** The steps of an account's path. */
export function stepsOf(account: string): readonly string[] {
  return account.split(':')
}
