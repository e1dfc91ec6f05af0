import { expect, it } from 'vitest'
import { voidedByPerson } from './claim.ts'
import { sampleClaim, sampleVisit } from './sample-claim.ts'
import { whatHolds } from './what-holds-claim.ts'

const held = {
  ...sampleClaim,
  chargeStanding: 'held',
  holdRules: ['ncci/modifier-needed', 'charge/no-price'],
} as const
const rulesOf = (changes: object, visits = [sampleVisit]) =>
  whatHolds({ ...sampleClaim, heldBecause: null, ...changes }, visits).map(
    ({ rule, outcome }) => `${outcome} ${rule}`,
  )

it('names the rules of coding, and where the encounter is that ends them', () => {
  const found = whatHolds({ ...held, heldBecause: held.holdRules.join(' ') }, [sampleVisit])
  expect(found.map(({ rule }) => rule)).toEqual(held.holdRules)
  for (const each of found) {
    expect(each).toMatchObject({ outcome: 'hold', citation: expect.stringMatching(/./) })
    expect(each.fix).toBe('GET /v1/encounters/VISIT-1 explains it, PUT with what was done corrects it')
  }
})

it('names every encounter of the day, as a path takes it', () => {
  const visits = [sampleVisit, { ...sampleVisit, externalId: 'VISIT 2/b' }]
  const [first] = whatHolds(held, visits)
  expect(first?.fix).toContain('GET /v1/encounters/VISIT-1 or /v1/encounters/VISIT%202%2Fb explains')
})

it.each([
  ['what a payer decided on, and coding holds since', { ...held, state: 'adjudicated' }, 2],
  ['a claim that a person voided', { ...held, heldByPerson: voidedByPerson, state: 'voided' }, 0],
  ['one that waits for eligibility', { heldBecause: 'eligibility/not-answered' }, 0],
  ['one that is captured', {}, 0],
])('%s', (_, changes, count) => {
  expect(rulesOf(changes)).toHaveLength(count)
})

it.each([
  ['self-pay/no-claim'],
  ['claim/nothing-to-bill'],
  ['claim/held-by-person'],
  ['resubmission/payer-number-unknown'],
])('%s is said in words, with what to do', (heldBecause) => {
  const [found] = whatHolds({ ...sampleClaim, heldBecause }, [])
  expect(found).toMatchObject({ rule: heldBecause, outcome: 'hold', fix: expect.stringMatching(/./) })
})
