/** What was brought over from former systems: each file, claim and line of it once, for ever. */
import type { Work } from '@tally/platform'
import type { OpenedLine } from '../domain/open-claim.ts'
import type { OpeningTotals } from '../domain/opening-file.ts'

export interface OpeningImport extends OpeningTotals {
  readonly id: string
  readonly system: string
  readonly fileDigest: string
  readonly effectiveOn: string
  readonly byKey: string
  readonly byLabel: string
}

export interface NewOpening {
  readonly treatmentDayId: string
  readonly claimId: string | null
  readonly contentDigest: Buffer
  readonly lines: readonly OpenedLine[]
}

export function fileDigest(work: Work, text: string): string {
  return work.keys.lookup('opening-file', text).toString('hex')
}

export function contentDigest(work: Work, content: string): Buffer {
  return work.keys.lookup('opening-claim', content)
}

/** Of the claims that were brought over before, what their rows said. */
export async function knownOpenings(
  work: Work,
  treatmentDayIds: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const rows = await work.query<{ treatment_day_id: string; content_digest: Buffer }>(known, [
    work.practiceId,
    treatmentDayIds,
  ])
  return new Map(rows.map((row) => [row.treatment_day_id, row.content_digest]))
}

/** Of `claimNumbers` those that claims have already. */
export async function takenNumbers(
  work: Work,
  claimNumbers: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await work.query<{ claim_number: string }>(taken, [work.practiceId, claimNumbers])
  return new Set(rows.map(({ claim_number }) => claim_number))
}

export async function addOpeningImport(work: Work, made: OpeningImport): Promise<void> {
  const { id, system, effectiveOn, claims, lines, openPayerCents, openPatientCents, creditCents } = made
  await work.query(insertImport, [
    ...[work.practiceId, id, system, made.fileDigest, effectiveOn, claims, lines],
    ...[openPayerCents, openPatientCents, creditCents, made.byKey, made.byLabel, work.now],
  ])
}

/** Their days, lines and claims are there. */
export async function addOpenings(
  work: Work,
  importId: string,
  openings: readonly NewOpening[],
): Promise<void> {
  await work.query(insertClaims, [
    ...[work.practiceId, importId, openings.map(({ treatmentDayId }) => treatmentDayId)],
    ...[openings.map(({ claimId }) => claimId), openings.map((each) => each.contentDigest)],
  ])
  const lines = openings.flatMap(({ treatmentDayId, lines }) =>
    lines.map((line) => ({ ...line, treatmentDayId })),
  )
  await work.query(insertLines, [
    ...[work.practiceId, lines.map(({ chargeLineId }) => chargeLineId)],
    ...[lines.map(({ treatmentDayId }) => treatmentDayId), lines.map(({ payerCents }) => payerCents)],
    lines.map(({ patientCents }) => patientCents),
  ])
}

const known = {
  name: 'openings-known',
  text: `select treatment_day_id, content_digest from opening_claim
         where practice_id = $1 and treatment_day_id = any($2::text[])`,
}

const taken = {
  name: 'opening-numbers-taken',
  text: 'select claim_number from claim_version where practice_id = $1 and claim_number = any($2::text[])',
}

const insertImport = {
  name: 'opening-import-insert',
  text: `insert into opening_import (practice_id, id, system, file_digest, effective_on, claims, lines, payer_cents,
                                     patient_cents, credit_cents, by_key, by_label, imported_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
}

const insertClaims = {
  name: 'opening-claims-insert',
  text: `insert into opening_claim (practice_id, import_id, treatment_day_id, claim_id, content_digest)
         select $1, $2, * from unnest($3::text[], $4::text[], $5::bytea[])`,
}

const insertLines = {
  name: 'opening-lines-insert',
  text: `insert into opening_line (practice_id, charge_line_id, treatment_day_id, payer_cents, patient_cents)
         select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[])`,
}
