/** Charge lines by their patient, or by name. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Coverage } from '../domain/book-charges.ts'

export interface ChargedLine {
  readonly chargeLineId: string
  readonly treatmentDayId: string
  readonly patientId: string
  readonly serviceDate: string
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  readonly bookedCents: Cents
  readonly coverages: readonly Coverage[]
}

/** The oldest first. */
export async function linesOfPatient(work: Work, patientId: string): Promise<readonly ChargedLine[]> {
  return (await work.query<LineRow>(ofPatient, [work.practiceId, patientId])).map(lineOf)
}

export async function linesNamed(work: Work, ids: readonly string[]): Promise<readonly ChargedLine[]> {
  return (await work.query<LineRow>(named, [work.practiceId, ids])).map(lineOf)
}

export async function dayIdsOfPatient(work: Work, patientId: string): Promise<readonly string[]> {
  const rows = await work.query<{ treatment_day_id: string }>(daysOf, [work.practiceId, patientId])
  return rows.map(({ treatment_day_id }) => treatment_day_id)
}

interface LineRow {
  readonly id: string
  readonly treatment_day_id: string
  readonly patient_id: string
  readonly service_date: string
  readonly procedure_code: string
  readonly modifiers: string[]
  readonly booked_cents: number
  readonly coverages: unknown
}

function lineOf(row: LineRow): ChargedLine {
  return {
    ...{ chargeLineId: row.id, treatmentDayId: row.treatment_day_id, patientId: row.patient_id },
    ...{ serviceDate: row.service_date, procedureCode: row.procedure_code, modifiers: row.modifiers },
    bookedCents: cents(row.booked_cents),
    // Written by saveDay alone, from the same type.
    coverages: row.coverages as Coverage[],
  }
}

const line = `select l.id, l.treatment_day_id, d.patient_id, d.service_date, l.procedure_code, l.modifiers, l.booked_cents,
                     d.coverages
              from charge_day d
              join charge_line l on l.practice_id = d.practice_id and l.treatment_day_id = d.treatment_day_id`

const ofPatient = {
  name: 'patient-lines',
  text: `${line} where d.practice_id = $1 and d.patient_id = $2 order by d.service_date, l.id`,
}

const named = {
  name: 'patient-lines-named',
  text: `${line} where l.practice_id = $1 and l.id = any($2::text[]) order by d.service_date, l.id`,
}

const daysOf = {
  name: 'patient-days',
  text: 'select treatment_day_id from charge_day where practice_id = $1 and patient_id = $2 order by 1',
}
