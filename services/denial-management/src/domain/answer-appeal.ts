/**
 * What a payer's answer to an appeal does to the denial, where it came by letter and a person records it: upheld, and the next
 * level's window counts from that day; overturned, and the payment is waited for. What was mistyped is replaced by recording it
 * again, until something has followed from it.
 */
import { accepted, type Decision, type Refused, refused, type ServiceDate } from '@tally/kernel'
import { paymentDeadline } from './appeal-deadline.ts'
import type { ClaimStanding } from './claim-standing.ts'
import { type Denial, waiting } from './denial.ts'
import { renewed, type Surroundings } from './open-denial.ts'
import { undoneByHand } from './undo-answer.ts'

export interface AppealAnswer {
  readonly outcome: 'upheld' | 'overturned'
  /** The day on which it came in. */
  readonly answeredOn: ServiceDate
  readonly today: ServiceDate
}

interface FiledAppeal {
  readonly level: number
  readonly filedOn: ServiceDate
  readonly outcome: string
}

interface Step {
  readonly did: string
  /** RFC 3339. */
  readonly at: string
}

/** What was appealed and done so far, oldest first. */
export interface History<Appeal extends FiledAppeal> {
  readonly appeals: readonly Appeal[]
  readonly steps: readonly Step[]
}

/** The appeal that a letter answers: the one with the payer, or the last one, whose recorded answer it replaces. */
export function appealToAnswer<Appeal extends FiledAppeal>(
  denial: Denial,
  { appeals, steps }: History<Appeal>,
): Decision<Appeal> {
  if (denial.status === 'resolved') return resolvedAlready(denial)
  const pending = appeals.find(({ outcome }) => outcome === 'pending')
  if (pending) return accepted(pending)
  const place = steps.findLastIndex(({ did }) => letters.includes(did))
  const last = appeals.at(-1)
  if (!last || place < 0) {
    const says = 'no appeal of it is with the payer, and no letter about one was recorded: `appeal` files one'
    return refused('appeal/none-pending', says)
  }
  const followed = whatFollowed(steps.slice(place + 1))
  if (!followed) return accepted(last)
  const says =
    `what was recorded of the last appeal stands: \`${followed.did}\` followed from it at ${followed.at}. ` +
    'Go on from how the denial stands now, by the action that fits'
  return refused('appeal/answer-followed', says)
}

export function answerAppeal(
  denial: Denial,
  { level, filedOn }: FiledAppeal,
  { outcome, answeredOn, today }: AppealAnswer,
  claim: ClaimStanding,
  around: Surroundings,
): Decision<Denial> {
  if (answeredOn > today) return refused('appeal/not-answered-yet', 'an answer is recorded once it has come')
  if (answeredOn < filedOn) {
    const earlier = level > 1 ? `; what was recorded of level ${level - 1} stands, for this one followed` : ''
    const says = `the appeal of level ${level} was filed on ${filedOn}: its answer came then or later${earlier}`
    return refused('appeal/answered-before-filed', says)
  }
  if (outcome === 'overturned') {
    return accepted({ ...waiting(denial, 'payer', paymentDeadline(answeredOn)), receivedOn: answeredOn })
  }
  const { amountCents, remittanceId, claimVersion, claimNumber } = denial
  const received = { remittanceId, claimVersion, claimNumber, receivedOn: answeredOn }
  return accepted(renewed(denial, amountCents, received, claim, around))
}

/** The step that records a letter. */
export function letterStep(outcome: AppealAnswer['outcome']): string {
  return `appeal-${outcome}`
}

const letters = [letterStep('upheld'), letterStep('overturned')]

/** Steps that leave the answer as it is: another date, a payment that did not come, a proposal that any other action ends. */
const leavingIt = ['dated-anew', 'no-answer-came', 'propose-write-off']

/** The first step that took the answer up. An answer that was undone since is none, and the denial stands as it did before it. */
function whatFollowed(since: readonly Step[]): Step | undefined {
  const standing = since.filter(
    ({ did }, place) => did !== undoneByHand && since[place + 1]?.did !== undoneByHand,
  )
  return standing.find(({ did }) => !leavingIt.includes(did))
}

/** What a remittance resolved, undoing its match opens again (undo-answer.ts). */
function resolvedAlready({ resolvedBecause, before, version }: Denial): Refused {
  const next =
    before?.version === version
      ? 'where that remittance is another claim’s take its match apart, and the denial is as it was before it'
      : 'what is denied again opens a new denial'
  return refused('denial/resolved', `it was resolved already: ${resolvedBecause}; ${next}`)
}

/**
 * Whether a remittance that denies it once more only tells what the letter did: nothing was asked since. The window then runs
 * from the letter, the earlier of the two.
 */
export function isOfLetter(
  { status, before, version, receivedOn, claimVersion }: Denial,
  last: { readonly outcome: string; readonly decidedOn: ServiceDate | null } | undefined,
  answersVersion: number,
): boolean {
  const isByLetter = before?.version !== version
  const stands = last?.outcome === 'upheld' && last.decidedOn === receivedOn
  return status === 'open' && isByLetter && stands && answersVersion === claimVersion
}
