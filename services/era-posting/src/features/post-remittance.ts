/**
 * Posts one ST in one transaction, its claims 100 at a time and a few such groups in memory. Pass 1 proves and matches;
 * then every treatment day it touches is locked; pass 2 posts. What it leaves on its clearing account is 0, or nothing is
 * kept.
 */
import { assert, cents, dayIn, noCents } from '@tally/kernel'
import { commit, failpoint, type Work, writeSaid } from '@tally/platform'
import { clearing, due } from '../domain/account.ts'
import { type Judgement, judgeRemittance } from '../domain/judge-remittance.ts'
import { gatherNumbers, noNumbers } from '../domain/named-claim.ts'
import { providerLevels, totalOf } from '../domain/post-provider-level.ts'
import { post } from '../domain/posting.ts'
import { lockDayIds } from '../store/charges.ts'
import { lockClaimsOfDays } from '../store/claims.ts'
import type { Cause } from '../store/ledger.ts'
import { isOwnPayee } from '../store/payees.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { hasUnnamed } from '../store/provider-adjustments.ts'
import { openContent } from '../store/remittance-content.ts'
import {
  earlierThan,
  lockWaiting,
  type Outcome,
  type RemittanceRow,
  saveOutcome,
  waitForTurn,
} from '../store/remittances.ts'
import { timesTakenBack } from '../store/taken-back.ts'
import { matchRemittance } from './match-remittance.ts'
import { ofTheTransaction } from './post-claims.ts'
import { postGroups, type Received } from './post-groups.ts'
import { linkAgain, postLevels } from './post-provider-levels.ts'
import { postingSession } from './posting-session.ts'
import { postedRemittance, quarantinedRemittance } from './remittance-events.ts'

export async function postRemittance(work: Work, id: string): Promise<void> {
  await waitForTurn(work)
  const row = await lockWaiting(work, id)
  if (!row) return
  const content = await openContent(work, row.blob_digest)
  const matched = await matchRemittance(work, content, row.payer_id)
  const { summary } = matched
  const earlier = await earlierThan(work, row)
  const judgement = judgeRemittance(summary, earlier, await isOwnPayee(work, summary.payee))
  if (judgement.kind === 'post') await postAll(work, row, { content, matched }, judgement.inPart)
  else await setAside(work, row, judgement)
}

/** Nothing of it is posted. */
export async function setAside(
  work: Work,
  row: RemittanceRow,
  judgement: Exclude<Judgement, { readonly kind: 'post' }>,
  { tells = true }: { readonly tells?: boolean } = {},
): Promise<void> {
  const outcome: Outcome =
    judgement.kind === 'duplicate'
      ? { ...row, status: 'duplicate', duplicate_of: judgement.of }
      : { ...row, status: 'quarantined', because: judgement.because, said: row.said + 1 }
  const after = { ...row, ...outcome }
  const says = judgement.kind === 'quarantine' && tells ? [quarantinedRemittance(after)] : []
  await commit(work, () => saveOutcome(work, row.id, outcome), says)
}

async function postAll(work: Work, row: RemittanceRow, received: Received, inPart: boolean): Promise<void> {
  const { providerAdjustments } = received.matched.summary
  const locked = await lockDayIds(work, [...received.matched.dayIds])
  // All at once and by id, as those who hear of claims lock them: group by group they would wait in a ring.
  await lockClaimsOfDays(work, [...locked])
  const paidFrom = clearing(row.id)
  // A large ST has more numbers than are worth holding when no reference waits for one.
  const numbers = (await hasUnnamed(work, row.payer_id ?? 'unknown')) ? gatherNumbers() : noNumbers
  const cause = await causeOf(work, row)
  const session = postingSession(work, cause, {
    ...{ row, days: new Map(), paidFrom, numbers },
    // It holds every lock that it will take. What it fails with, the commit tells.
    saidUntilHere: () => void writeSaid(work).catch(ofTheTransaction),
  })
  const levels = providerLevels(providerAdjustments)
  await session.write(
    post(due(row.trace), paidFrom, cents(row.payment_cents), `remittance/${row.id}/payment`),
  )
  const { matched, unmatchedCents } = await postGroups(session, received, locked)
  failpoint('within-remittance')
  await postLevels(session, levels)
  await linkAgain(session)
  const { postings, leftCents } = session.written()
  assert(leftCents === noCents, `the clearing account of remittance ${row.id} is not at 0`)
  const outcome: Outcome = {
    ...row,
    ...{ status: inPart ? 'posted-in-part' : 'posted', posted_at: work.now, said: row.said + 1 },
    ...{ matched, unmatched_cents: unmatchedCents, provider_level_cents: totalOf(levels), postings },
  }
  await commit(work, () => saveOutcome(work, row.id, outcome), [postedRemittance({ ...row, ...outcome })])
}

/** Its payment and its content: neither posts twice. */
async function causeOf(work: Work, row: RemittanceRow): Promise<Cause> {
  const effectiveOn = row.paid_on ?? dayIn(await practiceZone(work), row.received_at)
  const before = await timesTakenBack(work, row.digest)
  const again = before === 0 ? [] : [before]
  const key = [row.trace, row.paid_on ?? '', row.payment_cents, row.digest, ...again].join('/')
  return { type: 'remittance', key, remittanceId: row.id, effectiveOn }
}
