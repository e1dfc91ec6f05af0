/** A payer's answer to one line against what was expected. */
import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { compareLine } from './compare-line.ts'
import { findVariances } from './find-variances.ts'
import { assistantPercentOf, termsWithoutProfile } from './payer-terms.ts'
import { type SampleAnswer, sampleLine } from './sample-line.ts'

const terms = (tolerance = 0, assistantPercent = 0) => ({
  toleranceCents: cents(tolerance),
  assistantPercent,
})
const eighty = cents(8000)

interface Case {
  readonly line: SampleAnswer
  readonly expected?: number | null
  readonly tolerance?: number
  readonly assistant?: number
}

const compared = ({ line, expected = 8000, tolerance = 0, assistant = 0 }: Case) =>
  compareLine(sampleLine(line), expected === null ? null : cents(expected), terms(tolerance, assistant))

describe('of a line that was expected to be allowed 80.00', () => {
  it.each<[string, Case, string, number]>([
    ['to the cent', { line: { paid: 6400, words: 'CO 45 2000, PR 2 1600' } }, 'as-expected', 0],
    ['all left to the patient', { line: { paid: 0, words: 'CO 45 2000, PR 1 8000' } }, 'as-expected', 0],
    ['5.00 less', { line: { paid: 7500, words: 'CO 45 2500' } }, 'under', -500],
    ['5.00 more', { line: { paid: 8500, words: 'CO 45 1500' } }, 'over', 500],
    [
      'less, as far as is tolerated',
      { line: { paid: 7995, words: 'CO 45 2005' }, tolerance: 5 },
      'within-tolerance',
      -5,
    ],
    [
      'more, as far as is tolerated',
      { line: { paid: 8005, words: 'CO 45 1995' }, tolerance: 5 },
      'within-tolerance',
      5,
    ],
    [
      'a cent less than is tolerated',
      { line: { paid: 7994, words: 'CO 45 2006' }, tolerance: 5 },
      'under',
      -6,
    ],
    ['a cent less', { line: { paid: 7999, words: 'CO 45 2001' }, assistant: 15 }, 'under', -1],
    ['nothing and no denial', { line: { paid: 0, words: 'CO 45 10000' } }, 'under', -8000],
    // B6 takes no part in balancing.
    [
      '80.00 in words, 66.00 in money',
      { line: { paid: 5000, words: 'CO 45 2000, CO 237 1400, PR 2 1600', b6: 8000 } },
      'under',
      -1400,
    ],
    [
      'only its payment in B6',
      { line: { paid: 6400, words: 'CO 45 2000, PR 2 1600', b6: 6400 } },
      'as-expected',
      0,
    ],
    [
      'with a patient’s share above it',
      { line: { paid: 6400, words: 'PR 2 1600, PR 96 2000', b6: 8000 } },
      'as-expected',
      0,
    ],
  ])('%s', (_, given, verdict, differenceCents) => {
    expect(compared(given)).toMatchObject({ verdict, differenceCents, because: null })
  })

  it.each<[string, Case]>([
    ['a denied line', { line: { paid: 0, words: 'CO 197 10000', denied: true } }],
    ['a line of which nobody says what was allowed', { line: { paid: 0, words: 'CO 45 10000', b6: null } }],
    ['a line without a schedule', { line: { paid: 7500, words: 'CO 45 2500' }, expected: null }],
  ])('%s is no variance', (_, given) => {
    expect(compared(given)).toBeNull()
  })
})

describe('what a contract explains is no variance', () => {
  const share = { words: 'CO 45 2000, PR 2 1600' }
  it.each<[string, Case, string, string | null]>([
    // 64.00 of Medicare's share: 2 % is 1.28.
    [
      'sequestration by CARC 253',
      { line: { paid: 6272, words: `${share.words}, CO 253 128` } },
      'explained',
      'variance/sequestration',
    ],
    [
      'sequestration beside B6',
      { line: { paid: 6272, words: `${share.words}, CO 253 128`, b6: 8000 } },
      'explained',
      'variance/sequestration',
    ],
    // 15 % of 64.00 is 9.60; 2 % of the 54.40 that are left is 1.09.
    [
      'an assistant’s 85 %',
      { line: { paid: 5440, words: 'CO 45 2960, PR 2 1600', modifiers: ['GP', 'CQ'] }, assistant: 15 },
      'explained',
      'variance/assistant',
    ],
    [
      'of an OT’s assistant',
      { line: { paid: 5440, words: 'CO 45 2960, PR 2 1600', modifiers: ['GO', 'CO'] }, assistant: 15 },
      'explained',
      'variance/assistant',
    ],
    [
      'of 80.00 in B6',
      { line: { paid: 5440, words: 'CO 45 2960, PR 2 1600', modifiers: ['CQ'], b6: 8000 }, assistant: 15 },
      'explained',
      'variance/assistant',
    ],
    [
      'and sequestered',
      { line: { paid: 5331, words: 'CO 45 2960, PR 2 1600, CO 253 109', modifiers: ['CQ'] }, assistant: 15 },
      'explained',
      'variance/assistant',
    ],
    [
      'an assistant’s line paid in full',
      { line: { paid: 6400, ...share, modifiers: ['CQ'] }, assistant: 15 },
      'as-expected',
      null,
    ],
    [
      '85 % of a therapist’s line',
      { line: { paid: 5440, words: 'CO 45 2960, PR 2 1600' }, assistant: 15 },
      'under',
      null,
    ],
    [
      '85 % by a payer without that term',
      { line: { paid: 5440, words: 'CO 45 2960, PR 2 1600', modifiers: ['CQ'] } },
      'under',
      null,
    ],
    [
      'more than an assistant’s 15 %',
      { line: { paid: 5338, words: 'CO 45 3062, PR 2 1600', modifiers: ['CQ'] }, assistant: 15 },
      'under',
      null,
    ],
  ])('%s', (_, given, verdict, because) => {
    expect(compared(given)).toMatchObject({ verdict, because })
  })
})

