/** What other services said that a day is coded by. Loaded in one statement; written by the features that hear. */
import { type Cents, cents, type PayerFamily } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { CoverageList } from '../domain/coverage-list.ts'
import type { TreatmentDay } from '../domain/treatment-day.ts'

export interface RecodeRequest {
  readonly denialId: string
  readonly category: string
  readonly reasonCode: string
}

export interface Heard {
  /** The directory's families, by payer id: they win over what an encounter says. */
  readonly families: ReadonlyMap<string, PayerFamily>
  /** Each payer's own, over its family's, by payer id; a payer without any is not in it. */
  readonly codingRules: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  /** Days that a payer's profile gives a first claim, by payer id; a payer without any is not in it. */
  readonly filingDays: ReadonlyMap<string, number>
  /** Null: the encounter's own list governs. */
  readonly coverageList: CoverageList | null
  /** Allowed amounts that other practices used this year, as a payer told; null: unknown. */
  readonly usedElsewhereCents: Cents | null
  readonly requests: readonly RecodeRequest[]
}

interface Row {
  readonly families: Readonly<Record<string, PayerFamily>> | null
  readonly rules: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null
  readonly filing: Readonly<Record<string, number>> | null
  readonly version: number | null
  readonly coverages: CoverageList['coverages'] | null
  readonly cards: Buffer | null
  readonly used: number | null
  readonly requests: readonly RecodeRequest[] | null
}

export async function heardOf(work: Work, { id, key }: TreatmentDay): Promise<Heard> {
  const year = Number(key.serviceDate.slice(0, 4))
  const [row] = await work.query<Row>(load, [work.practiceId, key.patientId, year, id])
  const cards = row?.cards
    ? (work.keys.openColumn(row.cards, cardsBinding(key.patientId)) as CoverageList['cards'])
    : null
  return {
    families: new Map(Object.entries(row?.families ?? {})),
    codingRules: new Map(Object.entries(row?.rules ?? {})),
    filingDays: new Map(Object.entries(row?.filing ?? {})),
    coverageList:
      row?.version != null && row.coverages && cards
        ? { version: row.version, coverages: row.coverages, cards }
        : null,
    usedElsewhereCents: row?.used == null ? null : cents(row.used),
    requests: row?.requests ?? [],
  }
}

export async function keepCoverageList(work: Work, patientId: string, list: CoverageList): Promise<boolean> {
  const cards = work.keys.sealColumn(list.cards, cardsBinding(patientId))
  const values = [work.practiceId, patientId, list.version, JSON.stringify(list.coverages), cards]
  return (await work.query(upsertCoverage, values)).length > 0
}

export interface Verified {
  readonly patientId: string
  readonly payerId: string
  readonly year: number
  readonly version: number
  readonly coverage: string
  readonly usedElsewhereCents: number | null
}

export async function keepVerified(work: Work, verified: Verified): Promise<boolean> {
  const { patientId, payerId, year, version, coverage, usedElsewhereCents } = verified
  const values = [work.practiceId, patientId, payerId, year, version, coverage, usedElsewhereCents]
  return (await work.query(upsertVerified, values)).length > 0
}

/**
 * `allowedCents` null: nothing stands allowed for the line any more. True when the day counts for KX and a line of it was counted
 * with another amount until now.
 */
export async function keepAllowed(
  work: Work,
  treatmentDayId: string,
  lines: readonly { id: string; allowedCents: number | null }[],
): Promise<boolean> {
  if (lines.length === 0) return false
  const [row] = await work.query<{ moved: boolean }>(upsertAllowed, [
    work.practiceId,
    lines.map(({ id }) => id),
    lines.map(({ allowedCents }) => allowedCents),
    treatmentDayId,
  ])
  return row?.moved ?? false
}

export async function keepRequest(
  work: Work,
  treatmentDayId: string,
  { denialId, category, reasonCode }: RecodeRequest,
  chargeLineIds: readonly string[],
): Promise<void> {
  const values = [work.practiceId, denialId, treatmentDayId, category, reasonCode, chargeLineIds, work.now]
  await work.query(insertRequest, values)
}

export async function answerRequests(work: Work, { id, version }: TreatmentDay): Promise<void> {
  await work.query(answer, [work.practiceId, id, version])
}

