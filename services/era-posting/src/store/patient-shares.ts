/** What answers say of the patient's share, and what people let go onto statements. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { deniedOpen } from '../domain/account.ts'
import type { Coverage, TreatmentCase } from '../domain/book-charges.ts'
import { accountsAt } from '../domain/open-balance.ts'
import { type PatientHold, patientHold } from '../domain/patient-hold.ts'
import { neverHisCents, type PatientShare, refusedOfPatient } from '../domain/patient-share.ts'
import { movedFrom, standingOnLines } from './ledger.ts'

/** Of the answers to the day's claim at `order` that stand. */
async function sharesAt(
  work: Work,
  treatmentDayId: string,
  order: number,
): Promise<readonly (PatientShare | null)[]> {
  const rows = await work.query<{ patient_share: PatientShare | null }>(standing, [
    work.practiceId,
    [treatmentDayId],
    order,
  ])
  return rows.map((row) => row.patient_share)
}

/**
 * Of a line, in cents: group PR of what was refused at `order`, less what has become the patient's of it. No more can;
 * null: an answer is older than what is kept of it.
 */
export async function patientsPart(
  work: Work,
  treatmentDayId: string,
  order: number,
  chargeLineIds: readonly string[],
): Promise<(chargeLineId: string) => Cents | null> {
  const shares = await sharesAt(work, treatmentDayId, order)
  const movedOf = await movedFrom(
    work,
    chargeLineIds.map((id) => deniedOpen(id, order)),
  )
  return (id) => {
    const his = refusedOfPatient(shares, id)
    return his === null ? null : cents(his - (movedOf(deniedOpen(id, order)).get('receivable:patient') ?? 0))
  }
}

/** Of one line at `order`, in cents: see `neverHisCents`. */
export async function neverHis(
  work: Work,
  treatmentDayId: string,
  order: number,
  chargeLineId: string,
): Promise<Cents> {
  const his = refusedOfPatient(await sharesAt(work, treatmentDayId, order), chargeLineId)
  const standing = await standingOnLines(work, accountsAt([chargeLineId], order))
  return neverHisCents(chargeLineId, order, standing, his)
}

/** Of every charge line of the days that may not go onto a statement. */
export async function patientHolds(
  work: Work,
  treatmentDayIds: readonly string[],
): Promise<readonly PatientHold[]> {
  const shares = await work.query<{ patient_share: PatientShare | null }>(standing, [
    work.practiceId,
    treatmentDayIds,
    null,
  ])
  const isProtected = new Set(shares.flatMap((row) => row.patient_share?.protected ?? []))
  const rows = await work.query<LineRow>(lines, [work.practiceId, treatmentDayIds])
  return rows.flatMap(({ id, treatment_case, third_party, coverages, released }) => {
    const visit = { treatmentCase: treatment_case, thirdParty: third_party, coverages }
    const line = { chargeLineId: id, ...visit, isReleased: released }
    return patientHold({ ...line, isProtected: isProtected.has(id) }) ?? []
  })
}

interface LineRow {
  readonly id: string
  readonly treatment_case: TreatmentCase
  readonly third_party: boolean
  readonly coverages: Coverage[]
  readonly released: boolean
}

export interface Release {
  readonly chargeLineIds: readonly string[]
  readonly byKey: string
  readonly byLabel: string
  readonly reason: string
}

/** The first release of a line stays. */
export async function releaseLines(work: Work, release: Release): Promise<void> {
  const { chargeLineIds, byKey, byLabel, reason } = release
  await work.query(insert, [
    ...[work.practiceId, chargeLineIds, byKey, byLabel],
    chargeLineIds.map((id) => work.keys.sealColumn(reason, `patient_share_release|reason|${id}`)),
    work.now,
  ])
}

const standing = {
  name: 'patient-shares-standing',
  text: `select r.patient_share from claim c
         join remittance_claim r on r.practice_id = c.practice_id and r.claim_id = c.id
         where c.practice_id = $1 and c.treatment_day_id = any($2::text[])
           and ($3::integer is null or coalesce(r.coverage_order, c.coverage_order) = $3)
           and r.outcome = 'posted' and r.because is null
           and not exists (select from remittance_claim b where b.practice_id = r.practice_id
                             and b.reverses_remittance_id = r.remittance_id and b.reverses_position = r.position)`,
}

const lines = {
  name: 'patient-hold-lines',
  text: `select l.id, d.treatment_case, d.third_party, d.coverages, p.charge_line_id is not null as released
         from charge_line l
         join charge_day d on d.practice_id = l.practice_id and d.treatment_day_id = l.treatment_day_id
         left join patient_share_release p on p.practice_id = l.practice_id and p.charge_line_id = l.id
         where l.practice_id = $1 and l.treatment_day_id = any($2::text[]) order by l.id`,
}

const insert = {
  name: 'patient-release-insert',
  text: `insert into patient_share_release (practice_id, charge_line_id, by_key, by_label, reason, released_at)
         select $1, line.id, $3, $4, line.reason, $6 from unnest($2::text[], $5::bytea[]) as line (id, reason)
         on conflict do nothing`,
}
