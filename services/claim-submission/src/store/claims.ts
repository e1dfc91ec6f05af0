/** Claims. The person's part is sealed under the practice's key and bound to the claim. */
import { cents, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Charges, Claim, ClaimState } from '../domain/claim.ts'
import type { claim } from './tables.ts'

type Row = typeof claim.$inferSelect

export async function lockClaimOfDay(work: Work, treatmentDayId: string): Promise<Claim | null> {
  const [row] = await work.query<Row>(lockOfDay, [work.practiceId, treatmentDayId])
  return row ? read(row) : null
}

export async function lockClaim(work: Work, id: string): Promise<Claim | null> {
  const [row] = await work.query<Row>(lockById, [work.practiceId, id])
  return row ? read(row) : null
}

/** Inserts or updates; `person` null keeps the one that is stored. */
export async function saveClaim(work: Work, saved: Claim, person: unknown): Promise<void> {
  await work.query(upsert, [
    ...[
      work.practiceId,
      saved.id,
      saved.treatmentDayId,
      saved.coverageOrder,
      saved.version,
      saved.dayVersion,
    ],
    ...[saved.state, saved.heldBecause, saved.payerId, saved.patientId, saved.billingNpi, saved.serviceDate],
    ...[saved.chargeCents, saved.timelyFilingDueOn, JSON.stringify(saved.charges)],
    ...[
      work.keys.sealColumn(person ?? { visits: [] }, binding(saved.id)),
      work.traceparent ?? null,
      work.now,
    ],
    person !== null,
  ])
}

export interface ShownClaim {
  readonly claim: Claim
  readonly person: unknown
  readonly createdAt: string
  readonly updatedAt: string
}

export async function findClaim(work: Work, id: string): Promise<ShownClaim | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  if (!row) return null
  const person = work.keys.openColumn(row.person, binding(row.id))
  return { claim: read(row), person, createdAt: row.created_at, updatedAt: row.updated_at }
}

export interface ClaimFilter {
  readonly state: string | null
  readonly payerId: string | null
  readonly filingDueBefore: string | null
  readonly treatmentDayId: string | null
  readonly after: string
  readonly limit: number
}

export async function listClaims(work: Work, filter: ClaimFilter): Promise<Claim[]> {
  const { state, payerId, filingDueBefore, treatmentDayId, after, limit } = filter
  const values = [work.practiceId, state, payerId, filingDueBefore, treatmentDayId, after, limit]
  return (await work.query<Row>(list, values)).map(read)
}

function read(row: Row): Claim {
  return {
    id: row.id,
    treatmentDayId: row.treatment_day_id,
    coverageOrder: row.coverage_order,
    version: row.version,
    dayVersion: row.day_version,
    // Both written by saveClaim alone, from the same types; the state is also checked by the table.
    state: row.state as ClaimState,
    charges: row.charges as Charges,
    heldBecause: row.held_because,
    payerId: row.payer_id,
    patientId: row.patient_id,
    billingNpi: row.billing_npi,
    serviceDate: serviceDate(row.service_date),
    chargeCents: cents(row.charge_cents),
    timelyFilingDueOn: row.timely_filing_due_on === null ? null : serviceDate(row.timely_filing_due_on),
  }
}

function binding(claimId: string): string {
  return `claim|person|${claimId}`
}

const lockOfDay = {
  name: 'claim-lock-of-day',
  text: 'select * from claim where practice_id = $1 and treatment_day_id = $2 and coverage_order = 1 for update',
}

const lockById = {
  name: 'claim-lock',
  text: 'select * from claim where practice_id = $1 and id = $2 for update',
}

const find = { name: 'claim-find', text: 'select * from claim where practice_id = $1 and id = $2' }

/** The first trace of a claim stays: it is the visit's. */
const upsert = {
  name: 'claim-upsert',
  text: `insert into claim (practice_id, id, treatment_day_id, coverage_order, version, day_version, state, held_because,
                            payer_id, patient_id, billing_npi, service_date, charge_cents, timely_filing_due_on, charges,
                            person, traceparent, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
         on conflict (practice_id, treatment_day_id, coverage_order) do update set
           version = excluded.version, day_version = excluded.day_version, state = excluded.state,
           held_because = excluded.held_because, payer_id = excluded.payer_id, charge_cents = excluded.charge_cents,
           timely_filing_due_on = excluded.timely_filing_due_on, charges = excluded.charges,
           person = case when $19 then excluded.person else claim.person end, updated_at = excluded.updated_at`,
}

const list = {
  name: 'claim-list',
  text: `select * from claim
         where practice_id = $1 and ($2::text is null or state = $2) and ($3::text is null or payer_id = $3)
           and ($4::date is null or timely_filing_due_on < $4) and ($5::text is null or treatment_day_id = $5)
           and id > $6
         order by id limit $7`,
}