it('lists what differs and is not explained, and nothing else', () => {
  const lines = [
    { ...sampleLine({ paid: 7500, words: 'CO 45 2500' }), chargeLineId: 'UNDER' },
    { ...sampleLine({ paid: 8500, words: 'CO 45 1500' }), chargeLineId: 'OVER' },
    { ...sampleLine({ paid: 8000, words: 'CO 45 2000' }), chargeLineId: 'SAME' },
    { ...sampleLine({ paid: 7840, words: 'CO 45 2000, CO 253 160' }), chargeLineId: 'SEQUESTERED' },
  ]
  expect(findVariances(lines, () => eighty, terms())).toEqual([
    {
      chargeLineId: 'UNDER',
      procedureCode: '97110',
      expectedAllowedCents: 8000,
      allowedCents: 7500,
      differenceCents: -500,
    },
    {
      chargeLineId: 'OVER',
      procedureCode: '97110',
      expectedAllowedCents: 8000,
      allowedCents: 8500,
      differenceCents: 500,
    },
  ])
})

describe('an answer for the claim as a whole is compared as a whole: its lines are shares of one sum', () => {
  const shares = (one: number, other: number) => [
    { ...sampleLine({ paid: one, words: `CO 45 ${10000 - one}` }), chargeLineId: 'ONE' },
    { ...sampleLine({ paid: other, words: `CO 45 ${10000 - other}` }), chargeLineId: 'OTHER' },
  ]
  it.each<[string, number, number, number, number]>([
    ['where the sum is what was expected nothing differs', 8953, 7047, 0, 0],
    ['nor within the tolerance', 8953, 7050, 3, 0],
    ['where it is another one each share does', 8953, 7051, 3, 2],
  ])('%s', (_, one, other, tolerance, count) => {
    expect(findVariances(shares(one, other), () => eighty, terms(tolerance), true)).toHaveLength(count)
    expect(findVariances(shares(one, other), () => eighty, terms(tolerance))).toHaveLength(2)
  })
})

describe('where nothing is expected, a line whose whole charge CO 45 took is a variance of its charge', () => {
  it.each<[string, SampleAnswer, number | null]>([
    ['all of it', { paid: 0, words: 'CO 45 10000' }, -10000],
    ['in two parts', { paid: 0, words: 'CO 45 6000, CO 45 4000' }, -10000],
    ['not where a cent was paid', { paid: 1, words: 'CO 45 9999' }, null],
    ['not where the patient owes a cent of it', { paid: 0, words: 'CO 45 9999, PR 2 1' }, null],
    ['not of another group', { paid: 0, words: 'OA 45 10000' }, null],
    ['not of another code', { paid: 0, words: 'CO 59 10000' }, null],
    ['not what is denied', { paid: 0, words: 'CO 45 10000', denied: true }, null],
    ['not without a charge', { paid: 0, words: 'CO 45 0' }, null],
  ])('%s', (_, given, difference) => {
    const found = findVariances([sampleLine(given)], () => null, terms())
    expect(found.map(({ differenceCents }) => differenceCents)).toEqual(
      difference === null ? [] : [difference],
    )
  })
})

it.each<[string, Record<string, unknown>, number]>([
  ['medicare-b', {}, 15],
  ['commercial', {}, 0],
  ['commercial', { assistantReductionPercent: 15 }, 15],
  ['medicare-b', { assistantReductionPercent: 0 }, 0],
  ['medicare-b', { assistantReductionPercent: 'none' }, 15],
  ['commercial', { assistantReductionPercent: 150 }, 0],
])('a %s payer with the terms %j takes %i percent for an assistant', (family, rules, percent) => {
  expect(assistantPercentOf(family, rules)).toBe(percent)
  if (Object.keys(rules).length === 0) {
    expect(termsWithoutProfile(family)).toEqual({ toleranceCents: 0, assistantPercent: percent })
  }
})
