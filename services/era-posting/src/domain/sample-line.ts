/** A line as a payer answered it, from what a test wants to say: cents, and adjustments as `CO 45 2000, PR 2 1600`. */
import { cents, sumOf } from '@tally/kernel'
import type { AdjudicatedLine } from './adjudicate-lines.ts'

export interface SampleAnswer {
  readonly paid: number
  readonly words?: string
  /** AMT*B6; where it is left out: paid, the patient's share and CARC 253. */
  readonly b6?: number | null
  readonly modifiers?: readonly string[]
  readonly denied?: boolean
  readonly units?: number | null
}

/** Its charge is what was paid and adjusted. */
export function sampleLine({ paid, words = '', b6, ...more }: SampleAnswer): AdjudicatedLine {
  const adjustments = words.split(', ').flatMap((each) => {
    const [group, reason, amount] = each.split(' ')
    if (group === undefined || reason === undefined) return []
    return [{ group, reason, amountCents: cents(Number(amount)), quantity: null }]
  })
  const counts = adjustments.filter(({ group, reason }) => group === 'PR' || reason === '253')
  const allowed = b6 === undefined ? sumOf([cents(paid), ...counts.map((each) => each.amountCents)]) : b6
  return {
    ...{ chargeLineId: 'L1', procedureCode: '97110', modifiers: more.modifiers ?? ['GP'] },
    ...{ unitsPaid: more.units === undefined ? 1 : more.units, remarks: [], adjustments },
    ...{ denied: more.denied ?? false, paidCents: cents(paid) },
    chargeCents: sumOf([cents(paid), ...adjustments.map(({ amountCents }) => amountCents)]),
    allowedCents: allowed === null ? null : cents(allowed),
    reported: { paidCents: cents(paid), adjustments },
  }
}
