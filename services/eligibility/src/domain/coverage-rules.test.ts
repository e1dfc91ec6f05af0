import { serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import { type BenefitsKnown, benefitsKnown } from './benefits-known.ts'
import { coverageOn } from './coverage-rules.ts'

type Cover = BenefitsKnown['coverage']
const day = (text: string | null) => (text === null ? null : serviceDate(text))
const told = (
  coverage: Cover,
  ...plans: readonly (readonly [Cover, string | null, string | null, string?])[]
): BenefitsKnown => ({
  ...benefitsKnown(null, []),
  coverage,
  plans: plans.map(([stands, from, to, insuranceType = null]) => ({
    ...{ coverage: stands, insuranceType, serviceTypes: ['30'], from: day(from), to: day(to) },
  })),
})

it.each<[string, BenefitsKnown, Cover]>([
  ['active without dates', told('active', ['active', null, null]), 'active'],
  ['active until later', told('active', ['active', '2026-01-01', '2026-12-31']), 'active'],
  ['active from later on', told('active', ['active', '2026-03-10', null]), 'inactive'],
  [
    'of Medicare’s parts B alone',
    told('active', ['active', null, null, 'MA'], ['active', '2026-03-10', null, 'MB']),
    'inactive',
  ],
  ['inactive without dates', told('inactive', ['inactive', null, null]), 'inactive'],
  ['inactive since a day before', told('inactive', ['inactive', null, '2026-03-04']), 'inactive'],
  ['inactive since a day after', told('inactive', ['inactive', '2025-01-01', '2026-03-14']), 'unknown'],
  ['inactive, to begin later', told('inactive', ['inactive', '2026-04-01', null]), 'inactive'],
  ['inactive, of a plan that began', told('inactive', ['inactive', '2026-01-01', null]), 'inactive'],
  ['nothing said', told('unknown'), 'unknown'],
])('on 5 March, the payer says: %s', (_, benefits, expected) => {
  expect(coverageOn(benefits, serviceDate('2026-03-05'))).toBe(expected)
})
