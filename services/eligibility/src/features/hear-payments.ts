/** Hears which days their first payer has decided on: what it says it counted holds our part of those alone. */
import { paymentPosted, paymentReversed } from '@tally/contracts'
import { hears, on, touchesDay } from '@tally/platform'
import { keepDecided, keepUndecided } from '../store/decided-days.ts'

export const hearPayments = hears(
  'hear-payments',
  [
    on(paymentPosted, async (work, { data }) => {
      if (data.coverageOrder === 1) keepDecided(work, data.treatmentDayId)
    }),
    on(paymentReversed, async (work, { data }) => {
      if (data.coverageOrder === 1) keepUndecided(work, data.treatmentDayId)
    }),
  ],
  touchesDay,
)
