/** 6.8: what each family of payers wants, and which of it a payer's own rules may change. */
import { payerFamilies } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { familyRules, type PayerRules, rulesOf } from './payer-profile.ts'

const class10 = [
  ...['discipline', 'assistant', 'distinct', 'repeat', 'kx', 'telehealth', 'liability', 'reduced', 'side'],
  'other',
]
const files = ['NCCI PTP 2026Q3', 'MUE 2026Q2']

describe('the profiles of the families', () => {
  test('Medicare B', () => {
    expect(rulesOf({ family: 'medicare-b' }).rules).toEqual({
      ...{ unitRule: 'cms-pooled', dailyTimedCap: null, dailyVisitCap: null, untimedAssistantMethod: 1 },
      ...{ disciplineModifiers: true, assistantModifiers: true, kx: true, abn: true },
      ...{ video: null, audio: '93', sideCodes: [], splitLineModifier: null, distinctModifier: '59' },
      ...{ suppressedModifiers: [], modifierOrder: class10, ncci: 'medicare', mue: true },
      ...{ unattendedStimulationAs: 'G0283', bundled: ['97010', '97602'], excluded: ['97037', 'G0282'] },
      ...{ excludedForPt: ['20560', '20561'], price: { kind: 'medicare' }, mppr: 'practice-expense' },
      ...{ mpprPercent: 50, mpprPerUnit: true, mpprScope: 'all', lesserOfCharge: true },
      ...{ coinsurancePercent: null, assistantReductionPercent: null, sequestrationPercent: null },
      ...{ medicareRates: true, editions: ['MCPM ch.5 s20.2.C', ...files, 'RVU26C'] },
    })
  })

  const everyCodeCounts = { unattendedStimulationAs: null, bundled: [], excluded: [], excludedForPt: [] }
  const pooled = { kx: false, abn: false, price: null, medicareRates: false, video: '95' }
  const advantage = { ...pooled, editions: ['MCPM ch.5 s20.2.C', ...files] }
  const commercial = {
    ...{ ...advantage, ...everyCodeCounts, unitRule: 'per-code' },
    editions: ['CPT midpoint', ...files],
  }
  const byState = {
    ...{ ...commercial, assistantModifiers: false, ncci: 'none', mue: false, mppr: 'none' },
    editions: ['CPT midpoint'],
  }

  test.each<[keyof typeof familyRules, object]>([
    ['medicare-advantage', advantage],
    ['medicaid', { ...advantage, ...everyCodeCounts, assistantModifiers: false, ncci: 'medicaid' }],
    ['commercial', commercial],
    ['tricare', { ...advantage, ...everyCodeCounts, bundled: ['97010'] }],
    ['va', { ...advantage, ...everyCodeCounts, bundled: ['97010'] }],
    ['workers-comp', byState],
    ['auto', { ...byState, disciplineModifiers: false }],
    ['self-pay', { ...byState, disciplineModifiers: false, video: null, audio: null }],
  ])('%s differs from Medicare B in this alone', (family, differs) => {
    expect(familyRules[family]).toEqual({ ...familyRules['medicare-b'], ...differs })
  })

  test('there is one for every family', () => {
    expect(Object.keys(familyRules).toSorted()).toEqual(payerFamilies.toSorted())
  })
})

describe('a payer’s own rules', () => {
  const own = (rules: Record<string, unknown>) => rulesOf({ family: 'commercial', rules })

  test.each<[keyof PayerRules, unknown[]]>([
    ['unitRule', ['cms-pooled', 'per-code', 'full-15']],
    ['dailyTimedCap', [null, 0, 4]],
    ['untimedAssistantMethod', [1, 2]],
    ['distinctModifier', ['59', 'XE', 'XP', 'XS', 'XU']],
    ['ncci', ['medicare', 'medicaid', 'legacy', 'none']],
    ['mppr', ['practice-expense', 'allowed', 'none']],
    ['mpprScope', ['all', 'discipline']],
    ['mpprPercent', [0, 100]],
    ['coinsurancePercent', [null, 0, 20, 100]],
    ['assistantReductionPercent', [null, 0, 15, 100]],
    ['sequestrationPercent', [null, 0, 2, 100]],
    ['sideCodes', [[], ['97760', 'G0283']]],
    ['splitLineModifier', [null, '76', 'XU']],
    [
      'price',
      [
        { kind: 'medicare' },
        { kind: 'percent-of-medicare', percent: 200 },
        { kind: 'schedule', unitCents: { '97110': 0 } },
        { kind: 'per-diem', dayCents: 9000 },
      ],
    ],
  ])('%s may be any of %j', (key, values) => {
    for (const value of values) {
      expect(own({ [key]: value })).toEqual({
        rules: { ...familyRules.commercial, [key]: value },
        misfits: [],
      })
    }
  })

  test.each<[string, unknown, string?]>([
    ['unitRule', 'by-feel'],
    ['dailyVisitCap', -1],
    ['untimedAssistantMethod', 3],
    ['distinctModifier', 'GP'],
    ['ncci', ''],
    ['mppr', ''],
    ['mpprPercent', 101],
    ['coinsurancePercent', 101],
    ['assistantReductionPercent', 101],
    ['sequestrationPercent', 101],
    ['sideCodes', ['197760'], '/0'],
    ['sideCodes', ['977600'], '/0'],
    ['splitLineModifier', '760'],
    ['splitLineModifier', '076'],
    ['modifierOrder', class10.slice(1)],
    ['price', { kind: 'percent-of-medicare', percent: 201 }, '/percent'],
    ['price', { kind: 'per-diem', dayCents: -1 }, '/dayCents'],
    ['price', { kind: 'schedule', unitCents: { '97110': 0.5 } }, '/unitCents/97110'],
  ])('%s is never %j', (key, value, within = '') => {
    expect(own({ [key]: value })).toEqual({
      rules: familyRules.commercial,
      misfits: [{ pointer: `/payer/rules/${key}${within}`, says: 'does not fit its key' }],
    })
  })

  test('a key that no profile has is named where it stands, and the rest waits with it', () => {
    expect(own({ unitRule: 'full-15', price: { kind: 'medicare', percent: 1 } })).toEqual({
      rules: familyRules.commercial,
      misfits: [{ pointer: '/payer/rules/price/percent', says: 'is no key of a payer profile' }],
    })
  })

  test('a key without a value is no rule of its own', () => {
    expect(own({ unitRule: undefined, mue: false }).rules).toEqual({ ...familyRules.commercial, mue: false })
  })
})
