/** Claims as era-posting knows them, and by which numbers they are found. */
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

/** Those of the days of which claims at several payers were answered. */
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
    claims.map(({ settledAt }) => settledAt),
  ])
}

export async function saveVersion(work: Work, claimId: string, version: ClaimVersion): Promise<void> {
  const { claimNumber, chargeCents, lines } = version
  await work.query(insertVersion, [
    ...[work.practiceId, claimNumber, foldedNumber(claimNumber), claimId],
    ...[version.version, chargeCents, JSON.stringify(lines)],
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

/** Each number with the claims that have it. */
export type Found = ReadonlyMap<string, readonly KnownClaim[]>

export async function claimsByNumber(work: Work, numbers: readonly string[]): Promise<Found> {
  return found(work, numbers, byNumber, numbers)
}

/** By what is left of a number when its case, punctuation and look-alikes are gone, or by its beginning. */
export async function claimsByFolded(work: Work, folded: readonly string[]): Promise<Found> {
  return found(work, folded, byFolded, folded)
}

export async function claimsByPayerNumber(work: Work, numbers: readonly string[]): Promise<Found> {
  return found(
    work,
    numbers,
    byPayerNumber,
    numbers.map((number) => payerNumberDigest(work, number)),
  )
}

export async function claimsByChargeLine(work: Work, ids: readonly string[]): Promise<Found> {
  return found(work, ids, byChargeLine, ids)
}

interface Hit {
  /** Position in what was asked for, from 1. */
  readonly place: number
  readonly claim_id: string
}

async function found(
  work: Work,
  asked: readonly string[],
  statement: { readonly name: string; readonly text: string },
  values: readonly (string | Buffer)[],
): Promise<Found> {
  if (asked.length === 0) return new Map()
  const hits = await work.query<Hit>(statement, [work.practiceId, values])
  const claims = await knownClaims(work, [...new Set(hits.map(({ claim_id }) => claim_id))])
  const answer = new Map<string, KnownClaim[]>()
  for (const { place, claim_id } of hits) {
    const [key, claim] = [asked[place - 1] ?? '', claims.get(claim_id)]
    if (claim) answer.set(key, [...(answer.get(key) ?? []), claim])
  }
  return answer
}

async function knownClaims(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, KnownClaim>> {
  if (ids.length === 0) return new Map()
  const rows = await work.query<Row>(findAll, [work.practiceId, ids])
  const versions = await work.query<VersionRow>(versionsOf, [work.practiceId, ids])
  const byClaim = Map.groupBy(versions, ({ claim_id }) => claim_id)
  return new Map(
    rows.map((row) => [row.id, { ...read(row), versions: (byClaim.get(row.id) ?? []).map(versionOf) }]),
  )
}

function read(row: Row): Claim {
  return {
    ...{ id: row.id, treatmentDayId: row.treatment_day_id, coverageOrder: row.coverage_order },
    ...{ patientId: row.patient_id, payerId: row.payer_id, serviceDate: row.service_date },
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

const answeredBySeveral = {
  name: 'claims-days-answered-by-several',
  text: `select treatment_day_id from claim
         where practice_id = $1 and treatment_day_id = any($2::text[]) and adjudicated_at is not null
         group by treatment_day_id having count(*) > 1 order by treatment_day_id`,
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
                            standing, heard, said, traceparent, adjudicated_at, settled_at)
         select $1, * from unnest($2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::date[], $8::text[],
                                  $9::integer[], $10::integer[], $11::text[], $12::timestamptz[], $13::timestamptz[])
         on conflict (practice_id, id) do update set
           payer_id = excluded.payer_id, standing = excluded.standing, heard = excluded.heard, said = excluded.said,
           adjudicated_at = excluded.adjudicated_at, settled_at = excluded.settled_at`,
}

const insertVersion = {
  name: 'claim-version-insert',
  text: `insert into claim_version (practice_id, claim_number, folded_number, claim_id, version, charge_cents, lines)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
}

const insertNumbers = {
  name: 'payer-numbers-insert',
  text: `insert into payer_claim_number (practice_id, number_digest, claim_id)
         select $1, * from unnest($2::bytea[], $3::text[]) on conflict do nothing`,
}

const byNumber = {
  name: 'claims-by-number',
  text: `select n.place::integer as place, v.claim_id from unnest($2::text[]) with ordinality as n (number, place)
         join claim_version v on v.practice_id = $1 and v.claim_number = n.number`,
}

/** The bounds let the index find the prefix; `like` alone would read every number for each one asked. */
const byFolded = {
  name: 'claims-by-folded',
  text: `select distinct n.place::integer as place, v.claim_id
         from unnest($2::text[]) with ordinality as n (number, place)
         join claim_version v on v.practice_id = $1 and v.folded_number ~>=~ n.number
           and v.folded_number ~<~ (n.number || '~')
         order by 1, 2`,
}

const byPayerNumber = {
  name: 'claims-by-payer-number',
  text: `select n.place::integer as place, p.claim_id from unnest($2::bytea[]) with ordinality as n (number, place)
         join payer_claim_number p on p.practice_id = $1 and p.number_digest = n.number`,
}

const byChargeLine = {
  name: 'claims-by-charge-line',
  text: `select n.place::integer as place, c.id as claim_id
         from unnest($2::text[]) with ordinality as n (id, place)
         join charge_line l on l.practice_id = $1 and l.id = n.id
         join claim c on c.practice_id = $1 and c.treatment_day_id = l.treatment_day_id`,
}
