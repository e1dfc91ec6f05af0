/** Chains of provider-level adjustments: what a payer has taken, carried or returned under one reference, and what is open. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { referenceOf } from './provider-adjustments.ts'
import type { providerAdjustment } from './tables.ts'

type Row = typeof providerAdjustment.$inferSelect

export interface Chain {
  readonly chain: string
  readonly account: string
  readonly payerId: string
  /** Positive: taken from us; negative: paid ahead, or still to be taken. */
  readonly balanceCents: Cents
  readonly openedAt: string
  readonly entries: readonly ChainEntry[]
}

export interface ChainEntry {
  readonly remittanceId: string
  readonly position: number
  readonly trace: string
  readonly paidOn: string | null
  readonly receivedAt: string
  readonly code: string
  readonly reference: string
  readonly providerId: string
  readonly claimId: string | null
  readonly amountCents: Cents
}

interface Asked {
  readonly status: 'open' | 'closed' | 'all'
  readonly payerId: string | null
  readonly after: string
  readonly limit: number
}

/** In the order of their chains; interest is income and opens nothing. */
export async function listChains(
  work: Work,
  { status, payerId, after, limit }: Asked,
): Promise<readonly Chain[]> {
  const rows = await work.query<EntryRow>(list, [work.practiceId, status, payerId, after, limit])
  return [...Map.groupBy(rows, ({ chain }) => chain).values()].flatMap((entries): Chain[] => {
    const [first] = entries
    if (!first) return []
    return [
      {
        ...{ chain: first.chain, account: first.account, payerId: first.payer_id },
        ...{ balanceCents: cents(first.balance_cents), openedAt: first.opened_at },
        entries: entries.map((row) => entryOf(work, row)),
      },
    ]
  })
}

interface EntryRow extends Row {
  readonly balance_cents: number
  readonly opened_at: string
  readonly trace_number: string
  readonly paid_on: string | null
  readonly received_at: string
}

function entryOf(work: Work, row: EntryRow): ChainEntry {
  return {
    ...{ remittanceId: row.remittance_id, position: row.position, trace: row.trace_number },
    ...{ paidOn: row.paid_on, receivedAt: row.received_at, code: row.code },
    ...{ reference: referenceOf(work, row), providerId: row.provider_id, claimId: row.claim_id },
    amountCents: cents(row.amount_cents),
  }
}

const list = {
  name: 'recoupment-chains',
  text: `with page as (
           select p.chain, sum(p.amount_cents)::bigint as balance_cents, min(r.received_at) as opened_at
           from provider_adjustment p join remittance r on r.practice_id = p.practice_id and r.id = p.remittance_id
           where p.practice_id = $1 and p.code <> 'L6' and ($3::text is null or p.payer_id = $3) and p.chain > $4
           group by p.chain
           having $2 = 'all' or (sum(p.amount_cents) <> 0) = ($2 = 'open')
           order by p.chain limit $5)
         select p.*, page.balance_cents, page.opened_at, r.trace_number, r.paid_on, r.received_at
         from page join provider_adjustment p on p.practice_id = $1 and p.chain = page.chain
         join remittance r on r.practice_id = p.practice_id and r.id = p.remittance_id
         order by page.chain, r.arrival, p.position`,
}
