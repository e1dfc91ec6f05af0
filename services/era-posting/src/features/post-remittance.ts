/**
 * Posts one ST in one transaction, its claims 200 at a time and never more of them in memory. Pass 1 proves and matches;
 * then every treatment day it touches is locked; pass 2 posts. What it leaves on its clearing account is 0, or nothing is
 * kept.
 */
import { assert, cents, dayIn, noCents, sumOf } from '@tally/kernel'
import { commit, failpoint, type Tracing, type Work, writeSaid } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { clearing, due } from '../domain/account.ts'
import { claimOutcome, isCharged } from '../domain/claim-outcome.ts'
import { brokenClaims, type Judgement, judgeRemittance } from '../domain/judge-remittance.ts'
import { gatherNumbers, noNumbers } from '../domain/named-claim.ts'
import { providerLevels, totalOf } from '../domain/post-provider-level.ts'
import { post } from '../domain/posting.ts'
import { findDays, lockDayIds } from '../store/charges.ts'
import { lockClaimsOfDays } from '../store/claims.ts'
import type { Cause } from '../store/ledger.ts'
import { isOwnPayee } from '../store/payees.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { hasUnnamed } from '../store/provider-adjustments.ts'
import { openContent, type StoredContent } from '../store/remittance-content.ts'
import {
  earlierThan,
  lockWaiting,
  type Outcome,
  type RemittanceRow,
  saveOutcome,
  waitForTurn,
} from '../store/remittances.ts'
import { timesTakenBack } from '../store/taken-back.ts'
import type { Decided } from './decide-postings.ts'
import type { Matches } from './match-claims.ts'
import { claimsAtOnce, type MatchedRemittance, matchRemittance } from './match-remittance.ts'
import { beginClaims, keptCents, ofTheTransaction } from './post-claims.ts'
import { linkAgain, postLevels } from './post-provider-levels.ts'
import { isReversal, postReversal } from './post-reversal.ts'
import { type PostingSession, postingSession } from './posting-session.ts'
import { postedRemittance, quarantinedRemittance } from './remittance-events.ts'

