/** What was made for a payer, version by version; the document is sealed. */
import { type Cents, cents, type PayerFamily } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { type ClaimDocument, claimDocument } from '@tally/x12'
import type { ClaimState, PayerAnswer, VersionKind } from '../domain/claim.ts'
import { type RemittanceAnswer, standingOf } from '../domain/remittance-answers.ts'
import type { Scrubbed } from '../domain/scrub-claim.ts'
import type { claim_version } from './tables.ts'

type Row = typeof claim_version.$inferSelect

export interface VersionLine {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  readonly units: number
  readonly chargeCents: Cents
  readonly expectedAllowedCents: Cents | null
}

export interface ClaimVersion {
  readonly claimId: string
  readonly version: number
  readonly claimNumber: string
  readonly kind: VersionKind
  readonly frequency: '1' | '7' | '8'
  readonly replacesClaimNumber: string | null
  readonly dayVersion: number
  /** Whom it was made for. */
  readonly payerId: string
  readonly payerFamily: PayerFamily
  readonly state: ClaimState
  readonly chargeCents: Cents
  readonly lines: readonly VersionLine[]
  readonly explanation: readonly Scrubbed[]
  readonly batchId: string | null
  readonly sentAt: string | null
  /** What stands of the payer's answers; null while it has not decided, or where it did before that was kept. */
  readonly answered: PayerAnswer | null
  /** Each of which that is the sum. */
  readonly answers: readonly RemittanceAnswer[]
  /** The state in which it waited for the first of them. */
  readonly waitedAs: ClaimState | null
}

export interface WithDocument {
  readonly version: ClaimVersion
  readonly document: ClaimDocument
}

/** It travels with what the transaction sends next, as what `moveVersion` sends does. */
export function saveVersion(work: Work, saved: ClaimVersion, document: ClaimDocument): void {
  const { claimId, version, claimNumber, kind, frequency, replacesClaimNumber, dayVersion, state } = saved
  void work.query(insert, [
    ...[
      work.practiceId,
      claimId,
      version,
      claimNumber,
      kind,
      frequency,
      replacesClaimNumber,
      dayVersion,
      state,
    ],
    ...[saved.chargeCents, JSON.stringify(saved.lines), seal(work, claimId, version, document)],
    ...[JSON.stringify(saved.explanation), work.now, saved.payerId, saved.payerFamily],
  ])
}

export async function versionsOf(work: Work, claimId: string): Promise<ClaimVersion[]> {
  return (await work.query<Row>(ofClaim, [work.practiceId, claimId])).map(read)
}

export async function findVersion(
  work: Work,
  claimId: string,
  version: number,
): Promise<WithDocument | null> {
  const [row] = await work.query<Row>(one, [work.practiceId, claimId, version])
  return row ? readWithDocument(work, row) : null
}

/** The version that a payer's answer names, of whatever claim. */
export async function versionByNumber(work: Work, claimNumber: string): Promise<ClaimVersion | null> {
  const [row] = await work.query<Row>(byNumber, [work.practiceId, claimNumber])
  return row ? read(row) : null
}

export interface VersionInBatch extends ClaimVersion {
  readonly billingNpi: string
  readonly patientId: string
}

/** In the order of their days, as everything locks them. */
export async function versionsOfBatch(work: Work, batchId: string): Promise<VersionInBatch[]> {
  const rows = await work.query<Row & { billing_npi: string; patient_id: string }>(ofBatch, [
    work.practiceId,
    batchId,
  ])
  return rows.map((row) => ({ ...read(row), billingNpi: row.billing_npi, patientId: row.patient_id }))
}

export interface Progress {
  readonly state?: ClaimVersion['state']
  readonly batchId?: string
  readonly sentAt?: string
  readonly payerClaimNumber?: string
  /** All of them. */
  readonly answers?: readonly RemittanceAnswer[]
}

export function moveVersion(
  work: Work,
  { claimId, version }: Pick<ClaimVersion, 'claimId' | 'version'>,
  moved: Progress,
): void {
  const { payerClaimNumber = null, answers = null } = moved
  const stands = answers && standingOf(answers)
  void work.query(move, [
    ...[work.practiceId, claimId, version, moved.state ?? null, moved.batchId ?? null, moved.sentAt ?? null],
    payerClaimNumber === null ? null : work.keys.lookup('payer-claim-number', payerClaimNumber),
    payerClaimNumber === null
      ? null
      : work.keys.sealColumn(payerClaimNumber, numberBinding(claimId, version)),
    ...[work.now, answers && JSON.stringify(answers)],
    ...[stands && [...stands.remarks], stands?.paidCents ?? null],
  ])
}

/** It came with an answer that was another claim's. */
export function forgetPayerClaimNumber(
  work: Work,
  { claimId, version }: Pick<ClaimVersion, 'claimId' | 'version'>,
  payerClaimNumber: string,
): void {
  const key = work.keys.lookup('payer-claim-number', payerClaimNumber)
  void work.query(forgetNumber, [work.practiceId, claimId, version, key])
}

/** Of what was made after `version` and has not left. */
export function dropDraftsAfter(
  work: Work,
  { claimId, version }: Pick<ClaimVersion, 'claimId' | 'version'>,
): void {
  void work.query(dropDrafts, [work.practiceId, claimId, version])
}

