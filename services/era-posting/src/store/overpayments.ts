/** What payers paid beyond what they owed; of one claim and payer one is open at most. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Claim } from '../domain/claim.ts'
import type { overpayment } from './tables.ts'

type Row = typeof overpayment.$inferSelect

export interface Overpayment {
  readonly claimId: string
  readonly treatmentDayId: string
  readonly coverageOrder: number
  readonly payerId: string
  readonly payerFamily: string
  readonly patientId: string
  readonly amountCents: Cents
  readonly because: string
  readonly identifiedOn: string
  readonly dueOn: string | null
}

/** Opens, or brings the cents of what is open up to date: its day of identification stays. */
export async function keepOverpayments(work: Work, found: readonly Overpayment[]): Promise<void> {
  if (found.length === 0) return
  await work.query(upsert, [
    ...[work.practiceId, found.map(() => work.newId()), found.map(({ claimId }) => claimId)],
    ...[found.map(({ treatmentDayId }) => treatmentDayId), found.map(({ coverageOrder }) => coverageOrder)],
    ...[found.map(({ payerId }) => payerId), found.map(({ payerFamily }) => payerFamily)],
    ...[found.map(({ patientId }) => patientId), found.map(({ amountCents }) => amountCents)],
    ...[found.map(({ because }) => because), found.map(({ identifiedOn }) => identifiedOn)],
    ...[found.map(({ dueOn }) => dueOn), work.now],
  ])
}

/** Nothing is paid too much of these claims any more, each at its payer. */
export async function closeOverpayments(
  work: Work,
  claims: readonly Pick<Claim, 'id' | 'coverageOrder'>[],
  because: string,
): Promise<void> {
  if (claims.length === 0) return
  const [ids, orders] = [claims.map(({ id }) => id), claims.map(({ coverageOrder }) => coverageOrder)]
  await work.query(close, [work.practiceId, ids, because, work.now, orders])
}

export interface ListedOverpayment extends Overpayment {
  readonly id: string
  readonly openedAt: string
  readonly closedAt: string | null
  readonly closedBecause: string | null
}

/** In the order in which they were opened, after `after`. */
export async function listOverpayments(
  work: Work,
  status: 'open' | 'closed',
  after: string,
  limit: number,
): Promise<readonly ListedOverpayment[]> {
  const rows = await work.query<Row>(list, [work.practiceId, status, after, limit])
  return rows.map((row) => ({
    ...{ id: row.id, claimId: row.claim_id, treatmentDayId: row.treatment_day_id },
    ...{ coverageOrder: row.coverage_order, payerId: row.payer_id, payerFamily: row.payer_family },
    ...{ patientId: row.patient_id, amountCents: cents(row.amount_cents), because: row.because },
    ...{ identifiedOn: row.identified_on, dueOn: row.due_on, openedAt: row.opened_at },
    ...{ closedAt: row.closed_at, closedBecause: row.closed_because },
  }))
}

const upsert = {
  name: 'overpayments-keep',
  text: `insert into overpayment (practice_id, id, claim_id, treatment_day_id, coverage_order, payer_id, payer_family, patient_id,
                                  amount_cents, because, identified_on, due_on, opened_at)
         select $1, o.*, $13 from unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::text[],
                                         $9::bigint[], $10::text[], $11::date[], $12::date[]) as o
         on conflict (practice_id, claim_id, coverage_order) where closed_at is null do update set amount_cents = excluded.amount_cents`,
}

const close = {
  name: 'overpayments-close',
  text: `update overpayment set closed_at = $4, closed_because = $3
         where practice_id = $1 and closed_at is null
           and (claim_id, coverage_order) in (select * from unnest($2::text[], $5::integer[]))`,
}

const list = {
  name: 'overpayments-list',
  text: `select * from overpayment
         where practice_id = $1 and (closed_at is null) = ($2 = 'open') and id > $3 order by id limit $4`,
}
