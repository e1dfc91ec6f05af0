/**
 * Posts the claims of one ST group by group: each is read, decided, written and said, in this order and after the group before
 * it. Postgres and the process work side by side: what a group needs is asked for two groups ahead, and what is said of a
 * group is made while Postgres writes it.
 */
import { assert, type Cents, noCents, sumOf } from '@tally/kernel'
import { type Work, writeSaid } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { claimOutcome } from '../domain/claim-outcome.ts'
import { brokenClaims } from '../domain/judge-remittance.ts'
import { findDays } from '../store/charges.ts'
import { termsOf } from '../store/payers.ts'
import type { StoredContent } from '../store/remittance-content.ts'
import { byId, type Decided, type PostingFacts, readClaimFacts } from './decide-postings.ts'
import type { Matches } from './match-claims.ts'
import { claimsAtOnce, type MatchedRemittance } from './match-remittance.ts'
import { beginClaims, keptCents, ofTheTransaction } from './post-claims.ts'
import { isReversal, postReversal } from './post-reversal.ts'
import type { PostingSession } from './posting-session.ts'

export interface Received {
  readonly content: StoredContent
  readonly matched: MatchedRemittance
}

export interface Became {
  readonly matched: number
  readonly unmatchedCents: Cents
}

/** So many are on their way while another one is read: Postgres writes one and has the next one already. */
const groupsAhead = 2

/** What is said of so many is made behind; memory holds no more. */
const groupsBehind = 3

/** Read, and not written yet. */
interface OnItsWay {
  readonly dayIds: ReadonlySet<string>
  /** When its writes are sent: what is read from then on sees them. */
  readonly written: Promise<Became>
  readonly said: Promise<unknown>
}

/** `locked`: the days that the session holds; one that was charged since is not there yet. */
export async function postGroups(
  session: PostingSession,
  { content, matched: { summary, payerIds, matchesOf, dayIdsOf, claimIdsOf } }: Received,
  locked: ReadonlySet<string>,
): Promise<Became> {
  const { work } = session
  const termsFor = await termsOf(work, [...payerIds])
  const broken = brokenClaims(summary)
  const telling = tellBehind(work)
  const onTheirWay: OnItsWay[] = []
  let became: Became = { matched: 0, unmatchedCents: noCents }
  const beingSaid: Promise<unknown>[] = []
  const firstIsWritten = async () => {
    const first = onTheirWay.shift()
    if (!first) return
    became = sumOfBecame(became, await first.written)
    beingSaid.push(first.said)
    if (beingSaid.length > groupsBehind) await beingSaid.shift()
  }
  const read = async (answered: readonly RemittanceClaim[], dayIds: readonly string[]): Promise<Group> => {
    const held = dayIds.filter((id) => locked.has(id))
    // In one round trip: the answer to a second one would wait behind all that is being written.
    const [matches, days, ahead] = await Promise.all([
      matchesOf(answered),
      findDays(work, held),
      readClaimFacts(work, claimIdsOf(answered)),
    ])
    const parts = partsOf(decideAll({ days }, broken, answered, matches))
    const [only = [], ...others] = parts
    if (others.length > 0 || only.some(isReversal)) return { days, parts }
    // Their days are locked, and so are they.
    const claims = byId(
      [...matches.values()].flatMap((match) => (match.kind === 'matched' ? match.claim : [])),
    )
    return { days, parts, facts: { ...ahead, claims, termsFor } }
  }
  await content.inGroups(claimsAtOnce, async (answered) => {
    const dayIds = dayIdsOf(answered)
    while (onTheirWay.some((before) => dayIds.some((id) => before.dayIds.has(id)))) await firstIsWritten()
    const before = onTheirWay.at(-1)?.written
    const written = Promise.all([read(answered, dayIds), before]).then(([group]) =>
      write(session, group, telling),
    )
    written.catch(ofTheTransaction)
    const said = written.then(() => telling.done())
    said.catch(ofTheTransaction)
    onTheirWay.push({ dayIds: new Set(dayIds), written, said })
    if (onTheirWay.length > groupsAhead) await firstIsWritten()
  })
  while (onTheirWay.length > 0) await firstIsWritten()
  await telling.done()
  return became
}

/** Says what became of the claims while Postgres writes it: one as long as the other. */
interface Telling {
  /** Answers how many were posted. */
  begin(session: PostingSession, part: readonly Decided[], facts?: PostingFacts): Promise<number>
  /** When all that was begun until now is said, and Postgres has it. */
  done(): Promise<unknown>
}

function tellBehind(work: Work): Telling {
  let told = Promise.resolve()
  let done: Promise<unknown> = Promise.resolve()
  return {
    async begin(session, part, facts) {
      const begun = await beginClaims(session, part, told, facts)
      told = begun.told
      done = Promise.all([done, begun.done, told.then(() => writeSaid(work))])
      done.catch(ofTheTransaction)
      return begun.posted
    },
    done: () => done,
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
    const day = match.kind === 'matched' ? days.get(match.claim.treatmentDayId) : undefined
    return { answered, match, outcome: claimOutcome(answered, match, broken.get(answered.position), day) }
  })
}

interface Group extends Pick<PostingSession, 'days'> {
  readonly parts: readonly (readonly Decided[])[]
  /** Where all of it is one part: what a second part reads, the first one has moved. */
  readonly facts?: PostingFacts
}

/**
 * What may be posted at once, as it stands in the ST. A reversal is alone: it finds what stood before it, and what comes after
 * finds it reversed. A claim that is answered twice is answered one after the other.
 */
function partsOf(decided: readonly Decided[]): readonly (readonly Decided[])[] {
  const parts: Decided[][] = []
  let part: Decided[] = []
  const claims = new Set<string>()
  const next = () => {
    if (part.length > 0) parts.push(part)
    part = []
    claims.clear()
  }
  for (const each of decided) {
    const claim = each.outcome.kind === 'posts' ? each.outcome.matched.claim.id : null
    if (isReversal(each) || (claim !== null && claims.has(claim))) next()
    part.push(each)
    if (claim !== null) claims.add(claim)
    if (isReversal(each)) next()
  }
  next()
  return parts
}

async function write(shared: PostingSession, { days, parts, facts }: Group, telling: Telling) {
  const session = { ...shared, days }
  let became: Became = { matched: 0, unmatchedCents: noCents }
  for (const part of parts) {
    const [first] = part
    if (first && isReversal(first)) {
      await telling.done()
      const reversed = await postReversal(session, first)
      const matched = isReversal(reversed) ? 1 : 0
      became = sumOfBecame(became, { matched, unmatchedCents: keptCents([reversed]) })
    } else {
      const matched = await telling.begin(session, part, facts)
      became = sumOfBecame(became, { matched, unmatchedCents: keptCents(part) })
    }
  }
  return became
}

function sumOfBecame(a: Became, b: Became): Became {
  return {
    matched: a.matched + b.matched,
    unmatchedCents: sumOf([a.unmatchedCents, b.unmatchedCents]),
  }
}
