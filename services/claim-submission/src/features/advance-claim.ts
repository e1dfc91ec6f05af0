/**
 * Carries out what a claim's facts ask for, in the transaction that changed them: hold it with its reason, make
 * its next version, void or close it. Whoever changes a claim ends here.
 */
import { claimVoided } from '@tally/contracts'
import { assert, base32, cents, dayIn, type PayerFamily, startOfDayIn } from '@tally/kernel'
import {
  clearDeadline,
  commit,
  type PracticeDetailsRead,
  practiceDetails,
  saying,
  setDeadline,
  type Work,
} from '@tally/platform'
import { type ClaimDocument, claimNumberWithCheck, problemsOfClaim } from '@tally/x12'
import { stillAsked, withMember } from '../domain/asked-again.ts'
import { assembleClaim } from '../domain/assemble-claim.ts'
import { checkWritten, claimRulesOf, refused } from '../domain/check-written.ts'
import {
  type Claim,
  type ClaimPerson,
  isInFlight,
  payerAsked,
  type VersionKind,
  voidedByPerson,
} from '../domain/claim.ts'
import type { FrequencyReason } from '../domain/decide-frequency.ts'
import { filingAlarmOn } from '../domain/filing-deadline.ts'
import { nextStep, type Step, type StepFacts } from '../domain/join-claim.ts'
import type { PayerProfile } from '../domain/payer-profile.ts'
import { type Scrubbed, scrubClaim } from '../domain/scrub-claim.ts'
import { defaultWindow, readyAt } from '../domain/send-window.ts'
import { paidElsewhere, type Standing, standingAt } from '../domain/standing-at-payer.ts'
import {
  type ClaimVersion,
  findVersion,
  payerClaimNumberOf,
  saveVersion,
  versionsOf,
} from '../store/claim-versions.ts'
import { type AnswerPerson, saveClaim } from '../store/claims.ts'
import { payerProfile } from '../store/payers.ts'

export const filingDeadline = 'filing-deadline'

export interface Changed {
  readonly claim: Claim
  readonly answerPerson: AnswerPerson | null
  readonly person: ClaimPerson
  /** Whether `person` differs from what is stored. */
  readonly personChanged: boolean
}

/** Saves the changed claim with what follows from it. `asked`: a person wants this version made, whatever stands. */
export async function advanceClaim(
  work: Work,
  changed: Changed,
  asked: Extract<Step, { kind: 'build' }> | null = null,
): Promise<Claim> {
  const { claim } = changed
  const known = await knownOf(work, claim)
  const { facts } = known
  // Of the others nobody asked that they go again, and their person need not be opened.
  const again =
    facts.decided || claim.state === 'rejected' ? stillAsked(changed.person.asked, known.versions) : null
  const neverAdjudicated = again?.neverAdjudicated ?? false
  const step = asked ?? nextStep(claim, { ...facts, neverAdjudicated })
  switch (step.kind) {
    case 'wait':
      return keep(work, changed, claim)
    case 'stand':
      return keep(work, changed, { ...claim, heldBecause: step.because })
    case 'hold':
      return keep(work, changed, { ...claim, state: 'held', heldBecause: step.because })
    case 'close':
      return keep(work, changed, { ...claim, state: 'closed', heldBecause: step.because })
    case 'void':
      return voidIt(work, changed, step.because, known.versions)
    case 'build':
      return known.profile ? build(work, changed, step, known.profile, known) : keep(work, changed, claim)
    case 'withdraw':
      assert(known.elsewhere, 'a payer that is told of a void is known')
      return withdraw(work, changed, step.reasons, known.elsewhere, known.versions)
  }
}

interface Known {
  readonly profile: PayerProfile | null
  /** All of them, whomever they were for. */
  readonly versions: readonly ClaimVersion[]
  /** The payer's own number of the claim. */
  readonly number: string | null
  readonly elsewhere: Elsewhere | null
  readonly facts: StepFacts
}

/** A payer that paid before the visit was moved to another. */
interface Elsewhere {
  readonly profile: PayerProfile
  readonly family: PayerFamily
  readonly standing: Standing<ClaimVersion>
  readonly number: string | null
}

