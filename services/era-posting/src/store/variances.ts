/** Lines that were allowed another amount than their fee schedule expects. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Variance } from '../domain/find-variances.ts'
import type { variance } from './tables.ts'

type Row = typeof variance.$inferSelect

export interface FoundVariance {
  readonly remittanceId: string
  readonly claimId: string
  readonly payerId: string
  readonly serviceDate: string
  readonly variance: Variance
}

export async function saveVariances(work: Work, found: readonly FoundVariance[]): Promise<void> {
  if (found.length === 0) return
  await work.query(insert, [
    work.practiceId,
    ...[found.map(() => work.newId()), found.map(({ remittanceId }) => remittanceId)],
    ...[found.map(({ claimId }) => claimId), found.map((each) => each.variance.chargeLineId)],
    ...[found.map(({ payerId }) => payerId), found.map(({ serviceDate }) => serviceDate)],
    found.map((each) => each.variance.procedureCode),
    found.map((each) => each.variance.expectedAllowedCents),
    ...[found.map((each) => each.variance.allowedCents), work.now],
  ])
}

/** Of a match that was none. */
export async function dropVariances(work: Work, remittanceId: string, claimId: string): Promise<void> {
  await work.query(drop, [work.practiceId, remittanceId, claimId])
}

export interface ListedVariance {
  readonly id: string
  readonly remittanceId: string
  readonly claimId: string
  readonly chargeLineId: string
  readonly payerId: string
  readonly serviceDate: string
  readonly procedureCode: string
  readonly expectedAllowedCents: Cents
  readonly allowedCents: Cents
  readonly foundAt: string
}

export async function listVariances(
  work: Work,
  payerId: string | null,
  after: string,
  limit: number,
): Promise<readonly ListedVariance[]> {
  const rows = await work.query<Row>(list, [work.practiceId, payerId, after, limit])
  return rows.map((row) => ({
    ...{
      id: row.id,
      remittanceId: row.remittance_id,
      claimId: row.claim_id,
      chargeLineId: row.charge_line_id,
    },
    ...{ payerId: row.payer_id, serviceDate: row.service_date, procedureCode: row.procedure_code },
    expectedAllowedCents: cents(row.expected_allowed_cents),
    ...{ allowedCents: cents(row.allowed_cents), foundAt: row.found_at },
  }))
}

const insert = {
  name: 'variances-insert',
  text: `insert into variance (practice_id, id, remittance_id, claim_id, charge_line_id, payer_id, service_date,
                               procedure_code, expected_allowed_cents, allowed_cents, found_at)
         select $1, v.*, $11 from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[],
                                         $9::bigint[], $10::bigint[]) as v`,
}

const drop = {
  name: 'variances-drop',
  text: 'delete from variance where practice_id = $1 and remittance_id = $2 and claim_id = $3',
}

const list = {
  name: 'variances-list',
  text: `select * from variance where practice_id = $1 and ($2::text is null or payer_id = $2) and id > $3
         order by id limit $4`,
}
