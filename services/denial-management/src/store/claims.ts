/** Where claims stand. A claim's row is the lock under which its denials change. */
import { assert, type PayerFamily, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { type ClaimNamed, type ClaimStanding, newStanding } from '../domain/claim-standing.ts'
import type { claim } from './tables.ts'

type Row = typeof claim.$inferSelect

/** Locks the claim, making its row when it is heard of for the first time. */
export async function lockClaim(work: Work, named: ClaimNamed): Promise<ClaimStanding> {
  const known = await lockKnownClaim(work, named.claimId)
  if (known) return known
  await work.query(insert, valuesOf(work, newStanding(named)))
  const made = await lockKnownClaim(work, named.claimId)
  assert(made, `claim ${named.claimId} was just made`)
  return made
}

export async function lockKnownClaim(work: Work, id: string): Promise<ClaimStanding | null> {
  const [row] = await work.query<Row>(lock, [work.practiceId, id])
  return row ? read(row) : null
}

/** In the order of their ids, so that two who lock several never wait in a ring. */
export async function lockClaimsOfDay(work: Work, treatmentDayId: string): Promise<ClaimStanding[]> {
  return (await work.query<Row>(lockOfDay, [work.practiceId, treatmentDayId])).map(read)
}

export async function findClaim(work: Work, id: string): Promise<ClaimStanding | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? read(row) : null
}

export async function saveClaim(work: Work, saved: ClaimStanding): Promise<void> {
  await work.query(update, valuesOf(work, saved))
}

function valuesOf(work: Work, each: ClaimStanding): unknown[] {
  return [
    ...[work.practiceId, each.id, each.treatmentDayId, each.coverageOrder, each.payerId, each.payerFamily],
    ...[each.patientId, each.serviceDate, each.claimVersion, each.claimNumber, each.standing],
    ...[each.wasAccepted, each.wasAdjudicated, each.unansweredFor, each.filingDueOn],
    ...[JSON.stringify(each.expected), JSON.stringify(each.heard), each.lastRemittanceId],
    ...[each.takenBack && JSON.stringify(each.takenBack), JSON.stringify(each.decisions)],
  ]
}

function read(row: Row): ClaimStanding {
  // All written by saveClaim alone, from the same types; the standing is also checked by the table.
  const written = row as unknown as Pick<ClaimStanding, 'standing' | 'expected' | 'heard' | 'decisions'> & {
    readonly taken_back: ClaimStanding['takenBack']
  }
  return {
    id: row.id,
    treatmentDayId: row.treatment_day_id,
    coverageOrder: row.coverage_order,
    payerId: row.payer_id,
    payerFamily: row.payer_family as PayerFamily | null,
    patientId: row.patient_id,
    serviceDate: row.service_date === null ? null : serviceDate(row.service_date),
    claimVersion: row.claim_version,
    claimNumber: row.claim_number,
    standing: written.standing,
    wasAccepted: row.was_accepted,
    wasAdjudicated: row.was_adjudicated,
    unansweredFor: row.unanswered_for,
    filingDueOn: row.filing_due_on === null ? null : serviceDate(row.filing_due_on),
    expected: written.expected,
    heard: written.heard,
    lastRemittanceId: row.last_remittance_id,
    takenBack: written.taken_back,
    decisions: written.decisions,
  }
}

const columns = `treatment_day_id, coverage_order, payer_id, payer_family, patient_id, service_date, claim_version,
                 claim_number, standing, was_accepted, was_adjudicated, unanswered_for, filing_due_on, expected, heard,
                 last_remittance_id, taken_back, decisions`

const insert = {
  name: 'claim-insert',
  text: `insert into claim (practice_id, id, ${columns})
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         on conflict do nothing`,
}

const update = {
  name: 'claim-update',
  text: `update claim set (${columns})
           = ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         where practice_id = $1 and id = $2`,
}

const find = { name: 'claim-find', text: 'select * from claim where practice_id = $1 and id = $2' }

const lock = { name: 'claim-lock', text: `${find.text} for update` }

/** Not in the order of the primary key: a plan made while the table was small would read all of the practice's claims in it. */
const lockOfDay = {
  name: 'claim-lock-of-day',
  text: `select * from claim where practice_id = $1 and treatment_day_id = $2 order by id collate "C" for update`,
}
