/** What patients paid beyond what they owe: unapplied, or on a line. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'

export interface PatientCredit {
  readonly patientId: string
  readonly unappliedCents: Cents
  readonly onLinesCents: Cents
}

/** In the order of the patients, after `after`. */
export async function listPatientCredits(
  work: Work,
  after: string,
  limit: number,
): Promise<readonly PatientCredit[]> {
  const rows = await work.query<Row>(list, [work.practiceId, after, limit])
  return rows.map(({ patient_id, unapplied_cents, on_lines_cents }) => ({
    patientId: patient_id,
    ...{ unappliedCents: cents(unapplied_cents), onLinesCents: cents(on_lines_cents) },
  }))
}

interface Row {
  readonly patient_id: string
  readonly unapplied_cents: number
  readonly on_lines_cents: number
}

const side = (prefix: string) => `
  select debit_account as account, amount_cents as cents from posting
  where practice_id = $1 and debit_account >= '${prefix}' and starts_with(debit_account, '${prefix}')
  union all
  select credit_account, -amount_cents from posting
  where practice_id = $1 and credit_account >= '${prefix}' and starts_with(credit_account, '${prefix}')`

const list = {
  name: 'patient-credits-list',
  text: `with unapplied as (
           select split_part(account, ':', 2) as patient_id, -sum(cents) as cents
           from (${side('patient-credit:')}) s group by account having sum(cents) < 0),
         on_line as (
           select split_part(account, ':', 3) as patient_id, -sum(cents) as cents
           from (${side('receivable:patient:')}) s group by account having sum(cents) < 0),
         on_lines as (select patient_id, sum(cents) as cents from on_line group by patient_id)
         select coalesce(u.patient_id, l.patient_id) as patient_id, coalesce(u.cents, 0)::bigint as unapplied_cents,
                coalesce(l.cents, 0)::bigint as on_lines_cents
         from unapplied u full join on_lines l on l.patient_id = u.patient_id
         where coalesce(u.patient_id, l.patient_id) > $2 order by 1 limit $3`,
}
