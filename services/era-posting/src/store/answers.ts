/** What of a claim was answered before, and what of it stands. */
import type { Statement, Work } from '@tally/platform'
import type { StandingAnswer } from '../domain/among-answers.ts'
import { paidAgain } from '../domain/paid-again.ts'
import type { Original } from '../domain/reverse-claim.ts'
import { payerNumberDigest } from './claims.ts'

/** What of a claim was posted before, the oldest first: a reversal takes one of them back. */
export async function originalsOf(
  work: Work,
  claimId: string,
  payerClaimNumber: string | null,
): Promise<readonly Original[]> {
  const digest = payerClaimNumber === null ? null : payerNumberDigest(work, payerClaimNumber)
  const rows = await work.query<OriginalRow>(originals, [work.practiceId, claimId, digest])
  return rows.map((row) => ({
    ...{ remittanceId: row.remittance_id, position: row.position, coverageOrder: row.coverage_order },
    ...{ chargeCents: row.charge_cents, paidCents: row.paid_cents },
    ...{ samePayerNumber: row.same_payer_number, reversed: row.reversed },
    ...{ silent: row.because !== null && row.because !== paidAgain, again: row.because === paidAgain },
  }))
}

/** What of these claims was answered and stands, the oldest first; not what moved nothing. */
export async function standingAnswersOf(
  work: Work,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Omit<StandingAnswer, 'chargeLineIds'>[]>> {
  const rows = await work.query<StandingRow>(standing, [work.practiceId, claimIds])
  const byClaim = Map.groupBy(rows, ({ claim_id }) => claim_id)
  const read = ({ remittance_id, position, status, charge_cents, paid_cents, ...row }: StandingRow) => ({
    ...{ remittanceId: remittance_id, position, status, chargeCents: charge_cents, paidCents: paid_cents },
    ...{ patientCents: row.patient_cents, paidOn: row.paid_on, coverageOrder: row.coverage_order },
  })
  return new Map([...byClaim].map(([claimId, answers]) => [claimId, answers.map(read)]))
}

/** Another answer stands that paid the same once more: its adjustments are those of this one. */
export async function isPaidOnceMore(
  work: Work,
  claimId: string,
  answer: Pick<StandingAnswer, 'status' | 'chargeCents' | 'paidCents' | 'patientCents' | 'coverageOrder'>,
): Promise<boolean> {
  const { status, chargeCents, paidCents, patientCents, coverageOrder } = answer
  const values = [work.practiceId, claimId, status, chargeCents, paidCents, patientCents, coverageOrder]
  return (await work.query(onceMore, values)).length > 0
}

/** A payer took it back, or answered anew in its place. */
export async function isReversed(work: Work, remittanceId: string, position: number): Promise<boolean> {
  return (await work.query(reversing, [work.practiceId, remittanceId, position])).length > 0
}

interface StandingRow {
  readonly claim_id: string
  readonly remittance_id: string
  readonly position: number
  readonly coverage_order: number | null
  readonly status: string
  readonly charge_cents: number
  readonly paid_cents: number
  readonly patient_cents: number | null
  readonly paid_on: string | null
}

interface OriginalRow {
  readonly remittance_id: string
  readonly position: number
  readonly coverage_order: number | null
  readonly charge_cents: number
  readonly paid_cents: number
  readonly same_payer_number: boolean
  readonly reversed: boolean
  readonly because: string | null
}

const originals = {
  name: 'remittance-claim-originals',
  text: `select o.remittance_id, o.position, o.coverage_order, o.charge_cents, o.paid_cents,
                coalesce(o.payer_number_digest = $3, false) as same_payer_number,
                o.because,
                exists (select from remittance_claim r where r.practice_id = o.practice_id
                          and r.reverses_remittance_id = o.remittance_id and r.reverses_position = o.position) as reversed
         from remittance_claim o join remittance t on t.practice_id = o.practice_id and t.id = o.remittance_id
         where o.practice_id = $1 and o.claim_id = $2 and o.outcome = 'posted'
         order by t.arrival, o.position`,
}

/**
 * Claim by claim through its index: of a plan made while the table was small `= any` compared each row of the practice with each
 * claim that was asked for (36 ms for 200 claims among 10,000, else 1). And planned anew: prepared, it took most of the time in every
 * third run, 20.8 s instead of 10.9 for 10,000 claims; likely by an index that only begins with the practice (its plan was not seen).
 */
const standing: Statement = {
  name: 'remittance-claims-standing',
  plannedAnew: true,
  text: `select asked.claim_id, o.remittance_id, o.position, o.coverage_order, o.status, o.charge_cents, o.paid_cents,
                o.patient_cents, t.paid_on
         from (select distinct claim_id from unnest($2::text[]) as given (claim_id)) as asked
         cross join lateral (select * from remittance_claim
               where practice_id = $1 and claim_id = asked.claim_id and outcome = 'posted'
                 and (because is null or because = '${paidAgain}') offset 0) o
         join remittance t on t.practice_id = o.practice_id and t.id = o.remittance_id
         where not exists (select from remittance_claim r where r.practice_id = o.practice_id
                             and r.reverses_remittance_id = o.remittance_id and r.reverses_position = o.position)
         order by t.arrival, o.position`,
}

const onceMore = {
  name: 'remittance-claim-once-more',
  text: `select o.position from remittance_claim o
         where o.practice_id = $1 and o.claim_id = $2 and o.outcome = 'posted' and o.because = '${paidAgain}'
           and o.status = $3 and o.charge_cents = $4 and o.paid_cents = $5 and o.patient_cents is not distinct from $6
           and o.coverage_order is not distinct from $7
           and not exists (select from remittance_claim r where r.practice_id = o.practice_id
                             and r.reverses_remittance_id = o.remittance_id and r.reverses_position = o.position)`,
}

const reversing = {
  name: 'remittance-claim-reversing',
  text: `select position from remittance_claim
         where practice_id = $1 and reverses_remittance_id = $2 and reverses_position = $3`,
}
