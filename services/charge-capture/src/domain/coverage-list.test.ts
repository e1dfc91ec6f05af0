import { serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import { type CoverageList, coveragesOn } from './coverage-list.ts'

const dateOf = (text: string | null) => (text === null ? null : serviceDate(text))
const listed = (order: number, payerId: string, from: string | null, to: string | null) => ({
  ...{ order, payerId, payerFamily: 'commercial' as const, claimFilingIndicator: null },
  ...{ medicareSecondaryType: null, from: dateOf(from), to: dateOf(to) },
})
const card = (order: number, memberId: string): CoverageList['cards'][number] => ({
  ...{ order, payerName: 'EXAMPLE', payerAddress: null, memberId, groupNumber: null, groupName: null },
  ...{ relationshipToSubscriber: 'self', subscriber: null, propertyCasualtyClaimNumber: null },
})
const changed: CoverageList = {
  version: 1,
  coverages: [
    listed(2, 'P9', null, null),
    listed(1, 'P1', null, '2026-03-03'),
    listed(1, 'P2', '2026-03-04', null),
  ],
  cards: [card(2, 'SECOND'), card(1, 'OLD'), card(1, 'NEW')],
}
const on = (list: CoverageList, date: string) =>
  coveragesOn(list, serviceDate(date)).map(({ coverage, card: { memberId } }) => [coverage.payerId, memberId])

it.each<[string, string[][]]>([
  [
    '2026-03-03',
    [
      ['P1', 'OLD'],
      ['P9', 'SECOND'],
    ],
  ],
  [
    '2026-03-04',
    [
      ['P2', 'NEW'],
      ['P9', 'SECOND'],
    ],
  ],
])('two coverages of one order whose dates do not meet have each its own card: %s', (date, expected) => {
  expect(on(changed, date)).toEqual(expected)
})

it('one without its card cannot be billed and is left out', () => {
  expect(on({ ...changed, cards: changed.cards.slice(0, 2) }, '2026-03-04')).toEqual([['P9', 'SECOND']])
})
