/** What a former system left open, changed afterwards, and old money moved between its account and the work. */
import { type Damage, ofClaim, remittance } from './sample-damage.ts'

const line = (number: string, procedure: string) =>
  `(select l.id from charge_line l join claim c on c.treatment_day_id = l.treatment_day_id
    join claim_version v on v.claim_id = c.id where v.claim_number = '${number}' and l.procedure_code = '${procedure}')`
const importId = `(select id from opening_import where system = 'former')`
/** Their triggers fire always, for the owner too. */
const unlocked = (table: string, sql: string) => `alter table ${table} disable trigger user; ${sql}`

export const damagedOpenings: readonly Damage[] = [
  {
    name: 'what was open at a payer said to be more',
    sql: unlocked(
      'opening_line',
      `update opening_line set payer_cents = payer_cents + 100 where charge_line_id = ${line('PCN952V1P1', '97110')}`,
    ),
    ...{ check: 'charge-line/opened', subject: `'charge-line/' || ${line('PCN952V1P1', '97110')}` },
    also: 'charge-line/booked opening/import',
  },
  {
    name: 'a credit of the former system taken out',
    sql: unlocked('opening_line', 'update opening_line set patient_cents = 0 where patient_cents < 0'),
    ...{ check: 'opening/import', subject: `'opening/' || ${importId}` },
    also: 'account/balance',
  },
  {
    name: 'an import said to have brought more',
    sql: unlocked('opening_import', 'update opening_import set payer_cents = payer_cents + 1'),
    ...{ check: 'account/balance', subject: `'account/opening:former'` },
    also: 'cause/wrong-origin opening/import',
  },
  {
    name: 'old money said to be work, its cents left where they are',
    sql: `update remittance_claim set legacy = false where remittance_id = ${remittance('LEGACY')} and position = 3`,
    ...{ check: 'claim/waiting', subject: ofClaim('LEGACY', 3) },
    also: 'account/balance',
  },
]
