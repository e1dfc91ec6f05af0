/**
 * Hears what payers decided: opens a denial for each part that is denied, resolves those that no longer are, and marks what
 * was taken back until a new decision follows. An answer that a person took off a claim leaves nothing behind.
 */
import { type DataOf, paymentPosted, paymentReversed, paymentVarianceFound } from '@tally/contracts'
import { dayIn, isPaymentDecision, plusMilliseconds, serviceDate } from '@tally/kernel'
import { clearDeadline, hears, on, setDeadline, touchesDay, type Work } from '@tally/platform'
import { isOfLetter } from '../domain/answer-appeal.ts'
import {
  asAnsweredBy,
  type ClaimStanding,
  hearing,
  named,
  owedAgain,
  withDecision,
  withoutDecision,
} from '../domain/claim-standing.ts'
import { answered, resolved } from '../domain/denial.ts'
import { openForPart, type Received, renewed } from '../domain/open-denial.ts'
import { settleDenials } from '../domain/settle-denials.ts'
import { deniedParts } from '../domain/what-counts-as-denied.ts'
import { appealsOf, endPending } from '../store/appeals.ts'
import { lockClaim, saveClaim } from '../store/claims.ts'
import { unresolvedOf } from '../store/denials.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { byEvent, keepChanged, keepOpened, keepResolved, resolveAll } from './keep-denial.ts'
import { correctionFollowsMs, takeback } from './open-when-taken-back.ts'
import { surroundingsOf } from './surroundings.ts'
import { undoTheAnswer } from './undo-answer.ts'

type Posted = DataOf<typeof paymentPosted>
type Reversed = DataOf<typeof paymentReversed>

export const followPayments = hears(
  'follow-payments',
  [
    on(paymentPosted, async (work, { envelope, data }) => {
      const claim = hearing(await lockClaim(work, data), envelope.type, envelope.sequence)
      if (!claim) return
      if (!isPaymentDecision(data.status)) return saveClaim(work, claim)
      if (data.coverageOrder !== claim.coverageOrder) {
        await saveClaim(work, claim)
        return settle(work, asAnsweredBy(claim, data), data, false)
      }
      const { claimVersion: newestSent } = claim
      const decided: ClaimStanding = {
        ...{ ...named(claim, data), patientId: data.patientId, serviceDate: serviceDate(data.serviceDate) },
        standing: claim.standing === 'voided' ? 'voided' : 'adjudicated',
        ...{ wasAdjudicated: true, unansweredFor: null },
        ...{ lastRemittanceId: data.remittanceId, takenBack: null },
        decisions: withDecision(claim, data),
      }
      await saveClaim(work, decided)
      if (claim.takenBack) await clearDeadline(work, takeback, claim.id)
      await settle(work, decided, data, data.claimVersion < newestSent)
    }),
    on(paymentReversed, async (work, { envelope, data }) => {
      const claim = hearing(await lockClaim(work, data), envelope.type, envelope.sequence)
      if (!claim) return
      // A person undid a match; else a payer took its answer back.
      if (data.because !== undefined) return undoTheAnswer(work, claim, data)
      await takeBack(work, claim, data)
    }),
    on(paymentVarianceFound, async (work, { envelope, data }) => {
      const { chargeLineId, expectedAllowedCents } = data
      const claim = hearing(await lockClaim(work, data), envelope.type, envelope.sequence)
      if (!claim) return
      await saveClaim(work, {
        ...claim,
        expected: { ...claim.expected, [chargeLineId]: expectedAllowedCents },
      })
    }),
  ],
  touchesDay,
)

async function settle(work: Work, claim: ClaimStanding, data: Posted, sentAgain: boolean): Promise<void> {
  const parts = deniedParts(data)
  const denials = (await unresolvedOf(work, claim.id)).filter(
    ({ coverageOrder }) => coverageOrder === claim.coverageOrder,
  )
  if (parts.length === 0 && denials.length === 0) return
  const zone = await practiceZone(work)
  const around = await surroundingsOf(work, claim, zone)
  const received = receivedAs(data, zone)
  const { settled, fresh } = settleDenials(denials, data, parts)
  for (const each of settled) {
    if (each.how === 'resolved') {
      await keepResolved(work, each.denial, byEvent(each.denial.resolvedBecause ?? each.how), zone)
      continue
    }
    const last = (await appealsOf(work, each.denial.id)).at(-1)
    await endPending(work, each.denial.id, 'upheld', around.today)
    const isKnown = isOfLetter(each.denial, last, data.claimVersion)
    const told = isKnown ? { ...received, receivedOn: each.denial.receivedOn } : received
    const again = renewed(each.denial, each.part.amountCents, told, claim, around)
    await keepChanged(work, answered(each.denial, again, data.remittanceId), byEvent('denied-again'), zone)
  }
  for (const part of fresh) await openOne(work, openForPart(part, claim, received, around), zone, sentAgain)
}

/** `sentAgain`: it answers a version that was replaced meanwhile. Its denial is recorded, and what went out since resolves it at once. */
async function openOne(
  work: Work,
  denial: ReturnType<typeof openForPart>,
  zone: string,
  sentAgain: boolean,
): Promise<void> {
  await keepOpened(work, denial, zone)
  if (!sentAgain) return
  const because = 'claim/sent-again'
  await keepResolved(work, resolved(denial, 'resubmitted', because), byEvent(because), zone)
}

async function takeBack(work: Work, claim: ClaimStanding, data: Reversed): Promise<void> {
  const zone = await practiceZone(work)
  const known: ClaimStanding = {
    ...{ ...claim, patientId: data.patientId, serviceDate: serviceDate(data.serviceDate) },
    decisions: withoutDecision(claim.decisions, data.reversesRemittanceId),
  }
  const { remittanceId, reversesRemittanceId } = data
  const cancelled = (await unresolvedOf(work, claim.id)).filter(
    (denial) => denial.source === 'payment' && denial.remittanceId === reversesRemittanceId,
  )
  await resolveAll(work, cancelled, 'closed', 'payment/reversed', zone)
  // A later payer that the claim was handed on to: what ours owes stands as it did.
  if (data.coverageOrder !== claim.coverageOrder) return saveClaim(work, claim)
  // We voided the claim, so that no decision will follow; or the correction was heard before its reversal.
  const expected = claim.standing === 'voided' || claim.lastRemittanceId === remittanceId
  const owedCents = owedAgain(claim, data)
  if (expected || owedCents === 0) return saveClaim(work, known)
  const { receivedOn } = receivedAs(data, zone)
  // One that waits already is not forgotten: the payer may take back several payments of a claim.
  const { amountCents: before, remarks: said } = claim.takenBack ?? { amountCents: 0, remarks: [] }
  const remarks = [...said, ...data.remarks, ...data.lines.flatMap((line) => line.remarks)]
  const amountCents = before + owedCents
  await saveClaim(work, { ...known, takenBack: { remittanceId, receivedOn, amountCents, remarks } })
  await setDeadline(work, takeback, claim.id, plusMilliseconds(work.now, correctionFollowsMs))
}

function receivedAs(data: Posted | Reversed, zone: string): Received & { readonly remittanceId: string } {
  const { remittanceId, claimVersion, claimNumber, receivedAt } = data
  return { remittanceId, claimVersion, claimNumber, receivedOn: dayIn(zone, receivedAt) }
}
