/**
 * Takes a paper EOB back that was typed wrongly: each of its matches is taken apart (the claims say so), then its payment
 * leaves by the way it came. What a payer took back since, or the bank has shown already, is not undone over it. The 835 of the
 * same payment that was kept beside it is posted then.
 */
import { assert, cents, dayIn, noCents } from '@tally/kernel'
import { type Actor, commit, type Problem, problem, type Work } from '@tally/platform'
import type { Remittance } from '@tally/x12'
import { clearing, due, waitingAccount } from '../domain/account.ts'
import { type Posting, post } from '../domain/posting.ts'
import { lockDays } from '../store/charges.ts'
import { findKnownClaim } from '../store/claims.ts'
import { type HandEntry, noteReversed } from '../store/hand-entries.ts'
import { balancesOf, openBatch, writePostings } from '../store/ledger.ts'
import { practiceZone } from '../store/practice-zone.ts'
import {
  findRemittanceClaim,
  type RemittanceClaimRecord,
  saveRemittanceClaims,
} from '../store/remittance-claims.ts'
import { readContent } from '../store/remittance-content.ts'
import { lockRemittance, type RemittanceRow, receiveAgain, waitForTurn } from '../store/remittances.ts'
import { personOf } from './hand-entry-shape.ts'
import { setAside } from './post-remittance.ts'
import { postingSession } from './posting-session.ts'
import { undoMatch } from './undo-match.ts'

export async function takeBackEob(
  work: Work,
  actor: Actor,
  entry: HandEntry,
  why: string,
): Promise<Problem | null> {
  await waitForTurn(work)
  const row = await lockRemittance(work, entry.remittanceId ?? '')
  assert(row, `the remittance of entry ${entry.id} is there`)
  const standing = await whyItStands(work, row)
  if (standing) return standing
  const remittance = await readContent(work, row.blob_digest)
  const effectiveOn = dayIn(await practiceZone(work), work.now)
  const records = await recordsOf(work, row, remittance)
  for (const record of records) {
    const undone = await apart(work, row, remittance, record, { entryId: entry.id, effectiveOn })
    if (!undone) return problem(409, 'eob/answered-since', answeredSince)
  }
  const batch = await openBatchOnce(work, entry.id, effectiveOn, await leaving(work, entry.id, row, records))
  await commit(work, async () => {
    const gone = {
      outcome: 'no-money',
      because: 'eob/taken-back',
      claimId: null,
      claimVersion: null,
    } as const
    const nobody = { tier: null, evidence: null, reverses: null, coverageOrder: null }
    await saveRemittanceClaims(
      work,
      records.map((record) => ({ ...record, ...gone, ...nobody })),
    )
    await noteReversed(work, entry.id, personOf(actor, work), why, batch)
    await receiveAgain(work, row)
  }, [])
  const after = { ...row, matched: 0, unmatched_cents: 0 }
  await setAside(work, after, { kind: 'quarantine', because: 'remittance/taken-back' })
  return null
}

async function whyItStands(work: Work, row: RemittanceRow): Promise<Problem | null> {
  if (row.status === 'received')
    return problem(409, 'eob/not-posted', 'it is being posted: ask again in a moment')
  if (row.status !== 'posted' && row.status !== 'posted-in-part') {
    return problem(409, 'eob/not-posted', 'nothing of it was posted')
  }
  if (row.provider_level_cents !== 0) {
    return problem(
      409,
      'eob/provider-level',
      'it opened or closed a recoupment: enter what corrects it as another EOB',
    )
  }
  const balances = await balancesOf(work, [due(row.trace)])
  if ((balances.get(due(row.trace)) ?? noCents) < row.payment_cents) {
    return problem(409, 'eob/deposited', 'a deposit was matched to it: take that match apart first')
  }
  return null
}

async function recordsOf(
  work: Work,
  row: RemittanceRow,
  { claims }: Remittance,
): Promise<readonly RemittanceClaimRecord[]> {
  const records: RemittanceClaimRecord[] = []
  for (const { position } of claims) {
    const record = await findRemittanceClaim(work, row.id, position)
    if (record) records.push(record)
  }
  return records
}

/** False: what was posted of it has been answered anew or taken back since. */
async function apart(
  work: Work,
  row: RemittanceRow,
  remittance: Remittance,
  record: RemittanceClaimRecord,
  { entryId, effectiveOn }: { readonly entryId: string; readonly effectiveOn: string },
): Promise<boolean> {
  if (record.outcome === 'unmatched' || record.outcome === 'no-money') return true
  const { position } = record
  const answered = remittance.claims.find((claim) => claim.position === position)
  const claim = record.claimId === null ? null : await findKnownClaim(work, record.claimId)
  if (record.outcome !== 'posted' || record.reverses || !answered || !claim) return false
  const days = await lockDays(work, [claim.treatmentDayId])
  const key = `${row.id}/${position}/${entryId}`
  const cause = { type: 'match', key, remittanceId: row.id, effectiveOn } as const
  const parts = {
    row,
    days,
    paidFrom: waitingAccount(row.id, position, record.legacy),
    keyOf: () => `match/${entryId}/${position}`,
  }
  return (await undoMatch(postingSession(work, cause, parts), { answered, record, claim })) === 'undone'
}

/** From where its claims' payments wait now, through its clearing account, to what was due. */
async function leaving(
  work: Work,
  entryId: string,
  row: RemittanceRow,
  records: readonly RemittanceClaimRecord[],
): Promise<readonly Posting[]> {
  const waits = records.map(({ position, legacy }) => waitingAccount(row.id, position, legacy))
  const balances = await balancesOf(work, waits)
  // The account of all legacy money tells nothing of one claim.
  const waiting = (account: string, { legacy, outcome, paidCents }: RemittanceClaimRecord) =>
    legacy ? (outcome === 'no-money' ? noCents : paidCents) : cents(-(balances.get(account) ?? 0))
  const key = `hand-reversal/${entryId}`
  return [
    ...records.flatMap((record, index) => {
      const account = waits[index] ?? ''
      return post(account, clearing(row.id), waiting(account, record), `${key}/${index + 1}`)
    }),
    ...post(clearing(row.id), due(row.trace), cents(row.payment_cents), `${key}/payment`),
  ]
}

/** null: it paid nothing, so that nothing leaves. */
async function openBatchOnce(
  work: Work,
  entryId: string,
  effectiveOn: string,
  postings: readonly Posting[],
): Promise<string | null> {
  if (postings.length === 0) return null
  const batch = await openBatch(work, { type: 'hand-reversal', key: entryId, effectiveOn })
  await writePostings(work, batch, postings)
  return batch.id
}

const answeredSince =
  'the payer has answered one of its claims anew, or taken it back, since: enter what corrects it as another EOB'
