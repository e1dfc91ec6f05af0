/** The newest word on each treatment day: which payers follow each other on it. */
import { type PayerFamily, type ServiceDate, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { treatmentDay } from './tables.ts'

type Row = typeof treatmentDay.$inferSelect

export interface DayCoverage {
  readonly order: number
  readonly payerId: string
  readonly family: PayerFamily
}

export interface TreatmentDay {
  readonly id: string
  readonly version: number
  readonly status: 'captured' | 'held' | 'voided'
  readonly patientId: string
  readonly serviceDate: ServiceDate
  readonly coverages: readonly DayCoverage[]
  /** Why its claims are closed: no payer is asked for it any more. Null: one is, or it is not captured. */
  readonly asksNobody: string | null
}

/**
 * False when a newer or equal version is stored. `coverages` null keeps those that are stored: a hold and a void do not
 * tell them.
 */
export async function saveDay(
  work: Work,
  saved: Omit<TreatmentDay, 'coverages'> & { readonly coverages: readonly DayCoverage[] | null },
): Promise<boolean> {
  const { id, version, status, patientId, serviceDate: served, coverages, asksNobody } = saved
  const values = [work.practiceId, id, version, status, patientId, served]
  const told = [coverages && JSON.stringify(coverages), asksNobody]
  return (await work.query(upsert, [...values, ...told])).length > 0
}

export async function findDay(work: Work, id: string): Promise<TreatmentDay | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  if (!row) return null
  // Both written by saveDay alone, from the same types.
  const { status, coverages } = row as unknown as Pick<TreatmentDay, 'status' | 'coverages'>
  const { version, patient_id: patientId, service_date, asks_nobody: asksNobody } = row
  const served = serviceDate(service_date)
  return { id: row.id, version, status, patientId, serviceDate: served, coverages, asksNobody }
}

const upsert = {
  name: 'day-upsert',
  text: `insert into treatment_day (practice_id, id, version, status, patient_id, service_date, coverages,
                                    asks_nobody)
         values ($1, $2, $3, $4, $5, $6, coalesce($7::jsonb, '[]'), $8)
         on conflict (practice_id, id) do update set version = excluded.version, status = excluded.status,
           patient_id = excluded.patient_id, service_date = excluded.service_date,
           coverages = coalesce($7::jsonb, treatment_day.coverages), asks_nobody = excluded.asks_nobody
         where treatment_day.version < excluded.version returning id`,
}

const find = { name: 'day-find', text: 'select * from treatment_day where practice_id = $1 and id = $2' }
