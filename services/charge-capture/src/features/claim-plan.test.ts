import type { PayerFamily } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import type { Standing, StandingState } from '../domain/claim-standing.ts'
import { type ClaimPlan, claimPlanOf } from './claim-plan.ts'

type Say = 'captured' | 'corrected' | 'held' | 'voided' | 'nothing'

const standingAt = (state: StandingState, changes: Partial<Standing> = {}): Standing => ({
  ...{ state, payerId: 'FIRST', payerFamily: null, paid: true, ...changes },
})
const planOf = (
  state: StandingState | null,
  say: Say,
  family: PayerFamily,
  moved = false,
  changesClaim = true,
) =>
  claimPlanOf({
    before: { id: 'day_1', capturedAs: 1 },
    recorded: {
      recoded: { day: { id: moved ? 'day_2' : 'day_1' }, say, changesClaim },
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
    standing: state && standingAt(state),
  })

it.each<[StandingState | null, ClaimPlan, ClaimPlan, ClaimPlan]>([
  // How far the claim came, and the plan when its day was corrected, left for another one, left without a visit.
  [null, 'replace-draft', 'replace-draft', 'none'],
  ['rejected', 'send-new', 'send-new', 'none'],
  ['sent', 'wait-for-answer', 'wait-for-answer', 'wait-for-answer'],
  ['received', 'wait-for-answer', 'wait-for-answer', 'wait-for-answer'],
  ['accepted', 'wait-for-answer', 'wait-for-answer', 'wait-for-answer'],
  ['adjudicated', 'send-replacement', 'void-then-new', 'send-void'],
  ['withdrawn', 'none', 'send-new', 'none'],
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

describe('another payer than the one that decided', () => {
  const changed = (standing: Partial<Standing>, responsibleParty: 'insurance' | 'self' = 'insurance') =>
    claimPlanOf({
      before: { id: 'day_1', capturedAs: 1 },
      recorded: {
        recoded: { day: { id: 'day_1' }, say: 'corrected', changesClaim: true },
        encounters: [
          {
            responsibleParty,
            coverages: [{ order: 1, payerId: 'NEXT', family: 'commercial', memberKey: null }],
          },
        ],
      },
      standing: standingAt('adjudicated', { payerFamily: 'commercial', ...standing }),
    })

  it.each<[string, ClaimPlan, ClaimPlan]>([
    ['that paid: withdrawn there first', changed({}), 'void-then-new'],
    ['that denied: asked as new', changed({ paid: false }), 'send-new'],
    ['Medicare, which paid', changed({ payerFamily: 'medicare-b' }), 'reopening'],
    ['Medicare, which denied', changed({ payerFamily: 'medicare-b', paid: false }), 'send-new'],
    ['that paid, and the patient pays now', changed({}, 'self'), 'send-void'],
    ['that denied, and the patient pays now', changed({ paid: false }, 'self'), 'none'],
    ['nobody knows which', changed({ payerId: null }), 'send-replacement'],
  ])('%s', (_, plan, expected) => {
    expect(plan).toBe(expected)
  })
})

it.each<[StandingState | null, ClaimPlan]>([
  [null, 'replace-draft'],
  ['rejected', 'none'],
  ['accepted', 'none'],
  ['adjudicated', 'none'],
])('what no claim says leaves one that is %s: %s', (state, plan) => {
  expect(planOf(state, 'corrected', 'commercial', false, false)).toBe(plan)
})

it('what changes no charge, or comes before the first, plans nothing', () => {
  expect(planOf('adjudicated', 'nothing', 'commercial')).toBe('none')
  const recorded = {
    recoded: { day: { id: 'day_1' }, say: 'captured' as const, changesClaim: true },
    encounters: [],
  }
  expect(claimPlanOf({ before: { id: 'day_1', capturedAs: null }, recorded, standing: null })).toBe('none')
})