/** The number that the payer gave to the newest of `versions`, which are all its own; null while it gave none. */
export async function payerClaimNumberOf(
  work: Work,
  claimId: string,
  versions: readonly Pick<ClaimVersion, 'version'>[],
): Promise<string | null> {
  const among = versions.map(({ version }) => version)
  const [row] = await work.query<Row>(numbered, [work.practiceId, claimId, among])
  return row?.payer_claim_number
    ? String(work.keys.openColumn(row.payer_claim_number, numberBinding(claimId, row.version)))
    : null
}

function seal(work: Work, claimId: string, version: number, document: ClaimDocument): Buffer {
  return work.keys.sealColumn(document, binding(claimId, version))
}

function binding(claimId: string, version: number): string {
  return `claim_version|document|${claimId}|${version}`
}

function numberBinding(claimId: string, version: number): string {
  return `claim_version|payer_claim_number|${claimId}|${version}`
}

export function readWithDocument(work: Work, row: Row): WithDocument {
  const { claim_id: claimId, version } = row
  const document = claimDocument.parse(work.keys.openColumn(row.document, binding(claimId, version)))
  return { version: read(row), document }
}

function read(row: Row): ClaimVersion {
  const answers = answersOf(row)
  return {
    claimId: row.claim_id,
    version: row.version,
    claimNumber: row.claim_number,
    // Written by this file alone; kinds, frequencies and states are also checked by the table.
    kind: row.kind as ClaimVersion['kind'],
    frequency: row.frequency as ClaimVersion['frequency'],
    state: row.state as ClaimVersion['state'],
    payerId: row.payer_id,
    payerFamily: row.payer_family as PayerFamily,
    lines: row.lines as ClaimVersion['lines'],
    explanation: row.explanation as ClaimVersion['explanation'],
    replacesClaimNumber: row.replaces_claim_number,
    dayVersion: row.day_version,
    chargeCents: cents(row.charge_cents),
    batchId: row.batch_id,
    sentAt: row.sent_at,
    answered: standingOf(answers),
    answers,
    waitedAs: row.waited_as as ClaimVersion['waitedAs'],
  }
}

/** Before they were kept one by one there was their sum. */
function answersOf({ answers, remarks, paid_cents: paid }: Row): readonly RemittanceAnswer[] {
  const kept = answers as ClaimVersion['answers']
  if (kept.length > 0 || remarks === null || paid === null) return kept
  return [{ remittanceId: null, remarks, paidCents: cents(paid), takenBack: false }]
}

/** A draft that has not left is replaced under its own number. */
const insert = {
  name: 'version-save',
  text: `insert into claim_version (practice_id, claim_id, version, claim_number, kind, frequency, replaces_claim_number,
                                    day_version, state, charge_cents, lines, document, explanation, created_at, updated_at,
                                    payer_id, payer_family)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, $16)
         on conflict (practice_id, claim_id, version) do update set
           kind = excluded.kind, frequency = excluded.frequency, replaces_claim_number = excluded.replaces_claim_number,
           day_version = excluded.day_version, state = excluded.state, charge_cents = excluded.charge_cents,
           lines = excluded.lines, document = excluded.document, explanation = excluded.explanation,
           payer_id = excluded.payer_id, payer_family = excluded.payer_family, updated_at = excluded.updated_at
         where claim_version.sent_at is null and claim_version.batch_id is null`,
}

const ofClaim = {
  name: 'version-of-claim',
  text: 'select * from claim_version where practice_id = $1 and claim_id = $2 order by version',
}

const one = {
  name: 'version-one',
  text: 'select * from claim_version where practice_id = $1 and claim_id = $2 and version = $3',
}

const byNumber = {
  name: 'version-by-number',
  text: 'select * from claim_version where practice_id = $1 and claim_number = $2',
}

const ofBatch = {
  name: 'version-of-batch',
  text: `select v.*, c.billing_npi, c.patient_id from claim_version v
         join claim c on c.practice_id = v.practice_id and c.id = v.claim_id
         where v.practice_id = $1 and v.batch_id = $2 order by c.treatment_day_id, v.version`,
}

const numbered = {
  name: 'version-numbered',
  text: `select * from claim_version where practice_id = $1 and claim_id = $2 and payer_claim_number is not null
           and version = any($3::integer[])
         order by version desc limit 1`,
}

const move = {
  name: 'version-move',
  text: `update claim_version set state = coalesce($4, state), batch_id = coalesce($5, batch_id),
                sent_at = coalesce($6::timestamptz, sent_at), payer_claim_key = coalesce($7::bytea, payer_claim_key),
                payer_claim_number = coalesce($8::bytea, payer_claim_number), updated_at = $9,
                answers = coalesce($10::jsonb, answers),
                remarks = case when $10::jsonb is null then remarks else $11::text[] end,
                paid_cents = case when $10::jsonb is null then paid_cents else $12::bigint end,
                waited_as = case when $4 = 'adjudicated' and state <> 'adjudicated' then state else waited_as end
         where practice_id = $1 and claim_id = $2 and version = $3`,
}

const forgetNumber = {
  name: 'version-forget-number',
  text: `update claim_version set payer_claim_key = null, payer_claim_number = null
         where practice_id = $1 and claim_id = $2 and version = $3 and payer_claim_key = $4`,
}

const dropDrafts = {
  name: 'version-drop-drafts',
  text: `delete from claim_version where practice_id = $1 and claim_id = $2 and version > $3 and batch_id is null`,
}
