/** Where the claims of a day stand, as far as claim-submission has said. */
import type { Work } from '@tally/platform'
import type { BilledService } from '../domain/authorization.ts'
import type { claim_standing } from './tables.ts'

type Row = typeof claim_standing.$inferSelect

export type Standing = 'submitted' | 'acknowledged' | 'rejected' | 'unanswered' | 'voided'

export interface ClaimStanding {
  readonly claimId: string
  readonly treatmentDayId: string
  readonly coverageOrder: number
  /** Of the newest event heard: an older or equal one is a duplicate. */
  readonly sequence: number
  readonly standing: Standing
  /** Of the version that is out; null: nobody said. */
  readonly services: readonly BilledService[] | null
  /** Of each that went out, by version. */
  readonly wentOut: Readonly<Record<string, readonly BilledService[]>>
}

const out = `from claim_standing c
  where c.practice_id = d.practice_id and c.treatment_day_id = d.id and c.coverage_order = 1
    and c.standing in ('submitted', 'acknowledged', 'unanswered')`

/** Whether a claim to the first payer of treatment day `d` is out: what came back unread or was voided is not. */
export const isSent = `exists (select ${out})`

/** What that claim went out with. */
export const sentServices = `(select c.services ${out} order by c.sequence desc limit 1)`

export async function lockStanding(work: Work, claimId: string): Promise<ClaimStanding | null> {
  const [row] = await work.query<Row>(lock, [work.practiceId, claimId])
  if (!row) return null
  return {
    claimId,
    treatmentDayId: row.treatment_day_id,
    coverageOrder: row.coverage_order,
    sequence: row.sequence,
    // Checked by the table.
    standing: row.standing as Standing,
    // Both written by saveStanding alone, from the same types.
    services: row.services as ClaimStanding['services'],
    wentOut: row.went_out as ClaimStanding['wentOut'],
  }
}

/** It travels with what the transaction sends next. */
export function saveStanding(work: Work, saved: ClaimStanding): void {
  const { claimId, treatmentDayId, coverageOrder, sequence, standing, services, wentOut } = saved
  void work.query(upsert, [
    ...[work.practiceId, claimId, treatmentDayId, coverageOrder, sequence, standing],
    ...[services && JSON.stringify(services), JSON.stringify(wentOut)],
  ])
}

const lock = {
  name: 'claim-lock',
  text: 'select * from claim_standing where practice_id = $1 and claim_id = $2 for update',
}

const upsert = {
  name: 'claim-save',
  text: `insert into claim_standing (practice_id, claim_id, treatment_day_id, coverage_order, sequence, standing, services, went_out)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (practice_id, claim_id) do update set sequence = excluded.sequence, standing = excluded.standing,
                                                             services = excluded.services, went_out = excluded.went_out`,
}
