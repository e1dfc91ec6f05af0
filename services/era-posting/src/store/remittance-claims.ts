/**
 * Each claim of each remittance, with how it was matched or why not. The numbers by which the payer names it
 * are encrypted and looked up by keyed digest.
 */
import { type Cents, cents, plusMilliseconds } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { foldedNumber } from '../domain/claim.ts'
import type { PatientShare } from '../domain/patient-share.ts'
import { payerNumberDigest } from './claims.ts'
import type { remittanceClaim } from './tables.ts'

type Row = typeof remittanceClaim.$inferSelect

export interface RemittanceClaimRecord {
  readonly remittanceId: string
  readonly position: number
  readonly outcome: 'posted' | 'reversed' | 'unmatched' | 'no-money'
  readonly because: string | null
  readonly claimId: string | null
  readonly claimVersion: number | null
  /** Of the coverage that it answers, where that is a later one than its claim's: the claim was handed on. */
  readonly coverageOrder: number | null
  readonly tier: number | null
  readonly evidence: string | null
  /** CLP01 and CLP07 as the payer gave them. */
  readonly claimNumber: string
  readonly payerClaimNumber: string | null
  readonly status: string
  readonly chargeCents: Cents
  readonly paidCents: Cents
  readonly patientCents: Cents | null
  readonly denied: boolean
  /** Its money is for what was before goLiveOn; said once, when it is first kept. */
  readonly legacy: boolean
  readonly reverses: { readonly remittanceId: string; readonly position: number } | null
  /** Of one that is posted. */
  readonly patientShare?: PatientShare | null
}

/** A claim that is being learned of while its payment looks for it is seen by neither: so both look twice. */
const secondLookMs = 5_000

/** Inserts, or writes what became of one later. One that is unmatched is looked at again soon. */
export async function saveRemittanceClaims(
  work: Work,
  records: readonly RemittanceClaimRecord[],
): Promise<void> {
  if (records.length === 0) return
  const sealed = records.map(({ remittanceId, position, claimNumber, payerClaimNumber }) =>
    work.keys.sealColumn({ claimNumber, payerClaimNumber }, binding(remittanceId, position)),
  )
  await work.query(upsert, [
    work.practiceId,
    ...[records.map(({ remittanceId }) => remittanceId), records.map(({ position }) => position)],
    ...[records.map(({ outcome }) => outcome), records.map(({ because }) => because)],
    ...[records.map(({ claimId }) => claimId), records.map(({ claimVersion }) => claimVersion)],
    ...[records.map(({ tier }) => tier), records.map(({ evidence }) => evidence), sealed],
    records.map(({ claimNumber }) => numberDigest(work, claimNumber)),
    records.map(({ payerClaimNumber: number }) => (number === null ? null : payerNumberDigest(work, number))),
    ...[records.map(({ status }) => status), records.map(({ chargeCents }) => chargeCents)],
    ...[records.map(({ paidCents }) => paidCents), records.map(({ patientCents }) => patientCents)],
    records.map(({ denied }) => denied),
    records.map(({ reverses }) => reverses?.remittanceId ?? null),
    records.map(({ reverses }) => reverses?.position ?? null),
    plusMilliseconds(work.now, secondLookMs),
    records.map(({ patientShare }) => (patientShare ? JSON.stringify(patientShare) : null)),
    ...[records.map(({ legacy }) => legacy), records.map(({ coverageOrder }) => coverageOrder)],
  ])
}

/**
 * Unmatched claims of remittances that named one of these numbers are looked at again; the job of match-again.ts
 * is woken by the commit.
 */
export async function lookAgainForNumbers(work: Work, claimNumbers: readonly string[]): Promise<void> {
  if (claimNumbers.length === 0) return
  const digests = claimNumbers.map((number) => numberDigest(work, number))
  await work.query(lookAgainByNumber, [work.practiceId, digests, work.now])
}

