/**
 * Hears how far a day's claim is, and what payers allowed and took back: a correction's plan and the year's threshold go by it.
 */
import {
  claimAcknowledged,
  claimRejected,
  claimSubmitted,
  claimVoided,
  type DataOf,
  type Envelope,
  paymentPosted,
  paymentReversed,
} from '@tally/contracts'
import type { PayerFamily } from '@tally/kernel'
import { hears, on, touchesDay, type Work } from '@tally/platform'
import {
  allowedFor,
  type ClaimHeard,
  type ClaimWord,
  type MoneyWord,
  type PayerAnswer,
  withAnswer,
  withEnd,
  withoutAnswer,
  withWord,
} from '../domain/claim-standing.ts'
import { type ClaimPlace, lockClaim, saveClaim } from '../store/claim-standings.ts'
import { keepAllowed } from '../store/heard.ts'
import { decideKxAfter } from './kx-clock.ts'

type Posted = DataOf<typeof paymentPosted>

interface OfClaim extends ClaimPlace {
  readonly claimVersion: number
  readonly payerId: string
  /** Said when it goes out. */
  readonly payerFamily?: PayerFamily
}

/** As claim-submission says it: whatever the visit becomes, until that person releases it. */
const voidedByPerson = 'claim/voided-by-person'

export const hearClaims = hears(
  'hear-claims',
  [
    on(claimSubmitted, (work, { data, envelope }) => keep(work, data, envelope.sequence, 'sent')),
    on(claimAcknowledged, (work, { data, envelope }) => keep(work, data, envelope.sequence, data.state)),
    on(claimRejected, (work, { data, envelope }) =>
      keep(work, data, envelope.sequence, 'rejected', data.stands ?? null),
    ),
    on(claimVoided, async (work, { data, envelope }) => {
      const { payerId, because } = data
      const state = because === voidedByPerson ? 'withdrawn' : 'voided'
      const heard = await lockClaim(work, data)
      const now = withEnd(heard, { sequence: envelope.sequence, state, payerId })
      if (now !== heard) saveClaim(work, data, now)
    }),
    on(paymentPosted, (work, { data, envelope }) =>
      keepMoney(work, data, (heard) => withAnswer(heard, wordOf(data, envelope), answerOf(data))),
    ),
    on(paymentReversed, (work, { data, envelope }) => {
      const { reversesRemittanceId: remittanceId, because } = data
      const position = because === undefined ? null : data.position
      return keepMoney(work, data, (heard) =>
        withoutAnswer(heard, wordOf(data, envelope), { remittanceId, position }),
      )
    }),
  ],
  touchesDay,
)

async function keep(
  work: Work,
  claim: OfClaim,
  sequence: number,
  state: ClaimWord['state'],
  stands: ClaimWord['stands'] = null,
): Promise<void> {
  const { claimVersion, payerId, payerFamily = null } = claim
  const heard = await lockClaim(work, claim)
  const now = withWord(heard, { sequence, state, claimVersion, payerId, payerFamily, stands })
  if (now !== heard) saveClaim(work, claim, now)
}

type OfMoney = Pick<Posted, 'patientId' | 'serviceDate' | 'lines'> & ClaimPlace

async function keepMoney(work: Work, data: OfMoney, after: (heard: ClaimHeard) => ClaimHeard): Promise<void> {
  const { treatmentDayId, coverageOrder, patientId, serviceDate } = data
  const heard = await lockClaim(work, data)
  const now = after(heard)
  if (now === heard) return
  saveClaim(work, data, now)
  if (coverageOrder !== 1) return
  // A later day that waits at the threshold may be below it, or one that is out above it.
  if (await keepAllowed(work, treatmentDayId, allowedFor(now, linesTouched(heard, now, data))))
    await decideKxAfter(work, patientId, { serviceDate, id: treatmentDayId })
}

/** Those that an answer spoke of before or speaks of now; of one that was heard before answers were kept, those taken back. */
function linesTouched(before: ClaimHeard, now: ClaimHeard, { lines }: OfMoney): string[] {
  const told = [before, now].flatMap(({ answers }) => answers.flatMap(({ allowed }) => Object.keys(allowed)))
  const isTakenBack = now.answers.length <= before.answers.length
  return [...new Set([...told, ...(isTakenBack ? lines.map(({ chargeLineId }) => chargeLineId) : [])])]
}

function wordOf({ claimId }: ClaimPlace, { sequence }: Envelope): MoneyWord {
  return { claimId, sequence }
}

function answerOf({ remittanceId, position, claimVersion, payerId, paidCents, lines }: Posted): PayerAnswer {
  const allowed = lines.flatMap(({ chargeLineId, allowedCents }) =>
    allowedCents === null || allowedCents < 0 ? [] : [[chargeLineId, allowedCents] as const],
  )
  const paid = paidCents > 0
  return { remittanceId, position, claimVersion, payerId, paid, allowed: Object.fromEntries(allowed) }
}
