/** What becomes of a batch's claims once it is known whether the batch left. */
import { claimSubmitted } from '@tally/contracts'
import { assert } from '@tally/kernel'
import { clearDeadline, commit, saying, setDeadline, underTrace, type Work } from '@tally/platform'
import { type AwaitedAnswer, answerDue } from '../domain/answer-due.ts'
import type { Claim } from '../domain/claim.ts'
import { type Batch, moveBatch } from '../store/batches.ts'
import { type ClaimVersion, moveVersion, versionsOfBatch } from '../store/claim-versions.ts'
import { saveClaim } from '../store/claims.ts'
import { type AtVersion, lockAtVersions, moveTogether } from '../store/claims-together.ts'
import { filingDeadline, watchFiling } from './filing-clock.ts'

/** The process that watches for an answer; its subject is the claim. */
export function awaiting(awaited: AwaitedAnswer): string {
  return `await-${awaited.toLowerCase()}`
}

/** It left: its claims are sent, which is said now and once. `batch` is locked. */
export async function batchSent(work: Work, batch: Batch, says: string): Promise<void> {
  await moveBatch(work, batch.id, { state: 'sent', said: says, sentAt: work.now })
  const waiting = await waitingOf(work, batch)
  moveTogether(work, waiting, { state: 'sent', said: 1, sentAt: work.now })
  for (const at of waiting) {
    const { claim } = at
    await inVisitTrace(work, 'submit claim', claim, async (inTrace) => {
      await commit(inTrace, () => undefined, [submitted(inTrace, at, batch)])
      await clearDeadline(inTrace, filingDeadline, claim.id)
      await setDeadline(inTrace, awaiting('999'), claim.id, answerDue('999', work.now))
    })
  }
}

/** The partner said no to the file as a whole: its claims wait for a person, with what it said. */
export async function batchRefused(work: Work, batch: Batch, says: string): Promise<void> {
  await moveBatch(work, batch.id, { state: 'refused', said: says })
  for (const { claim, version } of await waitingOf(work, batch)) {
    moveVersion(work, version, { state: 'held' })
    const held: Claim = { ...claim, state: 'held', heldBecause: 'partner/refused' }
    await commit(work, () => saveClaim(work, held, null), [])
    await watchFiling(work, held)
  }
}

/** Nobody knows: the claims say so until the partner was asked. */
export async function batchUnknown(work: Work, batch: Batch, says: string, nextTryAt: string): Promise<void> {
  await moveBatch(work, batch.id, { state: 'unknown', said: says, nextTryAt })
  for (const { claim, version } of await waitingOf(work, batch)) {
    if (claim.state === 'unknown') continue
    moveVersion(work, version, { state: 'unknown' })
    await commit(work, () => saveClaim(work, { ...claim, state: 'unknown' }, null), [])
  }
}

/** In the claim's own trace: that it was written and left, and what is answered to it belong under the visit that it began with. */
export function inVisitTrace(
  work: Work,
  name: 'write claim' | 'submit claim' | 'acknowledge claim' | 'flag claim',
  { traceparent }: Claim,
  does: (work: Work) => Promise<void>,
): Promise<void> {
  return underTrace(work, name, traceparent, does)
}

async function waitingOf(work: Work, batch: Batch): Promise<readonly AtVersion[]> {
  const waiting = (await versionsOfBatch(work, batch.id)).filter(
    ({ state }) => state === 'sending' || state === 'unknown',
  )
  const locked = await lockAtVersions(
    work,
    waiting.map(({ claimId }) => claimId),
  )
  for (const { version } of locked)
    assert(version.batchId === batch.id, 'while a version is on its way none is made after it')
  return locked
}

function submitted(work: Work, { claim, version, document }: AtVersion, batch: Batch) {
  const { kind, frequency, replacesClaimNumber, dayVersion, chargeCents, claimNumber, lines } = version
  return saying(claimSubmitted, {
    ...{ subject: claim.id, sequence: claim.version + 1, correlationId: claim.treatmentDayId },
    data: {
      ...identityOf(claim, version),
      ...{ claimNumber, dayVersion, kind, frequency, replacesClaimNumber, chargeCents },
      payerFamily: version.payerFamily,
      billingNpi: claim.billingNpi,
      serviceDate: claim.serviceDate,
      lines: lines.map((line) => ({ ...line, modifiers: [...line.modifiers] })),
      signedAt: claim.charges?.billing?.signedAt ?? null,
      submittedAt: work.now,
      partnerId: batch.partnerId,
      batchId: batch.id,
      digest: batch.digest,
      timelyFilingDueOn: claim.timelyFilingDueOn,
    },
    sealed: {
      memberId: document.subscriber.memberId,
      payerClaimNumber: document.payerClaimNumber,
    },
  })
}

/** A claim version as every event of it names it. */
export function identityOf(claim: Claim, version: Pick<ClaimVersion, 'version' | 'claimNumber' | 'payerId'>) {
  return {
    claimId: claim.id,
    treatmentDayId: claim.treatmentDayId,
    coverageOrder: claim.coverageOrder,
    claimVersion: version.version,
    claimNumber: version.claimNumber,
    payerId: version.payerId,
    patientId: claim.patientId,
  }
}
