/** Claims as era-posting knows them, and what is kept for finding them (find-claims.ts). */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import {
  type BilledLine,
  type Claim,
  type ClaimVersion,
  foldedNumber,
  type KnownClaim,
  plainPayerNumber,
  type Standing,
} from '../domain/claim.ts'
import type { claim, claimVersion } from './tables.ts'

type Row = typeof claim.$inferSelect
type VersionRow = typeof claimVersion.$inferSelect

export async function lockClaims(work: Work, ids: readonly string[]): Promise<readonly Claim[]> {
  return (await work.query<Row>(lock, [work.practiceId, ids])).map(read)
}

/** At every payer, locked. */
export async function lockClaimsOfDay(work: Work, treatmentDayId: string): Promise<readonly Claim[]> {
  return (await work.query<Row>(lockOfDay, [work.practiceId, treatmentDayId])).map(read)
}

export async function lockClaimsOfDays(work: Work, treatmentDayIds: readonly string[]): Promise<void> {
  if (treatmentDayIds.length > 0) await work.query(lockOfDays, [work.practiceId, treatmentDayIds])
}

/** The later payers that answered a claim of the day that was handed on to them. */
export async function handedOnOf(
  work: Work,
  treatmentDayId: string,
): Promise<readonly { readonly claimId: string; readonly coverageOrder: number }[]> {
  const rows = await work.query<{ claim_id: string; coverage_order: number }>(handedOn, [
    work.practiceId,
    treatmentDayId,
  ])
  return rows.map((row) => ({ claimId: row.claim_id, coverageOrder: row.coverage_order }))
}

/** A payer that a claim of the day went to. */
export interface SentTo {
  readonly treatmentDayId: string
  readonly order: number
  readonly payerId: string
}

export async function payersSentTo(
  work: Work,
  treatmentDayIds: readonly string[],
): Promise<readonly SentTo[]> {
  const rows = await work.query<Row>(sentTo, [work.practiceId, treatmentDayIds])
  return rows.map((row) => ({
    ...{ treatmentDayId: row.treatment_day_id, order: row.coverage_order, payerId: row.payer_id },
  }))
}

/** Those of the days of which claims at several payers were answered, or one by several. */
export async function daysAnsweredBySeveral(
  work: Work,
  treatmentDayIds: readonly string[],
): Promise<readonly string[]> {
  if (treatmentDayIds.length === 0) return []
  const rows = await work.query<Row>(answeredBySeveral, [work.practiceId, treatmentDayIds])
  return rows.map(({ treatment_day_id }) => treatment_day_id)
}

export async function findClaim(work: Work, id: string): Promise<Claim | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? read(row) : null
}

export async function saveClaims(work: Work, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return
  await work.query(upsert, [
    work.practiceId,
    ...[claims.map(({ id }) => id), claims.map(({ treatmentDayId }) => treatmentDayId)],
    ...[claims.map(({ coverageOrder }) => coverageOrder), claims.map(({ patientId }) => patientId)],
    ...[claims.map(({ payerId }) => payerId), claims.map(({ serviceDate }) => serviceDate)],
    ...[
      claims.map(({ standing }) => standing),
      claims.map(({ heard }) => heard),
      claims.map(({ said }) => said),
    ],
    ...[claims.map(({ traceparent }) => traceparent), claims.map(({ adjudicatedAt }) => adjudicatedAt)],
    ...[claims.map(({ settledAt }) => settledAt), claims.map(({ payerFamily }) => payerFamily)],
  ])
}

/** By what of a person's it may be found; each as a keyed digest. */
export interface PersonalKeys {
  readonly visit: string | null
  readonly record: string | null
}

export async function saveVersion(
  work: Work,
  claimId: string,
  version: ClaimVersion,
  { visit, record }: PersonalKeys,
): Promise<void> {
  const { claimNumber, chargeCents, lines } = version
  await work.query(insertVersion, [
    ...[work.practiceId, claimNumber, foldedNumber(claimNumber), claimId],
    ...[version.version, chargeCents, JSON.stringify(lines)],
    visit === null ? null : visitDigest(work, visit),
    record === null ? null : recordDigest(work, record),
  ])
}

