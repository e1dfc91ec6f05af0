/** Opens what a payer paid too much as work for a person, and closes it when it is owed again. */
import { type Cents, dayIn, noCents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { ChargeDay } from '../domain/book-charges.ts'
import type { Claim } from '../domain/claim.ts'
import { returnDueOn } from '../domain/overpayment.ts'
import { familyOf } from '../domain/payer-terms.ts'
import { closeOverpayments, keepOverpayments } from '../store/overpayments.ts'
import { practiceZone } from '../store/practice-zone.ts'

export interface Watched {
  readonly claim: Claim
  readonly day: Pick<ChargeDay, 'coverages'>
  readonly overpaidCents: Cents
}

/** `because`: what moved the money; a slug. */
export async function watchOverpayments(
  work: Work,
  watched: readonly Watched[],
  because: string,
): Promise<void> {
  const isOver = ({ overpaidCents }: Watched) => overpaidCents > noCents
  const [over, right] = [watched.filter(isOver), watched.filter((each) => !isOver(each))]
  await closeOverpayments(
    work,
    right.map(({ claim }) => claim),
    because,
  )
  if (over.length === 0) return
  const identifiedOn = dayIn(await practiceZone(work), work.now)
  await keepOverpayments(
    work,
    over.map(({ claim, day, overpaidCents }) => {
      const { id: claimId, treatmentDayId, coverageOrder, payerId, patientId } = claim
      const payerFamily = familyOf(day, claim) || 'commercial'
      return {
        ...{ claimId, treatmentDayId, coverageOrder, payerId, payerFamily, patientId },
        ...{
          amountCents: overpaidCents,
          because,
          identifiedOn,
          dueOn: returnDueOn(payerFamily, identifiedOn),
        },
      }
    }),
  )
}
