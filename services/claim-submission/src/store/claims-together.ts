/**
 * Claims that go to a payer in one file: locked, read and moved on by one statement for all, where each by itself took
 * twelve.
 */
import { assert } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Claim } from '../domain/claim.ts'
import { readWithDocument, type WithDocument } from './claim-versions.ts'
import { readClaim } from './claims.ts'
import type { claim, claim_version } from './tables.ts'

/** A claim that is locked, and the version that it is at. */
export interface AtVersion extends WithDocument {
  readonly claim: Claim
}

/**
 * Locks claims that are ready or on their way, the days of all of them before, and answers them in the order of `ids`. Their days'
 * answers stay where they are.
 */
export async function lockAtVersions(work: Work, ids: readonly string[]): Promise<readonly AtVersion[]> {
  const values = [work.practiceId, ids]
  // Sent together and done one after the other: what is read is locked.
  const [, claims, versions] = await Promise.all([
    work.query(lockDays, values),
    work.query<typeof claim.$inferSelect>(lockClaims, values),
    work.query<typeof claim_version.$inferSelect>(newestVersions, values),
  ])
  const claimById = new Map(claims.map((row) => [row.id, readClaim(row)]))
  const versionOf = new Map(versions.map((row) => [row.claim_id, row]))
  return ids.map((id) => {
    const [claim, version] = [claimById.get(id), versionOf.get(id)]
    assert(claim && version, 'a claim that is ready or on its way has a version')
    return { claim, ...readWithDocument(work, version) }
  })
}

/** What becomes of all of them alike. */
export interface MovedTogether {
  readonly state: 'sending' | 'sent'
  /** How many events say it of each. */
  readonly said: 0 | 1
  readonly batchId?: string
  readonly sentAt?: string
}

/** Of locked claims; nothing else of them changes. It travels with what the transaction sends next. */
export function moveTogether(
  work: Work,
  at: readonly AtVersion[],
  { state, said, batchId, sentAt }: MovedTogether,
): void {
  const ids = at.map(({ claim: { id } }) => id)
  void work.query(moveVersions, [work.practiceId, ids, state, batchId ?? null, sentAt ?? null, work.now])
  void work.query(moveClaims, [work.practiceId, ids, state, said, work.now])
}

/** Sorted before they are locked: everything locks days in their order. */
const lockDays = {
  name: 'together-lock-days',
  text: `select id from treatment_day
         where practice_id = $1 and id in (select treatment_day_id from claim where practice_id = $1 and id = any($2::text[]))
         order by id for update`,
}

const lockClaims = {
  name: 'together-lock-claims',
  text: 'select * from claim where practice_id = $1 and id = any($2::text[]) for update',
}

const newestVersions = {
  name: 'together-versions',
  text: `select v.* from claim c
         join claim_version v on v.practice_id = c.practice_id and v.claim_id = c.id and v.version = c.claim_version
         where c.practice_id = $1 and c.id = any($2::text[])`,
}

const moveVersions = {
  name: 'together-move-versions',
  text: `update claim_version v set state = $3, batch_id = coalesce($4, v.batch_id),
                sent_at = coalesce($5::timestamptz, v.sent_at), updated_at = $6
         from claim c
         where c.practice_id = $1 and c.id = any($2::text[])
           and v.practice_id = c.practice_id and v.claim_id = c.id and v.version = c.claim_version`,
}

const moveClaims = {
  name: 'together-move-claims',
  text: `update claim set state = $3, held_because = null, version = version + $4::integer, updated_at = $5
         where practice_id = $1 and id = any($2::text[])`,
}
