/**
 * Makes a claim's next version: assembled, looked at by every rule, and kept with what each of them said: ready for its payer's
 * window, or held.
 */
import { assert, base32, cents, dayIn } from '@tally/kernel'
import { commit, type PracticeDetailsRead, practiceDetails, type Work } from '@tally/platform'
import { type ClaimDocument, claimNumberWithCheck, problemsOfClaim } from '@tally/x12'
import { stillAsked, withMember } from '../domain/asked-again.ts'
import { assembleClaim } from '../domain/assemble-claim.ts'
import { checkWritten, claimRulesOf, refused } from '../domain/check-written.ts'
import type { Claim, ClaimPerson, VersionKind } from '../domain/claim.ts'
import type { FrequencyReason } from '../domain/decide-frequency.ts'
import type { Step } from '../domain/join-claim.ts'
import type { PayerProfile } from '../domain/payer-profile.ts'
import { isSameClaim } from '../domain/same-claim.ts'
import { type Scrubbed, scrubClaim } from '../domain/scrub-claim.ts'
import { defaultWindow, readyAt } from '../domain/send-window.ts'
import { standingAt } from '../domain/standing-at-payer.ts'
import { type ClaimVersion, findVersion, saveVersion } from '../store/claim-versions.ts'
import { type AnswerPerson, saveClaim } from '../store/claims.ts'
import { watchFiling } from './filing-clock.ts'
import type { Decided, Known } from './known-of-claim.ts'

export interface Changed {
  readonly claim: Claim
  readonly answerPerson: AnswerPerson | null
  readonly person: ClaimPerson
  /** Whether `person` differs from what is stored. */
  readonly personChanged: boolean
}

/** Saves it as it is now. */
export async function keepClaim(
  work: Work,
  { person, personChanged }: Changed,
  claim: Claim,
): Promise<Claim> {
  await commit(work, () => saveClaim(work, claim, personChanged ? person : null), [])
  await watchFiling(work, claim)
  return claim
}

/** For the payer that the day asks now, of the day as it was captured last. */
export async function build(
  work: Work,
  changed: Changed,
  { as: kind, reasons }: Extract<Step, { kind: 'build' }>,
  profile: PayerProfile,
  known: Pick<Known, 'versions' | 'number'>,
): Promise<Claim> {
  const { claim, person, answerPerson } = changed
  const { charges } = claim
  if (!charges?.billing) {
    return keepClaim(work, changed, { ...claim, state: 'held', heldBecause: 'claim/captured-before-claims' })
  }
  const next = nextVersion(work, claim, known.versions)
  const frequency = frequencies[kind]
  const asked = stillAsked(person.asked, known.versions)
  const visits = withMember(person.visits, claim.coverageOrder, asked?.memberId ?? null)
  const document = assembleClaim(claim, charges, visits, {
    ...{ claimNumber: next.claimNumber, frequency },
    payerClaimNumber: frequency === '1' ? null : known.number,
    priorAuthorization: asked?.priorAuthorization ?? answerPerson?.priorAuthorization ?? null,
  })
  const lines = charges.lines
    .filter(({ units }) => units > 0)
    .map(({ chargeLineId, procedureCode, modifiers, units, chargeCents, expectedAllowedCents }) => ({
      ...{ chargeLineId, procedureCode, modifiers, units },
      chargeCents: cents(chargeCents),
      expectedAllowedCents: expectedAllowedCents === null ? null : cents(expectedAllowedCents),
    }))
  const replaces =
    kind === 'original'
      ? null
      : replacedBy(next.version, standingAt(known.versions, profile.payerId).versions)
  const { payerId } = profile
  const payerFamily = claim.payerFamily ?? profile.family
  const made = { ...next, kind, frequency, lines, replacesClaimNumber: replaces, payerId, payerFamily }
  return draft(work, changed, profile, { ...made, dayVersion: claim.capturedVersion, document }, reasons)
}

/** Whether the day as it was captured last would go as the newest version went, which the payer has. */
export async function saysWhatWasSent(
  work: Work,
  { claim, person, answerPerson }: Changed,
  versions: readonly ClaimVersion[],
): Promise<boolean> {
  const newest = versions.at(-1)
  const { charges } = claim
  if (!charges?.billing || !newest?.sentAt || newest.kind === 'void') return false
  const sent = await findVersion(work, claim.id, newest.version)
  if (!sent) return false
  const { claimNumber, frequency, payerClaimNumber } = sent.document
  const document = assembleClaim(claim, charges, person.visits, {
    ...{ claimNumber, frequency, payerClaimNumber },
    priorAuthorization: answerPerson?.priorAuthorization ?? null,
  })
  return isSameClaim(document, sent.document)
}

