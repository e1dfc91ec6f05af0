/** What each fact says of a treatment day’s money, in columns that can be summed. */
import type { Work } from '@tally/platform'
import type { Money } from '../domain/money.ts'

export async function insertMoney(work: Work, messageId: string, at: string, added: Money): Promise<void> {
  await work.query(insert, [
    ...[work.practiceId, messageId, added.treatmentDayId, added.kind, at, added.version, added.serviceDate],
    ...[added.chargeCents, added.deskCents, added.paidCents, added.writtenCents, added.contractualCents],
    ...[added.claimId, added.claimVersion, added.sequence, added.decides, added.deniedCents, added.denies],
  ])
}

export async function forgetMoney(work: Work): Promise<void> {
  await work.query(forget, [work.practiceId])
}

const insert = {
  name: 'money-insert',
  text: `insert into money (practice_id, message_id, treatment_day_id, kind, at, version, service_date, charge_cents,
                            desk_cents, paid_cents, written_cents, contractual_cents, claim_id, claim_version, sequence,
                            decides, denied_cents, denies)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict do nothing`,
}

const forget = { name: 'money-forget', text: 'delete from money where practice_id = $1' }