/** Days of a patient that no payer has yet, in the order of service: what a change decides anew. */
export async function unsentDaysOfPatient(work: Work, patientId: string): Promise<string[]> {
  const rows = await work.query<{ id: string }>(unsentOfPatient, [work.practiceId, patientId])
  return rows.map(({ id }) => id)
}

function cardsBinding(patientId: string): string {
  return `patient_coverage|cards|${patientId}`
}

const load = {
  name: 'heard-load',
  text: `select p.families, p.rules, p.filing, c.version, c.coverages, c.cards,
                (select max(used_elsewhere_cents) from verified_coverage
                 where practice_id = $1 and patient_id = $2 and year = $3) as used,
                (select jsonb_agg(jsonb_build_object('denialId', denial_id, 'category', category, 'reasonCode', reason_code)
                                  order by requested_at, denial_id)
                 from recode_request where practice_id = $1 and treatment_day_id = $4 and answered_by is null) as requests
         from (select jsonb_object_agg(payer_id, family) as families,
                      jsonb_object_agg(payer_id, coding_rules) filter (where coding_rules <> '{}') as rules,
                      jsonb_object_agg(payer_id, filing_days) filter (where filing_days is not null) as filing
               from payer_family where practice_id = $1) p
         left join patient_coverage c on c.practice_id = $1 and c.patient_id = $2`,
}

const upsertCoverage = {
  name: 'heard-coverage',
  text: `insert into patient_coverage (practice_id, patient_id, version, coverages, cards) values ($1, $2, $3, $4, $5)
         on conflict (practice_id, patient_id) do update
           set version = excluded.version, coverages = excluded.coverages, cards = excluded.cards
         where patient_coverage.version < excluded.version returning patient_id`,
}

const upsertVerified = {
  name: 'heard-verified',
  text: `insert into verified_coverage (practice_id, patient_id, payer_id, year, version, coverage, used_elsewhere_cents)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (practice_id, patient_id, payer_id, year) do update
           set version = excluded.version, coverage = excluded.coverage,
               used_elsewhere_cents = excluded.used_elsewhere_cents
         where verified_coverage.version < excluded.version returning patient_id`,
}

const upsertAllowed = {
  name: 'heard-allowed',
  text: `with told as (select * from unnest($2::text[], $3::bigint[]) as t (id, cents)),
              counted as (select l ->> 'id' as id, coalesce((l ->> 'expectedAllowedCents')::bigint,
                                                            (l ->> 'chargeCents')::bigint) as cents
                          from treatment_day d cross join lateral jsonb_array_elements(d.lines) l
                          where d.practice_id = $1 and d.id = $4 and d.kx_ledger is not null),
              before as (select c.id, coalesce(a.allowed_cents, c.cents) as cents, c.cents as expected
                         from counted c left join actual_allowed a on a.practice_id = $1 and a.charge_line_id = c.id),
              kept as (insert into actual_allowed (practice_id, charge_line_id, allowed_cents)
                       select $1, id, cents from told where cents is not null
                       on conflict (practice_id, charge_line_id) do update set allowed_cents = excluded.allowed_cents),
              gone as (delete from actual_allowed a using told
                       where a.practice_id = $1 and a.charge_line_id = told.id and told.cents is null)
         select exists (select from told join before using (id)
                        where coalesce(told.cents, before.expected) <> before.cents) as moved`,
}

const insertRequest = {
  name: 'heard-request',
  text: `insert into recode_request (practice_id, denial_id, treatment_day_id, category, reason_code, charge_line_ids, requested_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
}

const answer = {
  name: 'heard-answer-requests',
  text: `update recode_request set answered_by = $3
         where practice_id = $1 and treatment_day_id = $2 and answered_by is null`,
}

const unsentOfPatient = {
  name: 'heard-unsent-of-patient',
  text: `select d.id from treatment_day d
         where d.practice_id = $1 and d.patient_id = $2 and d.status in ('captured', 'held')
           and not exists (select from claim_standing s where s.practice_id = d.practice_id
                             and s.treatment_day_id = d.id and s.state not in ('rejected', 'withdrawn'))
         order by d.service_date, d.id limit 500`,
}
