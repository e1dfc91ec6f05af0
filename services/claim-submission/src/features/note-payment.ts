/**
 * Hears what era-posting posted: the version is adjudicated, and when nothing is open any more the claim is closed. A payer answers
 * a void by taking its decision back (CLP02 22), mostly under the number of what it had decided on. What a later payer answers, to
 * which the first one handed the claim on, is no answer to what we sent; what a person takes apart was none.
 */
import { claimSettled, type DataOf, paymentPosted, paymentReversed } from '@tally/contracts'
import { cents, noCents } from '@tally/kernel'
import { clearDeadline, commit, hears, on, type Work } from '@tally/platform'
import { answers } from '../domain/answer-due.ts'
import { type Claim, isInFlight } from '../domain/claim.ts'
import { afterTakeback, type RemittanceAnswer, standingOf } from '../domain/remittance-answers.ts'
import { standingAt } from '../domain/standing-at-payer.ts'
import { lockBatch } from '../store/batches.ts'
import { type ClaimVersion, moveVersion, versionByNumber, versionsOf } from '../store/claim-versions.ts'
import { type Joined, lockClaim, saveClaim } from '../store/claims.ts'
import { advanceClaim } from './advance-claim.ts'
import { answerUndone } from './answer-undone.ts'
import { awaiting, batchSent } from './batch-left.ts'

export const notePayment = hears(
  'note-payment',
  [
    on(
      paymentPosted,
      async (work, { data, person }) => {
        const version = await versionByNumber(work, data.claimNumber)
        if (!version) return
        await batchSettled(work, version)
        const joined = await lockClaim(work, version.claimId)
        if (joined.claim?.coverageOrder !== data.coverageOrder) return
        const payerClaimNumber = person?.payerClaimNumber ?? null
        const { remittanceId } = data
        const paid = { remittanceId, remarks: remarksOf(data), paidCents: cents(data.paidCents) }
        moveVersion(work, version, {
          state: 'adjudicated',
          answers: [...version.answers, { ...paid, takenBack: false }],
          ...(payerClaimNumber === null ? {} : { payerClaimNumber }),
        })
        if (joined.claim?.claimVersion === version.version) await adjudicated(work, joined, joined.claim)
      },
      { opens: true },
    ),
    on(
      paymentReversed,
      (work, { data, person }) =>
        // A person who takes a match apart is no payer's answer.
        data.because === undefined
          ? takenBack(work, data)
          : answerUndone(work, data, person?.payerClaimNumber ?? null),
      { opens: true },
    ),
    on(claimSettled, async (work, { data }) => {
      const { claim } = await lockClaim(work, data.claimId)
      if (claim?.state !== 'adjudicated' || claim.claimNumber !== data.claimNumber) return
      await commit(work, () => saveClaim(work, { ...claim, state: 'closed' }, null), [])
    }),
  ],
  ({ data }) => (typeof data.treatmentDayId === 'string' ? data.treatmentDayId : undefined),
)

/** What the payer had paid it has back; and a void to it that is on its way is answered once it has all of it. */
async function takenBack(work: Work, data: DataOf<typeof paymentReversed>): Promise<void> {
  const version = await versionByNumber(work, data.claimNumber)
  if (!version) return
  const { remittanceId, reversesRemittanceId, paidCents } = data
  const before = await versionsOf(work, version.claimId)
  const holds = ({ answers }: ClaimVersion) =>
    answers.some((each) => each.remittanceId === reversesRemittanceId)
  // It may name a later version than the one that was answered.
  const meant = holds(version) ? version : (before.findLast(holds) ?? version)
  const taken = { remittanceId: reversesRemittanceId, paidCents: cents(paidCents) }
  const answers = afterTakeback(meant.answers, taken)
  const after = before.map((each) =>
    each.version === meant.version ? { ...each, answers, answered: standingOf(answers) } : each,
  )
  const newest = before.at(-1) ?? version
  const { kind, payerId, batchId } = newest
  const voids = kind === 'void' && payerId === version.payerId && batchId !== null
  const answersVoid = voids && standingAt(after, payerId).answered?.paid !== true
  if (answersVoid) await batchSettled(work, newest)
  const joined = await lockClaim(work, version.claimId)
  const { claim } = joined
  if (claim?.coverageOrder !== data.coverageOrder) return
  moveVersion(work, meant, { answers })
  if (!answersVoid || claim.claimVersion !== newest.version) return
  const gone: RemittanceAnswer = { remittanceId, remarks: [], paidCents: noCents, takenBack: false }
  moveVersion(work, newest, { state: 'adjudicated', answers: [...newest.answers, gone] })
  await adjudicated(work, joined, claim)
}

/** RARC of the claim and its lines: some of them decide how the claim may go again. */
function remarksOf({ remarks, lines }: DataOf<typeof paymentPosted>): string[] {
  return [...new Set([...remarks, ...lines.flatMap((line) => line.remarks)])]
}

const proved = new WeakMap<Work['held'], Map<string, Promise<void>>>()

/**
 * A payer that pays has the claim, whatever became of the send: its batch left, which is said once however many of its claims
 * are paid in this transaction, and before any of them goes on. Asked of the version alone: a remittance has claims of many
 * batches, and locking each would stop other payments.
 */
async function batchSettled(work: Work, { batchId, state }: ClaimVersion): Promise<void> {
  if (batchId === null) return
  const batches = proved.get(work.held) ?? new Map<string, Promise<void>>()
  proved.set(work.held, batches)
  if ((state === 'sending' || state === 'unknown') && !batches.has(batchId))
    batches.set(batchId, moneyProvesSending(work, batchId))
  await batches.get(batchId)
}

async function moneyProvesSending(work: Work, batchId: string): Promise<void> {
  const batch = await lockBatch(work, batchId)
  if (batch?.state === 'written' || batch?.state === 'unknown')
    await batchSent(work, batch, 'its payment came')
}

async function adjudicated(work: Work, joined: Joined, claim: Claim): Promise<void> {
  for (const each of answers) await clearDeadline(work, awaiting(each), claim.id)
  const known = isInFlight(claim) || claim.state === 'rejected'
  const decided: Claim = known
    ? { ...claim, state: 'adjudicated', unanswered: false, heldBecause: null }
    : claim
  // A correction or void that waited for the answer goes on from here.
  await advanceClaim(work, { ...joined, claim: decided, personChanged: false })
}
