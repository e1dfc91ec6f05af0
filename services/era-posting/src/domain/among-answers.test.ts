import { describe, expect, it } from 'vitest'
import { amongAnswers, type StandingAnswer } from './among-answers.ts'
import { type SampleAdjustment, sampleRead } from './sample-remittance.ts'

const read = (paid: number, ...adjustments: readonly SampleAdjustment[]) => {
  const [claim] = sampleRead({ claims: [{ number: 'X', charge: 10000, paid, adjustments }] }).claims
  if (!claim) throw new Error('the sample has a claim')
  return claim
}
const standing = (
  remittanceId: string,
  paidCents: number,
  more: Partial<StandingAnswer> = {},
): StandingAnswer => ({
  ...{ remittanceId, position: 1, coverageOrder: null, status: '1', chargeCents: 10000, paidCents },
  ...{ patientCents: null, paidOn: '2026-11-20', chargeLineIds: ['L1', 'L2'] },
  ...more,
})
const about = (own: readonly string[], uncharged: readonly string[] = []) => ({
  ...{ own, uncharged: new Set(uncharged) },
})
const whole = about(['L1', 'L2'])

describe('an answer takes the place of', () => {
  it.each<[string, StandingAnswer[], ReturnType<typeof about>, string | null]>([
    ['an earlier one without payment', [standing('A', 0)], whole, 'A'],
    ['the newest of those', [standing('A', 0), standing('B', 0)], whole, 'B'],
    ['none that paid', [standing('A', 8000)], whole, null],
    [
      'none of a line that it says nothing of',
      [standing('A', 0, { chargeLineIds: ['L1'] })],
      about(['L2']),
      null,
    ],
    ['none of which it answers a part', [standing('A', 0)], about(['L2']), null],
    [
      'the part that it answers anew',
      [standing('A', 0, { chargeLineIds: ['L2'] }), standing('B', 0, { chargeLineIds: ['L1'] })],
      about(['L2']),
      'A',
    ],
    ['one of a line that is charged no more', [standing('A', 0)], about(['L2'], ['L1']), 'A'],
    ['one that counts for every line', [standing('A', 0, { chargeLineIds: null })], about(['L2']), 'A'],
  ])('%s', (_, before, lines, expected) => {
    const found = amongAnswers(read(8000, ['CO', '45', 2000]), '2026-11-24', before, lines)
    expect([found.supersedes?.remittanceId ?? null, found.silentBecause]).toEqual([expected, null])
  })
})

describe('a refusal that comes late', () => {
  it.each<[string, Partial<StandingAnswer>, string | null]>([
    ['moves nothing', {}, 'claim/answered-since'],
    ['is posted where the later decision was before it', { paidOn: '2026-11-01' }, null],
    ['is posted where the later decision is of other lines', { chargeLineIds: ['L1'] }, null],
    ['moves nothing beside one that counts for every line', { chargeLineIds: null }, 'claim/answered-since'],
  ])('%s', (_, more, expected) => {
    const refused = read(0, ['CO', '16', 10000])
    const found = amongAnswers(refused, '2026-11-10', [standing('A', 8000, more)], whole)
    expect(found.silentBecause).toBe(expected)
  })
})

it.each<[string, Partial<StandingAnswer>, number]>([
  ['of the same amounts', {}, 1],
  ['of another status', { status: '19' }, 0],
  ['of another charge', { chargeCents: 9999 }, 0],
  ['of another payment', { paidCents: 7999 }, 0],
  ['of another share of the patient', { patientCents: 1 }, 0],
])('an earlier one %s may have paid the same', (_, more, expected) => {
  const { alike } = amongAnswers(read(8000, ['CO', '45', 2000]), null, [standing('A', 8000, more)], whole)
  expect(alike).toHaveLength(expected)
})