/** The newest version that was sent, by claim. */
export async function newestVersions(
  work: Work,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, ClaimVersion>> {
  const rows = await work.query<VersionRow>(versionsOf, [work.practiceId, claimIds])
  return new Map(rows.map((row) => [row.claim_id, versionOf(row)]))
}

/** Every number under which a claim of the day was sent. */
export async function numbersOfDay(work: Work, treatmentDayId: string): Promise<readonly string[]> {
  const rows = await work.query<VersionRow>(numbersOf, [work.practiceId, treatmentDayId])
  return rows.map(({ claim_number }) => claim_number)
}

/** A payer's number that is known for a claim from now on. */
export async function learnPayerNumbers(
  work: Work,
  learnt: readonly { readonly claimId: string; readonly payerClaimNumber: string }[],
): Promise<void> {
  if (learnt.length === 0) return
  const digests = learnt.map(({ payerClaimNumber }) => payerNumberDigest(work, payerClaimNumber))
  await work.query(insertNumbers, [work.practiceId, digests, learnt.map(({ claimId }) => claimId)])
}

export function payerNumberDigest(work: Work, payerClaimNumber: string): Buffer {
  return work.keys.lookup('payer-claim-number', plainPayerNumber(payerClaimNumber))
}

export function recordDigest(work: Work, medicalRecordNumber: string): Buffer {
  return work.keys.lookup('medical-record-number', plainPayerNumber(medicalRecordNumber))
}

export function visitDigest(work: Work, visit: string): Buffer {
  return work.keys.lookup('claim-visit', visit)
}

/** null: it was never sent. */
export async function findKnownClaim(work: Work, id: string): Promise<KnownClaim | null> {
  return (await knownClaims(work, [id])).get(id) ?? null
}

/** A match that taught it was none. */
export async function forgetPayerNumber(
  work: Work,
  claimId: string,
  payerClaimNumber: string,
): Promise<void> {
  const digest = payerNumberDigest(work, payerClaimNumber)
  await work.query(deleteNumber, [work.practiceId, digest, claimId])
}

/** With all their versions. */
export async function knownClaims(
  work: Work,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownClaim>> {
  if (ids.length === 0) return new Map()
  const [rows, versions] = await Promise.all([
    work.query<Row>(findAll, [work.practiceId, ids]),
    work.query<VersionRow>(versionsOf, [work.practiceId, ids]),
  ])
  const byClaim = Map.groupBy(versions, ({ claim_id }) => claim_id)
  return new Map(
    rows.map((row) => [row.id, { ...read(row), versions: (byClaim.get(row.id) ?? []).map(versionOf) }]),
  )
}

function read(row: Row): Claim {
  return {
    ...{ id: row.id, treatmentDayId: row.treatment_day_id, coverageOrder: row.coverage_order },
    ...{ patientId: row.patient_id, payerId: row.payer_id, payerFamily: row.payer_family },
    serviceDate: row.service_date,
    // Checked by the table.
    standing: row.standing as Standing,
    ...{ heard: row.heard, said: row.said, traceparent: row.traceparent },
    ...{ adjudicatedAt: row.adjudicated_at, settledAt: row.settled_at },
  }
}

function versionOf({ claim_number, version, charge_cents, lines }: VersionRow): ClaimVersion {
  // Written by saveVersion alone, from the same type.
  const billed = lines as (Omit<BilledLine, 'chargeCents'> & { readonly chargeCents: Cents })[]
  return { claimNumber: claim_number, version, chargeCents: cents(charge_cents), lines: billed }
}

const lock = {
  name: 'claims-lock',
  text: 'select * from claim where practice_id = $1 and id = any($2::text[]) order by id for update',
}

/**
 * By id in an order that the primary key does not have: a plan made while the table was small would read every claim
 * of the practice in that one (3 ms a claim once there were 3,000, measured).
 */
const lockOfDay = {
  name: 'claims-lock-of-day',
  text: `select * from claim where practice_id = $1 and treatment_day_id = $2 order by id collate "C" for update`,
}

const lockOfDays = {
  name: 'claims-lock-of-days',
  text: `select id from claim where practice_id = $1 and treatment_day_id = any($2::text[])
         order by id collate "C" for update`,
}

const sentTo = {
  name: 'claims-sent-to',
  text: 'select * from claim where practice_id = $1 and treatment_day_id = any($2::text[])',
}

const answeredBySeveral = {
  name: 'claims-days-answered-by-several',
  text: `select treatment_day_id from claim
         where practice_id = $1 and treatment_day_id = any($2::text[]) and adjudicated_at is not null
         group by treatment_day_id having count(*) > 1
         union
         select c.treatment_day_id from remittance_claim r
         join claim c on c.practice_id = r.practice_id and c.id = r.claim_id
         where r.practice_id = $1 and r.coverage_order is not null and c.treatment_day_id = any($2::text[])
         order by treatment_day_id`,
}

/** Through an index that has nearly nothing in it. */
const handedOn = {
  name: 'claims-handed-on',
  text: `select distinct r.claim_id, r.coverage_order from claim c
         join remittance_claim r on r.practice_id = c.practice_id and r.claim_id = c.id
         where c.practice_id = $1 and c.treatment_day_id = $2 and r.coverage_order is not null and r.outcome = 'posted'
         order by 1, 2`,
}

const find = { name: 'claim-find', text: 'select * from claim where practice_id = $1 and id = $2' }

const findAll = {
  name: 'claims-find',
  text: 'select * from claim where practice_id = $1 and id = any($2::text[])',
}

const versionsOf = {
  name: 'claim-versions',
  text: 'select * from claim_version where practice_id = $1 and claim_id = any($2::text[]) order by claim_id, version',
}

const numbersOf = {
  name: 'claim-numbers-of-day',
  text: `select v.claim_number from claim c join claim_version v on v.practice_id = c.practice_id and v.claim_id = c.id
         where c.practice_id = $1 and c.treatment_day_id = $2`,
}

/** The first trace of a claim stays: it is the visit's. */
const upsert = {
  name: 'claims-upsert',
  text: `insert into claim (practice_id, id, treatment_day_id, coverage_order, patient_id, payer_id, service_date,
                            standing, heard, said, traceparent, adjudicated_at, settled_at, payer_family)
         select $1, * from unnest($2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::date[], $8::text[],
                                  $9::integer[], $10::integer[], $11::text[], $12::timestamptz[], $13::timestamptz[],
                                  $14::text[])
         on conflict (practice_id, id) do update set
           payer_id = excluded.payer_id, payer_family = excluded.payer_family, standing = excluded.standing,
           heard = excluded.heard, said = excluded.said, adjudicated_at = excluded.adjudicated_at, settled_at = excluded.settled_at`,
}

const insertVersion = {
  name: 'claim-version-insert',
  text: `insert into claim_version (practice_id, claim_number, folded_number, claim_id, version, charge_cents, lines,
                                   visit_digest, record_digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
}

const insertNumbers = {
  name: 'payer-numbers-insert',
  text: `insert into payer_claim_number (practice_id, number_digest, claim_id)
         select $1, * from unnest($2::bytea[], $3::text[]) on conflict do nothing`,
}

/** Unless another answer that stands says the same. */
const deleteNumber = {
  name: 'payer-number-delete',
  text: `delete from payer_claim_number p where p.practice_id = $1 and p.number_digest = $2 and p.claim_id = $3
           and not exists (select from remittance_claim r where r.practice_id = p.practice_id and r.claim_id = p.claim_id
                             and r.payer_number_digest = p.number_digest and r.outcome = 'posted')`,
}
