import { describe, expect, it } from 'vitest'
import { type Conversion, conversionFactor, geographyOf } from './fee-tables.ts'
import { medicarePrices } from './price-medicare.ts'

const one = { work: 1_000, pe: 1_000, malpractice: 1_000 }

function pricesOf(
  services: readonly (readonly [code: string, units: number])[],
  geography = one,
  conversion: Conversion = 'standard',
  serviceDate = '2026-11-10',
) {
  const toPrice = services.map(([procedure, units]) => ({ procedure, units, serviceDate, office: true }))
  return medicarePrices(toPrice, geography, conversion)
}

const totalOf = (prices: ReturnType<typeof pricesOf>, which: 'allowedCents' | 'fullCents' = 'allowedCents') =>
  prices.reduce((sum, price) => sum + (price?.[which] ?? Number.NaN), 0)

describe('the published examples of coding-rules.md 4.6', () => {
  it.each<[string, [string, number][], number]>([
    [
      'P1',
      [
        ['97110', 2],
        ['97140', 1],
      ],
      72_48,
    ],
    [
      'P2',
      [
        ['97161', 1],
        ['97110', 1],
        ['97140', 1],
      ],
      141_28,
    ],
    [
      'P3',
      [
        ['97530', 2],
        ['97110', 1],
        ['97140', 1],
      ],
      103_54,
    ],
    [
      'P4 over two disciplines',
      [
        ['97110', 2],
        ['97530', 2],
      ],
      104_54,
    ],
    [
      'P5',
      [
        ['97112', 1],
        ['97110', 2],
        ['97012', 1],
      ],
      88_51,
    ],
    [
      'P6',
      [
        ['97162', 1],
        ['97535', 1],
        ['97530', 1],
      ],
      146_79,
    ],
    [
      'P7',
      [
        ['97161', 1],
        ['97165', 1],
      ],
      175_36,
    ],
    [
      'P8 tie, the higher fee wins',
      [
        ['97112', 1],
        ['97537', 1],
      ],
      56_95,
    ],
    [
      'P8 in the other order',
      [
        ['97537', 1],
        ['97112', 1],
      ],
      56_95,
    ],
    ['P9', [['97113', 3]], 90_51],
    [
      'P12 a code outside the rule',
      [
        ['97110', 1],
        ['97129', 1],
      ],
      51_44,
    ],
  ])('%s', (_, services, allowed) => {
    expect(totalOf(pricesOf(services))).toBe(allowed)
  })

  it('P1 unreduced', () => {
    expect(
      totalOf(
        pricesOf([
          ['97110', 2],
          ['97140', 1],
        ]),
        'fullCents',
      ),
    ).toBe(85_84)
  })

  it('P10 in a place of its own', () => {
    const place = { work: 1_020, pe: 1_100, malpractice: 800 }
    expect(
      totalOf(
        pricesOf(
          [
            ['97110', 2],
            ['97140', 1],
          ],
          place,
        ),
      ),
    ).toBe(75_87)
  })

  it('P11 at the qualifying factor', () => {
    expect(
      totalOf(
        pricesOf(
          [
            ['97110', 2],
            ['97140', 1],
          ],
          one,
          'qualifying',
        ),
      ),
    ).toBe(72_84)
  })
})

describe('prices by unit (coding-rules.md 4.5)', () => {
  it.each([
    ['97110', 29_06, 22_21],
    ['97112', 32_73, 24_88],
    ['97161', 97_86, 74_82],
    ['97530', 35_07, 25_05],
    ['97760', 46_09, 31_56],
  ])('%s', (code, full, reduced) => {
    const [first, second] = pricesOf([
      [code, 1],
      [code, 1],
    ])
    expect([first?.allowedCents, second?.allowedCents]).toEqual([full, reduced])
  })
})

describe('the rule looks at each day alone', () => {
  it('two days have a full unit each', () => {
    const prices = medicarePrices(
      ['2026-11-10', '2026-11-11'].map((serviceDate) => ({
        procedure: '97110',
        units: 1,
        serviceDate,
        office: true,
      })),
      one,
      'standard',
    )
    expect(prices.map((price) => price?.allowedCents)).toEqual([29_06, 29_06])
  })

  it('equal codes: the first on the claim is paid in full', () => {
    expect(
      pricesOf([
        ['97110', 1],
        ['97116', 1],
      ]).map((price) => price?.allowedCents),
    ).toEqual([29_06, 22_21])
  })

  it('what has no relative values has no price', () => {
    expect(
      pricesOf([
        ['97039', 1],
        ['99999', 1],
      ]),
    ).toEqual([null, null])
  })
})

describe('the tables', () => {
  it.each([
    ['2024-03-08', 'standard', 327_442],
    ['2024-03-09', 'standard', 332_875],
    ['2025-06-01', 'qualifying', 323_465],
    ['2026-01-01', 'standard', 334_009],
    ['2026-01-01', 'qualifying', 335_675],
    ['2023-12-31', 'standard', undefined],
  ] as const)('conversion factor on %s, %s', (on, kind, factor) => {
    expect(conversionFactor(on, kind)).toBe(factor)
  })

  it.each([
    ['972011234', '2025-06-01', { work: 1_013, pe: 1_103, malpractice: 688 }],
    ['97201', '2026-06-01', { work: 1_020, pe: 1_110, malpractice: 740 }],
    ['97701', '2026-06-01', { work: 1_000, pe: 1_000, malpractice: 700 }],
    ['00001', '2026-06-01', undefined],
  ])('the place of %s on %s', (zip, on, place) => {
    expect(geographyOf(zip, on)).toEqual(place)
  })
})
