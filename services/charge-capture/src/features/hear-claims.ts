/** Hears how far a day's claim is, and what was allowed in the end: a correction's plan and the year's threshold go by it. */
import { claimAcknowledged, claimRejected, claimSubmitted, paymentPosted } from '@tally/contracts'
import type { PayerFamily } from '@tally/kernel'
import { hears, on, touchesDay, type Work } from '@tally/platform'
import { keepAdjudicated, keepAllowed, keepStanding, type StandingState } from '../store/heard.ts'
import { decideKxAfter } from './kx-clock.ts'

interface OfClaim {
  readonly treatmentDayId: string
  readonly coverageOrder: number
  readonly claimId: string
  readonly payerId: string
  /** Said when it goes out. */
  readonly payerFamily?: PayerFamily
}

export const hearClaims = hears(
  'hear-claims',
  [
    on(claimSubmitted, (work, { data, envelope }) => keep(work, data, envelope.sequence, 'sent')),
    on(claimAcknowledged, (work, { data, envelope }) => keep(work, data, envelope.sequence, data.state)),
    on(claimRejected, (work, { data, envelope }) => keep(work, data, envelope.sequence, 'rejected')),
    on(paymentPosted, async (work, { data }) => {
      const { treatmentDayId, coverageOrder, lines, patientId, serviceDate } = data
      await keepAdjudicated(work, treatmentDayId, coverageOrder, data.paidCents > 0)
      if (coverageOrder !== 1) return
      const allowed = lines.flatMap(({ chargeLineId, allowedCents }) =>
        allowedCents === null || allowedCents < 0 ? [] : [{ id: chargeLineId, allowedCents }],
      )
      // A later day that waits at the threshold may be below it, or one that is out above it.
      if (await keepAllowed(work, treatmentDayId, allowed))
        await decideKxAfter(work, patientId, { serviceDate, id: treatmentDayId })
    }),
  ],
  touchesDay,
)

function keep(work: Work, claim: OfClaim, sequence: number, state: StandingState): Promise<void> {
  const { treatmentDayId, coverageOrder, claimId, payerId, payerFamily = null } = claim
  return keepStanding(work, {
    ...{ treatmentDayId, coverageOrder, claimId, payerId, payerFamily, sequence, state },
  })
}
