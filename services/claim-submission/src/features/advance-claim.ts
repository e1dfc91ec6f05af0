/**
 * Carries out what a claim's facts ask for, in the transaction that changed them: hold it with its reason, make
 * its next version, void or close it. Whoever changes a claim ends here.
 */
import { claimVoided } from '@tally/contracts'
import { base32, cents, dayIn, startOfDayIn } from '@tally/kernel'
import {
  clearDeadline,
  commit,
  type PracticeDetailsRead,
  practiceDetails,
  saying,
  setDeadline,
  type Work,
} from '@tally/platform'
import { claimNumberWithCheck, problemsOfClaim } from '@tally/x12'
import { assembleClaim } from '../domain/assemble-claim.ts'
import { checkWritten, claimRulesOf, refused } from '../domain/check-written.ts'
import { type Claim, type ClaimPerson, isInFlight, payerKnows } from '../domain/claim.ts'
import type { FrequencyReason } from '../domain/decide-frequency.ts'
import { filingAlarmOn } from '../domain/filing-deadline.ts'
import { nextStep, type Step, type StepFacts } from '../domain/join-claim.ts'
import type { PayerProfile } from '../domain/payer-profile.ts'
import { type Scrubbed, scrubClaim } from '../domain/scrub-claim.ts'
import { defaultWindow, readyAt } from '../domain/send-window.ts'
import { type ClaimVersion, payerClaimNumberOf, saveVersion, versionsOf } from '../store/claim-versions.ts'
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
  const step = asked ?? nextStep(claim, known.facts)
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
  }
}

interface Known {
  readonly profile: PayerProfile | null
  readonly versions: readonly ClaimVersion[]
  /** The payer's own number of the claim. */
  readonly number: string | null
  readonly facts: StepFacts
}

/** What the payer takes, what it was sent and what it answered; nothing of the latter while a version is on its way. */
export async function knownOf(work: Work, claim: Claim): Promise<Known> {
  const { payerId, payerFamily } = claim
  const profile =
    payerId === null || payerFamily === null ? null : await payerProfile(work, payerId, payerFamily)
  const versions = claim.claimVersion === 0 || isInFlight(claim) ? [] : await versionsOf(work, claim.id)
  const newestKind = versions.at(-1)?.kind ?? null
  const number = payerKnows(claim, newestKind) ? await payerClaimNumberOf(work, claim.id) : null
  const answers = versions.flatMap(({ answered }) => answered ?? [])
  const newest = answers.at(-1)
  const facts = {
    acceptsReplacement: profile?.acceptsReplacement ?? false,
    payerNumberKnown: number !== null,
    newestKind,
    answered: newest
      ? { remarks: newest.remarks, paid: answers.some(({ paidCents }) => paidCents > 0) }
      : null,
  }
  return { profile, versions, number, facts }
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
        because: 'charge/voided',
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
  const { claim, person, answerPerson, personChanged } = changed
  const { charges } = claim
  if (!charges?.billing) {
    return keep(work, changed, { ...claim, state: 'held', heldBecause: 'claim/captured-before-claims' })
  }
  const practice = await practiceDetails(work)
  const draft = ['held', 'ready'].includes(claim.state) && known.versions.at(-1)?.batchId === null
  const version = draft ? claim.claimVersion : claim.claimVersion + 1
  const frequency = { original: '1', replacement: '7', void: '8' }[kind] as ClaimVersion['frequency']
  const claimNumber = numberOf(work, claim.id, version)
  const document = assembleClaim(claim, charges, person.visits, {
    ...{ claimNumber, frequency, payerClaimNumber: frequency === '1' ? null : known.number },
    priorAuthorization: answerPerson?.priorAuthorization ?? null,
  })
  const explanation = [...reasons.map(passed), ...explain(work, claim, profile, practice, document)]
  const stopped = explanation.filter(({ outcome }) => outcome === 'hold')
  const state = stopped.length > 0 ? 'held' : 'ready'
  const built: Claim = {
    ...claim,
    ...{
      state,
      claimVersion: version,
      claimNumber,
      builtDayVersion: claim.capturedVersion,
      unanswered: false,
    },
    heldBecause: stopped.length > 0 ? [...new Set(stopped.map(({ rule }) => rule))].join(' ') : null,
    readyAt:
      stopped.length > 0
        ? null
        : readyAt(windowOf(profile, practice), practice.timezone, charges.billing.signedAt, work.now),
  }
  const made: ClaimVersion = {
    ...{ claimId: claim.id, version, claimNumber, kind, frequency, state, explanation },
    replacesClaimNumber: kind === 'original' ? null : replacedBy(version, known.versions),
    dayVersion: claim.capturedVersion,
    chargeCents: document.chargeCents,
    lines: charges.lines
      .filter(({ units }) => units > 0)
      .map(({ chargeLineId, procedureCode, modifiers, units, chargeCents, expectedAllowedCents }) => ({
        ...{ chargeLineId, procedureCode, modifiers, units },
        chargeCents: cents(chargeCents),
        expectedAllowedCents: expectedAllowedCents === null ? null : cents(expectedAllowedCents),
      })),
    ...{ batchId: null, sentAt: null, answered: null },
  }
  await commit(work, async () => {
    saveClaim(work, built, personChanged ? person : null)
    saveVersion(work, made, document)
  }, [])
  await watchFiling(work, built)
  return built
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