export async function lookAgainForPayerNumbers(work: Work, numbers: readonly string[]): Promise<void> {
  if (numbers.length === 0) return
  const digests = numbers.map((number) => payerNumberDigest(work, number))
  await work.query(lookAgainByPayerNumber, [work.practiceId, digests, work.now])
}

export interface LookedAt {
  readonly practice_id: string
  readonly remittance_id: string
  readonly position: number
}

/** Of all practices, the one that is due longest. */
export async function nextToLookAt(query: Work['query'], now: string): Promise<LookedAt | null> {
  const [row] = await query<LookedAt>(next, [now])
  return row ?? null
}

/**
 * Takes the mark away, or after the second look sets that of a last one, a minute after the posting: no transaction lasts
 * longer. False: somebody else did, or it is unmatched no more.
 */
export async function takeLook(work: Work, remittanceId: string, position: number): Promise<boolean> {
  return (await work.query(take, [work.practiceId, remittanceId, position])).length > 0
}

/** A page of a remittance's claims after `position`. */
export async function claimsOfRemittance(
  work: Work,
  remittanceId: string,
  after: number,
  limit: number,
): Promise<readonly RemittanceClaimRecord[]> {
  const rows = await work.query<Row>(ofRemittance, [work.practiceId, remittanceId, after, limit])
  return rows.map((row) => recordOf(work, row))
}

export async function findRemittanceClaim(
  work: Work,
  remittanceId: string,
  position: number,
): Promise<RemittanceClaimRecord | null> {
  const [record] = await claimsOfRemittance(work, remittanceId, position - 1, 1)
  return record?.position === position ? record : null
}

export interface ClaimEvidence {
  readonly claim: number
  readonly outcome: RemittanceClaimRecord['outcome']
  readonly because: string | null
  readonly tier: number | null
  readonly evidence: string | null
}

/** How each claim of a remittance was matched, or why not. */
export async function evidenceOf(work: Work, remittanceId: string): Promise<readonly ClaimEvidence[]> {
  return work.query<ClaimEvidence>(evidence, [work.practiceId, remittanceId])
}

/** Unmatched ones, the work or the legacy, the oldest remittance first, after the given place. */
export async function listUnmatched(
  work: Work,
  after: { readonly remittanceId: string; readonly position: number },
  limit: number,
  legacy: boolean,
): Promise<readonly RemittanceClaimRecord[]> {
  const values = [work.practiceId, after.remittanceId, after.position, limit]
  return (await work.query<Row>(legacy ? unmatchedLegacy : unmatched, values)).map((row) =>
    recordOf(work, row),
  )
}

function recordOf(work: Work, row: Row): RemittanceClaimRecord {
  const { remittance_id: remittanceId, position, reverses_remittance_id, reverses_position } = row
  const numbers = work.keys.openColumn(row.numbers, binding(remittanceId, position))
  return {
    ...{
      remittanceId,
      position,
      because: row.because,
      claimId: row.claim_id,
      claimVersion: row.claim_version,
      coverageOrder: row.coverage_order,
    },
    // Checked by the table; the numbers are sealed by saveRemittanceClaims alone.
    outcome: row.outcome as RemittanceClaimRecord['outcome'],
    ...(numbers as Pick<RemittanceClaimRecord, 'claimNumber' | 'payerClaimNumber'>),
    ...{ tier: row.tier, evidence: row.evidence, status: row.status, denied: row.denied, legacy: row.legacy },
    ...{ chargeCents: cents(row.charge_cents), paidCents: cents(row.paid_cents) },
    patientCents: row.patient_cents === null ? null : cents(row.patient_cents),
    reverses:
      reverses_remittance_id === null || reverses_position === null
        ? null
        : { remittanceId: reverses_remittance_id, position: reverses_position },
  }
}

function numberDigest(work: Work, claimNumber: string): Buffer {
  return work.keys.lookup('claim-number', foldedNumber(claimNumber))
}

function binding(remittanceId: string, position: number): string {
  return `remittance_claim|numbers|${remittanceId}/${position}`
}

