/**
 * One claim's answer in a remittance, decided whole: what it posts (and what earlier answer it takes the place
 * of), what is open afterwards, whether the claim is settled, and which lines were priced otherwise than
 * expected.
 */
import { type Cents, noCents } from '@tally/kernel'
import type { RemittanceClaim } from '@tally/x12'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import type { ChargeDay } from './book-charges.ts'
import type { Claim } from './claim.ts'
import { findVariances, type Variance } from './find-variances.ts'
import type { Matched } from './match-claim.ts'
import { isSettled, moveIn, openAt } from './open-balance.ts'
import { isPaidAgain, paymentsAmong } from './paid-again.ts'
import { nextOrderOf, postClaim, toPatientOf } from './post-claim.ts'
import type { Posting } from './posting.ts'
import { unchargedLines } from './uncharged-line.ts'

export interface Answer {
  readonly answered: RemittanceClaim
  readonly matched: Matched
  readonly lines: readonly AdjudicatedLine[]
}

export interface AnswerFacts {
  /** See PostingPlace. */
  readonly key: string
  /** The account that it is paid from. */
  readonly paidFrom: string
  readonly day: ChargeDay
  /** As it stands before. */
  readonly claim: Claim
  /** The mirror of an earlier answer without any payment: a payer that answers anew sends no reversal of it. */
  readonly supersedes: readonly Posting[]
  /** What stands of each earlier answer that may have paid the same. */
  readonly alike: readonly (readonly Posting[])[]
  readonly toleranceCents: Cents
  /** See PayerTerms; nothing where it is absent. */
  readonly assistantPercent?: number
  readonly now: string
}

export interface PostedAnswer {
  readonly postings: readonly Posting[]
  /** It posts its payment alone: see paid-again.ts. */
  readonly again: boolean
  /** The claim afterwards; its counter has room for all that is said. */
  readonly claim: Claim
  readonly openCents: Cents
  readonly toPatient: ReadonlyMap<string, Cents>
  readonly variances: readonly Variance[]
  /** True when nothing is open any more, and something was. */
  readonly settles: boolean
}

/** `balances` of the day's lines at the claim's payer; they move. */
export function postAnswer(
  { answered, matched, lines }: Answer,
  { key, paidFrom, day, claim, supersedes, alike, now, ...facts }: AnswerFacts,
  balances: Map<string, Cents>,
): PostedAnswer {
  const { coverageOrder, patientId } = claim
  const place = {
    ...{ key, position: answered.position, paidFrom, patientId, coverageOrder },
    ...{ nextOrder: nextOrderOf(day, coverageOrder), uncharged: unchargedLines(day.lines) },
  }
  const own = postClaim(lines, place)
  const again = isPaidAgain(own, alike, coverageOrder)
  const postings = [...supersedes, ...(again ? paymentsAmong(own, paidFrom) : own)]
  moveIn(balances, postings)
  const ids = day.lines.map(({ chargeLineId }) => chargeLineId)
  const terms = { toleranceCents: facts.toleranceCents, assistantPercent: facts.assistantPercent ?? 0 }
  // A later payer is asked for what those before him left: no schedule prices that. What is paid again differed the first time.
  const variances =
    coverageOrder === 1 && !again
      ? findVariances(lines, (id) => expectedOf(matched, day, id), terms, answered.lines.length === 0)
      : []
  const isClear = isSettled(ids, coverageOrder, balances)
  const settles = isClear && claim.settledAt === null
  return {
    ...{ postings, again, variances, settles },
    claim: {
      ...claim,
      said: claim.said + 1 + variances.length + (settles ? 1 : 0),
      adjudicatedAt: now,
      settledAt: isClear ? (claim.settledAt ?? now) : null,
    },
    openCents: openAt(ids, coverageOrder, balances),
    toPatient: new Map(lines.map((line) => [line.chargeLineId, again ? noCents : toPatientOf(line, place)])),
  }
}

/** Of an answer that moves nothing. */
export function silentAnswer(claim: Claim, openCents: Cents): PostedAnswer {
  return { postings: [], again: false, claim, openCents, toPatient: new Map(), variances: [], settles: false }
}

/** As it was billed; where nobody knew then, as it is known now. */
export function expectedOf(
  { version }: Pick<Matched, 'version'>,
  day: Pick<ChargeDay, 'lines'>,
  id: string,
): Cents | null {
  const billed = version.lines.find(({ chargeLineId }) => chargeLineId === id)
  const charged = day.lines.find(({ chargeLineId }) => chargeLineId === id)
  return billed?.expectedAllowedCents ?? charged?.expectedAllowedCents ?? null
}
