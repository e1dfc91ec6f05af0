import { describe, expect, it } from 'vitest'
import type { ClaimState } from './claim.ts'
import { type HeardBack, hearBack } from './hear-back.ts'

const heard = (
  stage: HeardBack['stage'],
  verdict: HeardBack['verdict'],
  payerClaimNumber: string | null = null,
) => ({
  ...{ stage, verdict, payerClaimNumber },
  codes: [],
})

it.each<[ClaimState, HeardBack, ClaimState, string]>([
  ['sending', heard('interchange', 'accepted'), 'sent', 'nothing'],
  ['unknown', heard('transaction', 'accepted'), 'sent', 'nothing'],
  ['sent', heard('transaction', 'accepted'), 'sent', 'nothing'],
  ['sent', heard('clearinghouse', 'received'), 'received', 'acknowledged'],
  ['sent', heard('payer', 'accepted', 'ICN1'), 'accepted', 'acknowledged'],
  ['received', heard('payer', 'accepted'), 'accepted', 'acknowledged'],
  // What comes late takes nothing back.
  ['accepted', heard('clearinghouse', 'received'), 'accepted', 'nothing'],
  ['accepted', heard('transaction', 'accepted'), 'accepted', 'nothing'],
  ['accepted', heard('payer', 'accepted'), 'accepted', 'nothing'],
  // … but the payer's own number is news.
  ['accepted', heard('payer', 'accepted', 'ICN1'), 'accepted', 'acknowledged'],
  ['sent', heard('interchange', 'rejected'), 'rejected', 'rejected'],
  ['sent', heard('transaction', 'rejected'), 'rejected', 'rejected'],
  ['accepted', heard('payer', 'rejected'), 'rejected', 'rejected'],
  ['rejected', heard('payer', 'accepted', 'ICN1'), 'rejected', 'nothing'],
  // Money has spoken.
  ['adjudicated', heard('payer', 'rejected'), 'adjudicated', 'nothing'],
  ['closed', heard('payer', 'accepted'), 'closed', 'nothing'],
  ['voided', heard('payer', 'accepted'), 'voided', 'nothing'],
])('a claim that is %s hears %o: %s, %s', (state, back, becomes, say) => {
  expect(hearBack(state, back)).toEqual({ state: becomes, say })
})
describe.each(['sending', 'unknown', 'sent', 'received', 'accepted'] as const)(
  'in any order, from %s',
  (state) => {
    it('a receipt and an acceptance end as accepted', () => {
      const [receipt, acceptance] = [heard('clearinghouse', 'received'), heard('payer', 'accepted')]
      expect(hearBack(hearBack(state, receipt).state, acceptance).state).toBe('accepted')
      expect(hearBack(hearBack(state, acceptance).state, receipt).state).toBe('accepted')
    })
  },
)