export async function postRemittance(work: Work, tracing: Tracing, id: string): Promise<void> {
  await waitForTurn(work)
  const row = await lockWaiting(work, id)
  if (!row) return
  const content = await openContent(work, row.blob_digest)
  const matched = await matchRemittance(work, content, row.payer_id)
  const { summary } = matched
  const earlier = await earlierThan(work, row)
  const judgement = judgeRemittance(summary, earlier, await isOwnPayee(work, summary.payee))
  if (judgement.kind === 'post') await postAll(work, tracing, row, { content, matched }, judgement.inPart)
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

interface Received {
  readonly content: StoredContent
  readonly matched: MatchedRemittance
}

async function postAll(
  work: Work,
  tracing: Tracing,
  row: RemittanceRow,
  received: Received,
  inPart: boolean,
): Promise<void> {
  const { providerAdjustments } = received.matched.summary
  const locked = await lockDayIds(work, [...received.matched.dayIds])
  // All at once and by id, as those who hear of claims lock them: group by group they would wait in a ring.
  await lockClaimsOfDays(work, [...locked])
  const paidFrom = clearing(row.id)
  // A large ST has more numbers than are worth holding when no reference waits for one.
  const numbers = (await hasUnnamed(work, row.payer_id ?? 'unknown')) ? gatherNumbers() : noNumbers
  const cause = await causeOf(work, row)
  const session = postingSession(work, tracing, cause, { row, days: new Map(), paidFrom, numbers })
  const levels = providerLevels(providerAdjustments)
  await session.write(
    post(due(row.trace), paidFrom, cents(row.payment_cents), `remittance/${row.id}/payment`),
  )
  const { matched, unmatchedCents } = await postAllClaims(session, received, locked)
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

/** `locked`: the days that the session holds; one that was charged since is not there yet. */
async function postAllClaims(
  session: PostingSession,
  { content, matched: { summary, matchesOf, dayIdsOf } }: Received,
  locked: ReadonlySet<string>,
) {
  const { work } = session
  const broken = brokenClaims(summary)
  const telling = tellBehind(work)
  let [matched, unmatchedCents] = [0, noCents]
  await content.inGroups(claimsAtOnce, async (answered) => {
    // Of the group before the last one: what is said lags by one group, and memory holds no more.
    const told = telling.done()
    const [matches, days] = await Promise.all([
      matchesOf(answered),
      findDays(
        work,
        dayIdsOf(answered).filter((id) => locked.has(id)),
      ),
    ])
    const decided = decideAll({ days }, broken, answered, matches)
    const became = await postInOrder({ ...session, days }, decided, telling)
    matched += became.matched
    unmatchedCents = sumOf([unmatchedCents, became.unmatchedCents])
    await told
  })
  await telling.done()
  return { matched, unmatchedCents }
}

/** Says what became of the claims while Postgres writes it: one as long as the other. */
interface Telling {
  /** Answers how many were posted. */
  begin(session: PostingSession, group: readonly Decided[]): Promise<number>
  /** When all that was begun until now is said. */
  done(): Promise<void>
}

function tellBehind(work: Work): Telling {
  let told = Promise.resolve()
  return {
    async begin(session, group) {
      const begun = await beginClaims(session, group, told)
      told = begun.told.then(() => writeSaid(work))
      told.catch(ofTheTransaction)
      return begun.posted
    },
    done: () => told,
  }
}

/** `broken`: why some do not add up, by position. */
export function decideAll(
  { days }: Pick<PostingSession, 'days'>,
  broken: ReadonlyMap<number, string>,
  claims: readonly RemittanceClaim[],
  matches: Matches,
): readonly Decided[] {
  return claims.map((answered) => {
    const match = matches.get(answered.position)
    assert(match, 'every claim of a remittance was looked for')
    const charged = match.kind === 'matched' && isCharged(days.get(match.claim.treatmentDayId), match.version)
    return { answered, match, outcome: claimOutcome(answered, match, broken.get(answered.position), charged) }
  })
}

/** As they stand in the ST: a reversal finds what stood before it, and what comes after finds it reversed. */
async function postInOrder(session: PostingSession, decided: readonly Decided[], telling: Telling) {
  let [matched, unmatchedCents] = [0, noCents]
  let group: Decided[] = []
  const claimOf = ({ outcome }: Decided) => (outcome.kind === 'posts' ? outcome.matched.claim.id : null)
  const inGroup = new Set<string | null>()
  const flush = async () => {
    if (group.length === 0) return
    matched += await telling.begin(session, group)
    unmatchedCents = sumOf([unmatchedCents, keptCents(group)])
    group = []
    inGroup.clear()
  }
  for (const each of decided) {
    if (isReversal(each)) {
      await flush()
      await telling.done()
      const became = await postReversal(session, each)
      if (isReversal(became)) matched += 1
      unmatchedCents = sumOf([unmatchedCents, keptCents([became])])
      continue
    }
    // A claim that is answered twice is answered one after the other.
    const claim = claimOf(each)
    if (claim !== null && inGroup.has(claim)) await flush()
    group.push(each)
    inGroup.add(claim)
  }
  await flush()
  return { matched, unmatchedCents }
}

/** Its payment and its content: neither posts twice. */
async function causeOf(work: Work, row: RemittanceRow): Promise<Cause> {
  const effectiveOn = row.paid_on ?? dayIn(await practiceZone(work), row.received_at)
  const before = await timesTakenBack(work, row.digest)
  const again = before === 0 ? [] : [before]
  const key = [row.trace, row.paid_on ?? '', row.payment_cents, row.digest, ...again].join('/')
  return { type: 'remittance', key, remittanceId: row.id, effectiveOn }
}
