/** The columns of a denial and what stands in each, by name: the statement that saves one and its values are made of this alone. */
import type { Work } from '@tally/platform'
import type { Denial } from '../domain/denial.ts'
import { governing } from '../domain/two-clocks.ts'
import type { denial } from './tables.ts'

type Column = keyof typeof denial.$inferSelect
type Columns = Readonly<Partial<Record<Column, (each: Denial, work: Work) => unknown>>>

const key: Columns = {
  practice_id: (_, work) => work.practiceId,
  id: ({ id }) => id,
}

/** What a denial is about. */
const fixed: Columns = {
  source: ({ source }) => source,
  stands_decided: ({ standsDecided }) => standsDecided,
  claim_id: ({ claimId }) => claimId,
  treatment_day_id: ({ treatmentDayId }) => treatmentDayId,
  coverage_order: ({ coverageOrder }) => coverageOrder,
  payer_id: ({ payerId }) => payerId,
  patient_id: ({ patientId }) => patientId,
  service_date: ({ serviceDate }) => serviceDate,
  charge_line_id: ({ chargeLineId }) => chargeLineId,
  procedure_code: ({ procedureCode }) => procedureCode,
  group_code: ({ groupCode }) => groupCode,
  reason_code: ({ reasonCode }) => reasonCode,
  remarks: ({ remarks }) => remarks,
  category: ({ classified }) => classified.category,
  classified: ({ classified }) => JSON.stringify(classified),
  opened_at: ({ openedAt }) => openedAt,
}

/** How it stands. */
const changing: Columns = {
  version: ({ version }) => version,
  claim_version: ({ claimVersion }) => claimVersion,
  claim_number: ({ claimNumber }) => claimNumber,
  remittance_id: ({ remittanceId }) => remittanceId,
  amount_cents: ({ amountCents }) => amountCents,
  recoverable_cents: ({ recoverableCents }) => recoverableCents,
  remedy: ({ remedy }) => remedy,
  because: ({ because }) => JSON.stringify(because),
  received_on: ({ receivedOn }) => receivedOn,
  due_on: (each) => governing(each).dueOn,
  due: ({ due }) => JSON.stringify(due),
  answer: ({ answer }) => answer && JSON.stringify(answer),
  appeals: ({ appeals }) => appeals,
  status: ({ status }) => status,
  waits_for: ({ waitsFor }) => waitsFor,
  resolution: ({ resolution }) => resolution,
  resolved_because: ({ resolvedBecause }) => resolvedBecause,
  proposed_by: ({ proposed }) => proposed?.by ?? null,
  proposed_at: ({ proposed }) => proposed?.at ?? null,
  before_answer: ({ before }) => before && JSON.stringify(before),
  updated_at: (_, work) => work.now,
}

const saved = { ...key, ...fixed, ...changing }

export function valuesOf(work: Work, each: Denial): unknown[] {
  return Object.values(saved).map((read) => read(each, work))
}

const names = Object.keys(saved)
const updates = Object.keys(changing).map((name) => `${name} = excluded.${name}`)

/** A new due date has not been missed yet. */
export const upsertText = `
  insert into denial (${names.join(', ')}) values (${names.map((_, place) => `$${place + 1}`).join(', ')})
  on conflict (practice_id, id) do update set ${updates.join(', ')},
    missed_on = case when excluded.due_on = denial.due_on then denial.missed_on end`
