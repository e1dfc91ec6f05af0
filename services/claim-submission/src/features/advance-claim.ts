/**
 * Carries out what a claim's facts ask for, in the transaction that changed them: hold it with its reason, make
 * its next version, void or close it. Whoever changes a claim ends here.
 */
import { claimVoided } from '@tally/contracts'
import { assert } from '@tally/kernel'
import { commit, saying, type Work } from '@tally/platform'
import { stillAsked } from '../domain/asked-again.ts'
import { type Claim, voidedByPerson } from '../domain/claim.ts'
import { isCorrected, nextStep, type Step } from '../domain/join-claim.ts'
import type { ClaimVersion } from '../store/claim-versions.ts'
import { saveClaim } from '../store/claims.ts'
import { build, type Changed, keepClaim, saysWhatWasSent, withdraw } from './draft-version.ts'
import { watchFiling } from './filing-clock.ts'
import { knownOf } from './known-of-claim.ts'

/** Saves the changed claim with what follows from it; `asked` where a person wants that, whatever stands. */
export async function advanceClaim(work: Work, changed: Changed, asked: Step | null = null): Promise<Claim> {
  const { claim } = changed
  const known = await knownOf(work, claim)
  const { facts } = known
  // Of the others nobody asked that they go again, and their person need not be opened.
  const again =
    facts.decided || claim.state === 'rejected' ? stillAsked(changed.person.asked, known.versions) : null
  const neverAdjudicated = again?.neverAdjudicated ?? false
  const sameAsSent =
    !asked && !again && isCorrected(claim, facts) && (await saysWhatWasSent(work, changed, known.versions))
  const step = asked ?? nextStep(claim, { ...facts, neverAdjudicated, sameAsSent })
  switch (step.kind) {
    case 'wait':
      return keepClaim(work, changed, claim)
    case 'stand':
      return keepClaim(work, changed, { ...claim, heldBecause: step.because })
    case 'same': {
      const { capturedVersion: builtDayVersion } = claim
      return keepClaim(work, changed, { ...claim, builtDayVersion, heldBecause: step.because })
    }
    case 'hold':
      return keepClaim(work, changed, { ...claim, state: 'held', heldBecause: step.because })
    case 'close':
      return keepClaim(work, changed, { ...claim, state: 'closed', heldBecause: step.because })
    case 'void':
      return voidIt(work, changed, step.because, known.versions)
    case 'build':
      return known.profile
        ? build(work, changed, step, known.profile, known)
        : keepClaim(work, changed, claim)
    case 'withdraw': {
      const decided = known.elsewhere ?? known.own
      assert(decided, 'a payer that is told of a void is known')
      return withdraw(work, changed, step.reasons, decided, known.versions)
    }
  }
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
