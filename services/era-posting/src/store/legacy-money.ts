/** Unmatched money for what was before the practice's goLiveOn, by payer and month of payment, and where one's money waits. */
import { assert, type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { waitingAccount } from '../domain/account.ts'

/** The account where the payment of an unmatched claim of a remittance waits. */
export async function accountWhereItWaits(
  work: Work,
  remittanceId: string,
  position: number,
): Promise<string> {
  const [row] = await work.query<{ legacy: boolean }>(find, [work.practiceId, remittanceId, position])
  assert(row, `remittance ${remittanceId} has claim ${position}`)
  return waitingAccount(remittanceId, position, row.legacy)
}

export interface LegacyGroup {
  readonly payerId: string | null
  readonly payerName: string
  /** `2026-10`; null: the remittance names no day. */
  readonly paidIn: string | null
  readonly claims: number
  readonly paidCents: Cents
}

/** The newest month first. */
export async function legacyGroups(work: Work): Promise<readonly LegacyGroup[]> {
  const rows = await work.query<GroupRow>(groups, [work.practiceId])
  return rows.map(({ payer_id, payer_name, paid_in, claims, paid_cents }) => ({
    ...{ payerId: payer_id, payerName: payer_name, paidIn: paid_in, claims, paidCents: cents(paid_cents) },
  }))
}

interface GroupRow {
  readonly payer_id: string | null
  readonly payer_name: string
  readonly paid_in: string | null
  readonly claims: number
  readonly paid_cents: number
}

const find = {
  name: 'remittance-claim-legacy',
  text: 'select legacy from remittance_claim where practice_id = $1 and remittance_id = $2 and position = $3',
}

const groups = {
  name: 'legacy-groups',
  text: `select r.payer_id, min(r.payer_name) as payer_name, to_char(r.paid_on, 'YYYY-MM') as paid_in,
                count(*)::integer as claims, sum(c.paid_cents)::bigint as paid_cents
         from remittance_claim c
         join remittance r on r.practice_id = c.practice_id and r.id = c.remittance_id
         where c.practice_id = $1 and c.outcome = 'unmatched' and c.legacy
         group by r.payer_id, case when r.payer_id is null then r.payer_name end, to_char(r.paid_on, 'YYYY-MM')
         order by paid_in desc nulls last, payer_name, r.payer_id`,
}