/** A void of what a payer has, as it was sent it: the visit may look otherwise by now. */
export async function withdraw(
  work: Work,
  changed: Changed,
  reasons: readonly FrequencyReason[],
  { profile, standing, number }: Decided,
  versions: readonly ClaimVersion[],
): Promise<Claim> {
  const { claim } = changed
  const decided = standing.versions.findLast(({ state }) => state === 'adjudicated')
  const sent = decided && (await findVersion(work, claim.id, decided.version))
  assert(sent, 'what a payer decided on is kept')
  const next = nextVersion(work, claim, versions)
  const { lines, dayVersion, payerId, payerFamily, claimNumber: replacesClaimNumber } = sent.version
  const document = {
    ...sent.document,
    ...{ claimNumber: next.claimNumber, frequency: frequencies.void, payerClaimNumber: number },
  }
  const made = { ...next, kind: 'void', frequency: frequencies.void, lines, replacesClaimNumber } as const
  // Of the day as it is now nothing was made yet: that goes when this is answered.
  return draft(work, changed, profile, { ...made, dayVersion, payerId, payerFamily, document }, reasons)
}

const frequencies = { original: '1', replacement: '7', void: '8' } as const satisfies Readonly<
  Record<VersionKind, ClaimVersion['frequency']>
>

/** A draft that has not left is replaced under its own number. */
function nextVersion(
  work: Work,
  claim: Claim,
  versions: readonly ClaimVersion[],
): Pick<ClaimVersion, 'version' | 'claimNumber'> {
  const isDraft = ['held', 'ready'].includes(claim.state) && versions.at(-1)?.batchId === null
  const version = isDraft ? claim.claimVersion : claim.claimVersion + 1
  return { version, claimNumber: numberOf(work, claim.id, version) }
}

interface Made
  extends Omit<
    ClaimVersion,
    | 'claimId'
    | 'state'
    | 'explanation'
    | 'chargeCents'
    | 'batchId'
    | 'sentAt'
    | 'answered'
    | 'answers'
    | 'waitedAs'
  > {
  readonly document: ClaimDocument
}

/** Looked at by every rule, and kept: ready for its payer's window, or held with what stopped it. */
async function draft(
  work: Work,
  { claim, person, personChanged }: Changed,
  profile: PayerProfile,
  { document, ...made }: Made,
  reasons: readonly FrequencyReason[],
): Promise<Claim> {
  const practice = await practiceDetails(work)
  const explanation = [...reasons.map(passed), ...explain(work, claim, profile, practice, document)]
  const stopped = explanation.filter(({ outcome }) => outcome === 'hold')
  const state = stopped.length > 0 ? 'held' : 'ready'
  const signedAt = claim.charges?.billing?.signedAt ?? work.now
  const window = windowOf(profile, practice)
  const drafted: Claim = {
    ...claim,
    ...{ state, claimVersion: made.version, claimNumber: made.claimNumber, unanswered: false },
    builtDayVersion: made.dayVersion,
    heldBecause: stopped.length > 0 ? [...new Set(stopped.map(({ rule }) => rule))].join(' ') : null,
    readyAt: stopped.length > 0 ? null : readyAt(window, practice.timezone, signedAt, work.now),
  }
  const version: ClaimVersion = {
    ...{ claimId: claim.id, ...made, state, explanation, chargeCents: document.chargeCents },
    ...{ batchId: null, sentAt: null, answered: null, answers: [], waitedAs: null },
  }
  await commit(work, async () => {
    saveClaim(work, drafted, personChanged ? person : null)
    saveVersion(work, version, document)
  }, [])
  await watchFiling(work, drafted)
  return drafted
}

function passed(reason: FrequencyReason): Scrubbed {
  return { ...reason, outcome: 'passed' }
}

/** The scrub, what the writer would refuse and, where neither stops it, the checker: each with its outcome. */
function explain(
  work: Work,
  claim: Claim,
  profile: PayerProfile,
  { timezone }: PracticeDetailsRead,
  document: Parameters<typeof scrubClaim>[0],
): Scrubbed[] {
  const today = dayIn(timezone, work.now)
  const { family } = profile
  const scrubbed = scrubClaim(document, { family, today, timelyFilingDueOn: claim.timelyFilingDueOn })
  const first = [...scrubbed, ...problemsOfClaim(document, today).map(refused)]
  if (first.some(({ outcome }) => outcome === 'hold')) return first
  return [...first, ...checkWritten(document, { today, rules: claimRulesOf(family, profile) })]
}

/** The newest version before `version` that the payer has. */
function replacedBy(version: number, versions: readonly ClaimVersion[]): string | null {
  const sent = versions.filter((each) => each.version < version && each.sentAt !== null)
  return sent.findLast(({ state }) => state !== 'rejected')?.claimNumber ?? null
}

/** CLM01: fifteen characters of a keyed digest and a check character, so it tells nothing and never repeats. */
export function numberOf(work: Work, claimId: string, version: number): string {
  const digest = work.keys.lookup('claim-number', `${claimId} ${version}`)
  return claimNumberWithCheck(`T${base32(digest).slice(0, 15)}`)
}

function windowOf({ sendWindow }: PayerProfile, { policies }: PracticeDetailsRead): string {
  const own = policies.sendWindow
  return sendWindow ?? (typeof own === 'string' ? own : defaultWindow)
}