/** What the payer takes, what it was sent and what it answered; nothing of the latter while a version is on its way. */
export async function knownOf(work: Work, claim: Claim): Promise<Known> {
  const { payerFamily } = claim
  const payerId = payerAsked(claim)
  const profile =
    payerId === null || payerFamily === null ? null : await payerProfile(work, payerId, payerFamily)
  const versions = claim.claimVersion === 0 || isInFlight(claim) ? [] : await versionsOf(work, claim.id)
  const standing = standingAt(versions, payerId)
  const number = standing.decided ? await payerClaimNumberOf(work, claim.id, standing.versions) : null
  const elsewhere = await elsewhereOf(work, claim, versions, payerId)
  const facts: StepFacts = {
    ...wordsOf(standing),
    ...{ acceptsReplacement: profile?.acceptsReplacement ?? false, payerNumberKnown: number !== null },
    paidElsewhere: elsewhere && {
      ...wordsOf(elsewhere.standing),
      family: elsewhere.family,
      acceptsReplacement: elsewhere.profile.acceptsReplacement,
      payerNumberKnown: elsewhere.number !== null,
    },
  }
  return { profile, versions, number, elsewhere, facts }
}

function wordsOf({ newestKind, decided, answered }: Standing) {
  return { newestKind, decided, answered }
}

async function elsewhereOf(
  work: Work,
  claim: Claim,
  versions: readonly ClaimVersion[],
  payerId: string | null,
): Promise<Elsewhere | null> {
  const found = paidElsewhere(versions, payerId)
  const [one] = found?.standing.versions ?? []
  if (!found || !one) return null
  return {
    profile: await payerProfile(work, one.payerId, one.payerFamily),
    family: one.payerFamily,
    standing: found.standing,
    number: await payerClaimNumberOf(work, claim.id, found.standing.versions),
  }
}

async function keep(work: Work, { person, personChanged }: Changed, claim: Claim): Promise<Claim> {
  await commit(work, () => saveClaim(work, claim, personChanged ? person : null), [])
  await watchFiling(work, claim)
  return claim
}

async function voidIt(
  work: Work,
  changed: Changed,
  because: string | null,
  versions: readonly ClaimVersion[],
): Promise<Claim> {
  const { claim, person, personChanged } = changed
  const sent = versions.some(({ sentAt }) => sentAt !== null)
  const gone: Claim = {
    ...claim,
    state: 'voided',
    heldBecause: because,
    version: claim.version + 1,
    unanswered: false,
  }
  const { id, treatmentDayId, coverageOrder, payerId, patientId } = claim
  await commit(work, () => saveClaim(work, gone, personChanged ? person : null), [
    saying(claimVoided, {
      ...{ subject: id, sequence: gone.version, correlationId: treatmentDayId },
      data: {
        claimId: id,
        treatmentDayId,
        coverageOrder,
        payerId,
        patientId,
        wasSent: sent,
        because: claim.heldByPerson === voidedByPerson ? voidedByPerson : 'charge/voided',
      },
    }),
  ])
  await watchFiling(work, gone)
  return gone
}

async function build(
  work: Work,
  changed: Changed,
  { as: kind, reasons }: Extract<Step, { kind: 'build' }>,
  profile: PayerProfile,
  known: Pick<Known, 'versions' | 'number'>,
): Promise<Claim> {
  const { claim, person, answerPerson } = changed
  const { charges } = claim
  if (!charges?.billing) {
    return keep(work, changed, { ...claim, state: 'held', heldBecause: 'claim/captured-before-claims' })
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

/** A void of what another payer has, as that one was sent it: the visit may look otherwise by now. */
async function withdraw(
  work: Work,
  changed: Changed,
  reasons: readonly FrequencyReason[],
  { profile, standing, number }: Elsewhere,
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
    'claimId' | 'state' | 'explanation' | 'chargeCents' | 'batchId' | 'sentAt' | 'answered'
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
    ...{ batchId: null, sentAt: null, answered: null },
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

/** The filing window presses while nothing of the claim is accepted by a payer. */
export async function watchFiling(work: Work, claim: Claim): Promise<void> {
  const waits = claim.state === 'held' || claim.state === 'ready' || claim.state === 'rejected'
  if (!waits || claim.timelyFilingDueOn === null) return clearDeadline(work, filingDeadline, claim.id)
  const { timezone } = await practiceDetails(work)
  await setDeadline(
    work,
    filingDeadline,
    claim.id,
    startOfDayIn(timezone, filingAlarmOn(claim.timelyFilingDueOn)),
  )
}
