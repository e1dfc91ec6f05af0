/** What was heard of a day's claims, one for each coverage order. */
import { assert, type PayerFamily } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { type ClaimHeard, type Standing, type StandingState, standingOf } from '../domain/claim-standing.ts'
import type { claimStanding } from './tables.ts'

type Row = typeof claimStanding.$inferSelect
type ToldState = NonNullable<ClaimHeard['told']>['state']

export interface ClaimPlace {
  readonly treatmentDayId: string
  readonly coverageOrder: number
  readonly claimId: string
}

/** Locks what was heard, making it where nothing was. */
export async function lockClaim(work: Work, place: ClaimPlace): Promise<ClaimHeard> {
  const { treatmentDayId, coverageOrder, claimId } = place
  const [row] = await work.query<Row>(lock, [work.practiceId, treatmentDayId, coverageOrder, claimId])
  assert(row, 'an upsert gives its row')
  return read(row)
}

/** Of a claim that is locked; it travels with what the transaction sends next. */
export function saveClaim(
  work: Work,
  { treatmentDayId, coverageOrder }: ClaimPlace,
  heard: ClaimHeard,
): void {
  const { sequence, told, payerId, payerFamily, moneySequences, answers } = heard
  const standing = standingOf(heard)
  void work.query(save, [
    ...[work.practiceId, treatmentDayId, coverageOrder, sequence, payerId, payerFamily],
    ...[standing?.state ?? null, standing?.paid ?? false, told?.state ?? null, told?.version ?? null],
    ...[JSON.stringify(moneySequences), JSON.stringify(answers)],
  ])
}

/** Of the day's first payer; null: nothing of the day left the house. */
export async function standingOfDay(work: Work, treatmentDayId: string): Promise<Standing | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, treatmentDayId])
  return row ? standingOf(read(row)) : null
}

function read(row: Row): ClaimHeard {
  const { sequence, payer_id: payerId } = row
  // Written by saveClaim alone, from the same types; states are also checked by the table.
  const answers = row.answers as ClaimHeard['answers']
  const moneySequences = row.money_sequences as ClaimHeard['moneySequences']
  const [state, told] = [row.state as StandingState | null, row.told as ToldState | null]
  const payerFamily = row.payer_family as PayerFamily | null
  const heard = { sequence, payerId, payerFamily, moneySequences, answers }
  if (told) return { ...heard, told: { state: told, version: row.claim_version } }
  if (!state || answers.length > 0) return { ...heard, told: null }
  // Of the time before answers were kept.
  const paid = { remittanceId: null, position: 0, claimVersion: 0, payerId, paid: true, allowed: {} }
  return { ...heard, told: { state, version: null }, answers: row.paid ? [paid] : [] }
}

/** The no-op update locks a row that another transaction is just inserting, too. */
const lock = {
  name: 'claim-lock',
  text: `with found as (select * from claim_standing
                        where practice_id = $1 and treatment_day_id = $2 and coverage_order = $3 for update),
              made as (insert into claim_standing (practice_id, treatment_day_id, coverage_order, sequence, claim_id)
                       select $1, $2, $3::integer, 0, $4 where not exists (select from found)
                       on conflict (practice_id, treatment_day_id, coverage_order) do update set claim_id = excluded.claim_id
                       returning *)
         select * from found union all select * from made`,
}

const save = {
  name: 'claim-save',
  text: `update claim_standing set sequence = $4, payer_id = $5, payer_family = $6, state = $7, paid = $8, told = $9,
                                   claim_version = $10, money_sequences = $11, answers = $12
         where practice_id = $1 and treatment_day_id = $2 and coverage_order = $3`,
}

const find = {
  name: 'claim-find',
  text: 'select * from claim_standing where practice_id = $1 and treatment_day_id = $2 and coverage_order = 1',
}