const upsert = {
  name: 'remittance-claims-upsert',
  text: `insert into remittance_claim (practice_id, remittance_id, position, outcome, because, claim_id, claim_version, tier,
                                       evidence, numbers, number_digest, payer_number_digest, status, charge_cents,
                                       paid_cents, patient_cents, denied, reverses_remittance_id, reverses_position,
                                       patient_share, legacy, coverage_order, look_again_at)
         select $1, said.*, case when said.outcome = 'unmatched' and said.because is distinct from 'match/undone-by-hand'
                                 then $20::timestamptz end
         from unnest($2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::integer[],
                                  $8::integer[], $9::text[], $10::bytea[], $11::bytea[], $12::bytea[], $13::text[],
                                  $14::bigint[], $15::bigint[], $16::bigint[], $17::boolean[], $18::text[], $19::integer[],
                                  $21::jsonb[], $22::boolean[], $23::integer[])
           as said (remittance_id, position, outcome, because, claim_id, claim_version, tier, evidence, numbers, number_digest,
                    payer_number_digest, status, charge_cents, paid_cents, patient_cents, denied, reverses_remittance_id,
                    reverses_position, patient_share, legacy, coverage_order)
         on conflict (practice_id, remittance_id, position) do update set
           outcome = excluded.outcome, because = excluded.because, claim_id = excluded.claim_id,
           claim_version = excluded.claim_version, tier = excluded.tier, evidence = excluded.evidence,
           reverses_remittance_id = excluded.reverses_remittance_id, reverses_position = excluded.reverses_position,
           patient_share = excluded.patient_share, coverage_order = excluded.coverage_order`,
}

const evidence = {
  name: 'remittance-claims-evidence',
  text: `select position as claim, outcome, because, tier, evidence from remittance_claim
         where practice_id = $1 and remittance_id = $2 order by position`,
}

const lookAgainByNumber = {
  name: 'remittance-claims-look-again',
  text: `update remittance_claim set look_again_at = $3
         where practice_id = $1 and number_digest = any($2::bytea[]) and outcome = 'unmatched'
           and because is distinct from 'match/undone-by-hand'`,
}

const lookAgainByPayerNumber = {
  name: 'remittance-claims-look-again-payer',
  text: `update remittance_claim set look_again_at = $3
         where practice_id = $1 and payer_number_digest = any($2::bytea[]) and outcome = 'unmatched'
           and because is distinct from 'match/undone-by-hand'`,
}

const next = {
  name: 'remittance-claim-next-look',
  text: `select practice_id, remittance_id, position from remittance_claim
         where look_again_at <= $1 and outcome = 'unmatched' order by look_again_at, remittance_id, position limit 1`,
}

const take = {
  name: 'remittance-claim-take-look',
  text: `update remittance_claim c
         set look_again_at = case when c.look_again_at < t.posted_at + interval '30 s' then t.posted_at + interval '60 s' end
         from remittance t
         where c.practice_id = $1 and c.remittance_id = $2 and c.position = $3 and c.look_again_at is not null
           and c.outcome = 'unmatched' and t.practice_id = c.practice_id and t.id = c.remittance_id
         returning c.position`,
}

const ofRemittance = {
  name: 'remittance-claims-of',
  text: `select * from remittance_claim where practice_id = $1 and remittance_id = $2 and position > $3
         order by position limit $4`,
}

const unmatched = {
  name: 'remittance-claims-unmatched',
  text: `select * from remittance_claim where practice_id = $1 and outcome = 'unmatched' and not legacy
           and (remittance_id, position) > ($2::text, $3::integer)
         order by remittance_id, position limit $4`,
}

const unmatchedLegacy = {
  name: 'remittance-claims-unmatched-legacy',
  text: `select * from remittance_claim where practice_id = $1 and outcome = 'unmatched' and legacy
           and (remittance_id, position) > ($2::text, $3::integer)
         order by remittance_id, position limit $4`,
}
