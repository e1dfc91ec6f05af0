import type { PayerFamily } from '@tally/kernel'
import { expect, it } from 'vitest'
import type { StandingState } from '../store/heard.ts'
import { type ClaimPlan, claimPlanOf } from './claim-plan.ts'

type Say = 'captured' | 'corrected' | 'held' | 'voided' | 'nothing'

const planOf = (standing: StandingState | null, say: Say, family: PayerFamily, moved = false) =>
  claimPlanOf({
    before: { id: 'day_1', capturedAs: 1 },
    recorded: {
      recoded: { day: { id: moved ? 'day_2' : 'day_1' }, say },
      encounters: [
        {
          responsibleParty: 'insurance',
          coverages: [
            { order: 2, payerId: 'SECOND', family: 'workers-comp', memberKey: null },
            { order: 1, payerId: 'FIRST', family, memberKey: null },
          ],
        },
      ],
    },
    standing,
  })

it.each<[StandingState | null, ClaimPlan, ClaimPlan, ClaimPlan]>([
  // How far the claim came, and the plan when its day was corrected, left for another one, left without a visit.
  [null, 'replace-draft', 'replace-draft', 'none'],
  ['rejected', 'send-new', 'send-new', 'none'],
  ['sent', 'wait-for-answer', 'wait-for-answer', 'wait-for-answer'],
  ['received', 'wait-for-answer', 'wait-for-answer', 'wait-for-answer'],
  ['accepted', 'wait-for-answer', 'wait-for-answer', 'wait-for-answer'],
  ['adjudicated', 'send-replacement', 'void-then-new', 'send-void'],
])('a claim that is %s: corrected %s, moved %s, voided %s', (standing, corrected, moved, voided) => {
  expect(planOf(standing, 'corrected', 'commercial')).toBe(corrected)
  expect(planOf(standing, 'captured', 'commercial', true)).toBe(moved)
  expect(planOf(standing, 'voided', 'commercial')).toBe(voided)
})

it.each<[Say, boolean]>([
  ['corrected', false],
  ['captured', true],
  ['voided', false],
])('Medicare Part B reopens what it decided on: %s, moved %s', (say, moved) => {
  expect(planOf('adjudicated', say, 'medicare-b', moved)).toBe('reopening')
})

it('what changes no charge, or comes before the first, plans nothing', () => {
  expect(planOf('adjudicated', 'nothing', 'commercial')).toBe('none')
  const recorded = {
    recoded: { day: { id: 'day_1' }, say: 'captured' as const },
    encounters: [],
  }
  expect(claimPlanOf({ before: { id: 'day_1', capturedAs: null }, recorded, standing: null })).toBe('none')
})
