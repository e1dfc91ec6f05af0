/** Lines that came to another amount than expected: found when they are posted, withdrawn with their answer, worked by people. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { AdjudicatedLine } from '../domain/adjudicate-lines.ts'
import { patientShare } from '../domain/compare-line.ts'
import type { CitedRule, Explanation } from '../domain/explain-variance.ts'
import type { Variance } from '../domain/find-variances.ts'
import type { VarianceState } from '../domain/variance-work.ts'
import type { variance } from './expectation-tables.ts'

type Row = typeof variance.$inferSelect

/** One claim of a remittance. */
interface AnsweredClaim {
  readonly remittanceId: string
  readonly position: number
  readonly claimId: string
}

export interface FoundVariance extends AnsweredClaim {
  readonly payerId: string
  readonly serviceDate: string
  readonly variance: Variance
  readonly line: AdjudicatedLine
  readonly toleranceCents: Cents
  readonly explanation: Explanation
}

export async function saveVariances(work: Work, found: readonly FoundVariance[]): Promise<void> {
  if (found.length === 0) return
  const variances = found.map((each) => each.variance)
  const lines = found.map(({ line }) => line)
  const why = found.map(({ explanation }) => explanation)
  await work.query(insert, [
    ...[work.practiceId, work.now, found.map(() => work.newId())],
    ...[found.map(({ remittanceId }) => remittanceId), found.map(({ position }) => position)],
    ...[found.map(({ claimId }) => claimId), variances.map(({ chargeLineId }) => chargeLineId)],
    ...[found.map(({ payerId }) => payerId), found.map(({ serviceDate }) => serviceDate)],
    variances.map(({ procedureCode }) => procedureCode),
    variances.map(({ expectedAllowedCents }) => expectedAllowedCents),
    ...[variances.map(({ allowedCents }) => allowedCents), found.map((each) => each.toleranceCents)],
    ...[lines.map(({ paidCents }) => paidCents), lines.map(patientShare)],
    lines.map(({ adjustments }) => JSON.stringify(adjustments.map(takenOff))),
    ...[why.map(({ because }) => because), why.map(({ says }) => says)],
    why.map(({ rule }) => (rule === null ? null : JSON.stringify(rule))),
  ])
}

/** What was found in these answers, which stand no more. */
export async function withdrawVariances(
  work: Work,
  answers: readonly AnsweredClaim[],
  because: string,
): Promise<void> {
  if (answers.length === 0) return
  await work.query(withdraw, [
    ...[work.practiceId, work.now, because, answers.map(({ remittanceId }) => remittanceId)],
    ...[answers.map(({ position }) => position), answers.map(({ claimId }) => claimId)],
  ])
}

export interface ListedVariance {
  readonly id: string
  readonly remittanceId: string
  /** null: found before it was kept. */
  readonly position: number | null
  readonly claimId: string
  readonly chargeLineId: string
  readonly payerId: string
  readonly serviceDate: string
  readonly procedureCode: string
  readonly expectedAllowedCents: Cents
  readonly allowedCents: Cents
  readonly toleranceCents: Cents
  readonly paidCents: Cents | null
  readonly patientCents: Cents | null
  readonly adjustments: readonly TakenOff[]
  readonly because: string
  readonly says: string
  readonly rule: CitedRule | null
  readonly state: VarianceState
  readonly withdrawnBecause: string | null
  readonly foundAt: string
}

/** Null: whichever. */
export interface Wanted {
  readonly payerId: string | null
  readonly states: readonly VarianceState[]
}

export async function listVariances(
  work: Work,
  { payerId, states }: Wanted,
  after: string,
  limit: number,
): Promise<readonly ListedVariance[]> {
  return (await work.query<Row>(list, [work.practiceId, payerId, states, after, limit])).map(read)
}

/** Locked. */
export async function lockVariance(work: Work, id: string): Promise<ListedVariance | null> {
  const [row] = await work.query<Row>(lock, [work.practiceId, id])
  return row ? read(row) : null
}

export async function setState(work: Work, id: string, state: VarianceState): Promise<void> {
  await work.query(update, [work.practiceId, id, state])
}

function read(row: Row): ListedVariance {
  const known = (amount: number | null) => (amount === null ? null : cents(amount))
  return {
    ...{ id: row.id, remittanceId: row.remittance_id, position: row.position, claimId: row.claim_id },
    ...{ chargeLineId: row.charge_line_id, payerId: row.payer_id, serviceDate: row.service_date },
    ...{ procedureCode: row.procedure_code, expectedAllowedCents: cents(row.expected_allowed_cents) },
    ...{ allowedCents: cents(row.allowed_cents), toleranceCents: cents(row.tolerance_cents) },
    ...{ paidCents: known(row.paid_cents), patientCents: known(row.patient_cents) },
    // Written by saveVariances alone, from the same types; the state is checked by the table.
    ...{ adjustments: row.adjustments as TakenOff[], rule: row.rule as CitedRule | null },
    ...{ because: row.because, says: row.says, state: row.state as VarianceState },
    ...{ withdrawnBecause: row.withdrawn_because, foundAt: row.found_at },
  }
}

interface TakenOff {
  readonly group: string
  readonly reason: string
  readonly amountCents: Cents
}

function takenOff({ group, reason, amountCents }: TakenOff): TakenOff {
  return { group, reason, amountCents }
}

const insert = {
  name: 'variances-insert',
  text: `insert into variance (practice_id, found_at, id, remittance_id, position, claim_id, charge_line_id, payer_id,
                               service_date, procedure_code, expected_allowed_cents, allowed_cents, tolerance_cents, paid_cents,
                               patient_cents, adjustments, because, says, rule)
         select $1, $2::timestamptz, v.*
         from unnest($3::text[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::date[], $10::text[],
                     $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::jsonb[], $17::text[],
                     $18::text[], $19::jsonb[]) as v`,
}

const withdraw = {
  name: 'variances-withdraw',
  text: `update variance v set state = 'withdrawn', withdrawn_at = $2, withdrawn_because = $3
         from unnest($4::text[], $5::integer[], $6::text[]) as answer (remittance_id, position, claim_id)
         where v.practice_id = $1 and v.remittance_id = answer.remittance_id and v.claim_id = answer.claim_id
           and coalesce(v.position, answer.position) = answer.position and v.state <> 'withdrawn'`,
}

const list = {
  name: 'variances-list',
  text: `select * from variance
         where practice_id = $1 and ($2::text is null or payer_id = $2) and state = any($3::text[]) and id > $4
         order by id limit $5`,
}

const lock = {
  name: 'variance-lock',
  text: 'select * from variance where practice_id = $1 and id = $2 for update',
}

const update = {
  name: 'variance-state',
  text: 'update variance set state = $3 where practice_id = $1 and id = $2',
}
