/** What the ledger holds of one remittance, for its proof. */
import { cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { PostedTotals } from '../domain/prove-posting.ts'

interface Row {
  readonly payment: number
  readonly clearing: number
  readonly receivables: number
  readonly unmatched: number
  readonly provider_level: number
}

/** Through the clearing account of a remittance runs all of its money. */
export async function postedTotals(work: Work, clearingAccount: string): Promise<PostedTotals> {
  const [row] = await work.query<Row>(totals, [work.practiceId, clearingAccount])
  return {
    paymentCents: cents(row?.payment ?? 0),
    clearingCents: cents(row?.clearing ?? 0),
    toReceivablesCents: cents(row?.receivables ?? 0),
    toUnmatchedCents: cents(row?.unmatched ?? 0),
    toProviderLevelCents: cents(row?.provider_level ?? 0),
  }
}

const totals = {
  name: 'posted-totals',
  text: `select coalesce(sum(cents) filter (where kind = 'due'), 0)::bigint * -1 as payment,
                coalesce(sum(cents), 0)::bigint as clearing,
                coalesce(sum(cents) filter (where kind = 'receivable'), 0)::bigint as receivables,
                coalesce(sum(cents) filter (where kind = 'unmatched'), 0)::bigint as unmatched,
                coalesce(sum(-cents) filter (where kind in ('recoupment', 'interest', 'provider-level')), 0)::bigint
                  as provider_level
         from (select split_part(credit_account, ':', 1) as kind, amount_cents as cents from posting
               where practice_id = $1 and debit_account = $2
               union all
               select split_part(debit_account, ':', 1), -amount_cents from posting
               where practice_id = $1 and credit_account = $2) as side`,
}
