import { expect, it } from 'vitest'
import { accepted, refused } from './decision.ts'
import type { Reason } from './reason.ts'

const because: readonly Reason[] = [
  {
    rule: 'units/eight-minutes',
    edition: '2026',
    says: '38 minutes are 3 units',
    facts: { minutes: 38 },
    citation: '5/20.2',
  },
]

it('what is accepted carries its value and why', () => {
  expect(accepted(3, because)).toEqual({ kind: 'accepted', value: 3, because })
  expect(accepted(3)).toEqual({ kind: 'accepted', value: 3, because: [] })
})

it('what is refused carries a slug, what to do, and why', () => {
  const says = 'a visit has a line: add what was done'
  expect(refused('visit/empty', says, because)).toEqual({
    kind: 'refused',
    refused: 'visit/empty',
    says,
    because,
  })
  expect(refused('visit/empty', says)).toEqual({ kind: 'refused', refused: 'visit/empty', says, because: [] })
})
