/** What each fact says of a treatment day’s money, in columns that can be summed. */
import type { Money } from '../domain/money.ts'
import type { Rows } from './facts.ts'

export async function insertMoney(
  { practiceId, query }: Rows,
  messageId: string,
  at: string,
  added: Money,
): Promise<void> {
  await query(insert, [
    ...[practiceId, messageId, added.treatmentDayId, added.kind, at, added.version, added.serviceDate],
    ...[added.chargeCents, added.deskCents, added.paidCents, added.writtenCents, added.contractualCents],
    ...[added.claimId, added.claimVersion, added.sequence, added.decides, added.deniedCents, added.denies],
  ])
}

/** How many rows are gone. */
export async function forgetMoney({ practiceId, query }: Rows): Promise<number> {
  return (await query<{ rows: number }>(forget, [practiceId]))[0]?.rows ?? 0
}

export async function countMoney({ practiceId, query }: Rows): Promise<number> {
  return (await query<{ rows: number }>(count, [practiceId]))[0]?.rows ?? 0
}

const insert = {
  name: 'money-insert',
  text: `insert into money (practice_id, message_id, treatment_day_id, kind, at, version, service_date, charge_cents,
                            desk_cents, paid_cents, written_cents, contractual_cents, claim_id, claim_version, sequence,
                            decides, denied_cents, denies)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict do nothing`,
}

const forget = {
  name: 'money-forget',
  text: `with gone as (delete from money where practice_id = $1 returning 1) select count(*)::integer as rows from gone`,
}

const count = {
  name: 'money-count',
  text: 'select count(*)::integer as rows from money where practice_id = $1',
}
