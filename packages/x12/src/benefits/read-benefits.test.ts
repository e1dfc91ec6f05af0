import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readBenefits } from './read-benefits.ts'
import { answering, inactiveAndRetryLater, inDeliverySegments, totalAndRemaining } from './sample-benefits.ts'

const of = (...segments: string[]) => {
  const [subscriber] = readBenefits(answering(...segments)).subscribers
  if (!subscriber) throw new TypeError('the sample has a subscriber')
  return subscriber
}
const unknownAmounts = { totalCents: null, remainingCents: null }

describe('the samples', () => {
  test('visits as totals and what remains, one limit for three disciplines', () => {
    const { subscribers, rejections, findings } = readBenefits(totalAndRemaining)
    expect(subscribers).toMatchObject([
      {
        traceNumber: 'TRACE0000001',
        memberId: 'EXH000000001',
        payer: { name: 'EXAMPLE HEALTH PLAN', id: '12345' },
        subscriber: { last: 'SAMPLE', first: 'ALMA', birthDate: '1980-02-29' },
        dependent: null,
        coverage: 'active',
        planName: 'EXAMPLE GOLD PPO',
        deductible: {
          individual: { totalCents: 150000, remainingCents: 42000 },
          family: { totalCents: 300000, remainingCents: 192000 },
        },
        outOfPocket: { individual: unknownAmounts, family: unknownAmounts },
        copay: { amountCents: 3000, serviceType: 'PT', network: 'in' },
        coinsurance: { percent: 40, serviceType: 'PT', network: 'out' },
        therapyCovered: 'yes',
        therapyVisits: {
          limit: 30,
          used: 12,
          remaining: 18,
          period: 'calendar-year',
          sharedWith: ['OT', 'SLP'],
          confidence: 'high',
        },
        authorizationRequired: 'yes',
        messages: ['COMBINED PT OT ST LIMIT'],
        plans: [{ coverage: 'active', from: '2026-01-01', to: null }],
      },
    ])
    expect(subscribers[0]?.benefits).toHaveLength(10)
    expect({ rejections, findings }).toEqual({ rejections: [], findings: [] })
  })

  test('visits in HSD, a repeated EB03 shares nothing', () => {
    expect(readBenefits(inDeliverySegments).subscribers[0]).toMatchObject({
      coverage: 'active',
      copay: { amountCents: 2500 },
      coinsurance: null,
      deductible: { individual: unknownAmounts },
      authorizationRequired: 'no',
      therapyVisits: { limit: 35, used: 24, remaining: 11, sharedWith: [], confidence: 'high' },
    })
  })

  test('inactive, and a source that cannot answer now', () => {
    const { subscribers, rejections } = readBenefits(inactiveAndRetryLater)
    expect(subscribers).toMatchObject([{ coverage: 'inactive', rejections: [] }])
    expect(rejections).toEqual([
      {
        code: '42',
        says: 'the payer cannot answer now',
        followUp: 'R',
        level: 'source',
        who: 'tally',
        next: 'retry',
        does: 'asked again by itself, with growing pauses',
        segment: 20,
      },
    ])
  })
})

test.each([
  ['a policy that ends', '540', { from: null, to: '2026-12-31' }],
  ['paid until', '343', { from: null, to: '2026-12-31' }],
  ['entered last', '636', { from: null, to: null }],
  ['certified', '458', { from: null, to: null }],
  ['a plan that begins', '346', { from: '2026-12-31', to: null }],
])('a lone date of cover: %s', (_, qualifier, span) => {
  expect(of('EB*1**30', `DTP*${qualifier}*D8*20261231`).plans).toMatchObject([span])
})

test('every trace that is given back is known: ours may stand behind the clearinghouse’s', () => {
  const text = answering('EB*1**30').replace(/(TRN\*2\*[^~]+~)/, 'TRN*2*CLEARINGHOUSE*9ABC~$1')
  const [person] = readBenefits(text).subscribers
  expect(person?.traceNumbers).toEqual(['CLEARINGHOUSE', 'TRACE0000001'])
})

test('what is said above a person is said of the people below, not of another transaction’s', () => {
  const { subscribers } = readBenefits(inactiveAndRetryLater)
  expect(subscribers.map(({ rejectionsAbove }) => rejectionsAbove)).toEqual([[]])
  const above = answering('EB*V**30').replace('HL*3*', 'AAA*N**51*C~HL*3*')
  expect(readBenefits(above).subscribers[0]?.rejectionsAbove).toMatchObject([
    { code: '51', level: 'receiver' },
  ])
})

describe('coverage', () => {
  test.each([
    ['active', ['EB*1**30'], 'active'],
    ['a variant of active', ['EB*4**30'], 'active'],
    ['inactive', ['EB*6**30'], 'inactive'],
    ['inactive, pending', ['EB*8**30'], 'inactive'],
    ['the payer cannot say', ['EB*V**30'], 'unknown'],
    ['nothing said', [], 'unknown'],
    ['active without a type', ['EB*1*IND'], 'active'],
    ['the plan is active, pharmacy is not', ['EB*1**30', 'EB*6**88'], 'active'],
    ['only pharmacy is inactive', ['EB*6**88'], 'unknown'],
    ['only an office visit is said', ['EB*1**98'], 'active'],
    ['Medicare A and B', ['EB*1*IND**MA', 'EB*1*IND**MB'], 'active'],
    ['Part A without B', ['EB*1*IND**MA', 'EB*6*IND**MB'], 'inactive'],
    ['Part A, of B nothing is said', ['EB*1*IND**MA'], 'unknown'],
    ['a rejection', ['AAA*N**75*C'], 'unknown'],
  ])('%s', (_, segments, expected) => {
    expect(of(...segments).coverage).toBe(expected)
  })

  test.each([
    ['said of it', ['EB*1**PT'], 'yes'],
    ['a copay for it', ['EB*B**PT***27*25'], 'yes'],
    ['not covered', ['EB*1**30', 'EB*I**PT'], 'no'],
    ['not covered out of network only', ['EB*B**PT***27*25*****Y', 'EB*I**PT*********N'], 'yes'],
    ['its own type before a wider one', ['EB*I**AE', 'EB*1**PT'], 'yes'],
    ['nothing said', ['EB*1**30'], 'unknown'],
  ])('therapy covered: %s', (_, segments, expected) => {
    expect(of(...segments).therapyCovered).toBe(expected)
  })
})

describe('what the patient bears', () => {
  test.each([
    ['in network before out', ['EB*C*IND*30***23*900*****N', 'EB*C*IND*30***23*500*****Y'], 50000, null],
    ['therapy before the plan', ['EB*C*IND*30***23*500', 'EB*C*IND*PT***23*100'], 10000, null],
    [
      'the highest of several',
      ['EB*C*IND*30***23*500', 'EB*C*IND*30***23*600', 'EB*C*IND*30***29*20', 'EB*C*IND*30***29*70'],
      60000,
      7000,
    ],
    ['of a service year', ['EB*C*IND*30***22*500'], 50000, null],
    ['of a contract year', ['EB*C*IND*30***25*500'], 50000, null],
    [
      'a total in the network, and what is left whatever the network',
      ['EB*C*IND*30***23*500*****Y', 'EB*C*IND*30***29*70*****W'],
      50000,
      7000,
    ],
    ['no period is a total', ['EB*C*IND*30****118', 'EB*C*IND*30***24*118', 'EB*C*IND*30***29*0'], 11800, 0],
    ['no level is the individual’s', ['EB*C**96*MB**29*0'], null, 0],
    [
      'the last of several years',
      [
        'EB*C**30***29*10',
        'DTP*292*RD8*20260101-20261231',
        'EB*C**30***29*99',
        'DTP*292*RD8*20250101-20251231',
      ],
      null,
      1000,
    ],
    ['what remains is not said', ['EB*C*IND*30***23*500'], 50000, null],
    ['nothing is said', ['EB*1**30'], null, null],
    ['of another service', ['EB*C*IND*35***23*50'], null, null],
    ['no amount', ['EB*C*IND*30***23*5.005'], null, null],
  ])('deductible: %s', (_, segments, totalCents, remainingCents) => {
    expect(of(...segments).deductible.individual).toEqual({ totalCents, remainingCents })
  })

  test.each([
    ['therapy before an office visit', ['EB*B**98***27*45*****Y', 'EB*B**PT***27*30*****Y'], 3000, 'PT'],
    ['in network before therapy', ['EB*B**98***27*45*****Y', 'EB*B**PT***27*80*****N'], 4500, '98'],
    ['an office visit before the plan', ['EB*B**30***27*20', 'EB*B**98***27*45'], 4500, '98'],
    ['the highest of several', ['EB*B**98***27*20', 'EB*B**98***27*45'], 4500, '98'],
    [
      'therapy where the network makes no difference',
      ['EB*B**PT***27*40*****W', 'EB*B**98***27*20*****Y'],
      4000,
      'PT',
    ],
    ['zero is said', ['EB*B**PT***27*0'], 0, 'PT'],
  ])('copay: %s', (_, segments, amountCents, serviceType) => {
    expect(of(...segments).copay).toMatchObject({ amountCents, serviceType })
  })

  test.each([
    ['.4', 40],
    ['0.2', 20],
    ['1', 100],
    ['1.0', 100],
    ['0', 0],
    ['.125', 12.5],
    ['20', null],
    ['x', null],
  ])('coinsurance %j is %j percent', (fraction, percent) => {
    expect(of(`EB*A**PT***27**${fraction}`).coinsurance?.percent ?? null).toBe(percent)
  })

  test('a missing line does not mean zero', () => {
    expect(of('EB*1**30', 'EB*B**33***27*10')).toMatchObject({ copay: null, coinsurance: null })
  })

  test('a number that is none is said', () => {
    expect(readBenefits(answering('EB*A**PT***27**20')).findings).toMatchObject([
      { rule: 'envelope/missing' },
      { rule: 'benefit/no-number', segment: 11, element: 8 },
    ])
  })
})

describe('therapy visits', () => {
  const visitsOf = (...segments: string[]) => {
    const { limit, used, remaining, period, confidence, sharedWith } = of(...segments).therapyVisits
    return [limit, used, remaining, period, confidence, sharedWith.join('+')]
      .map((one) => one ?? '-')
      .join(' ')
  }

  test.each([
    [
      'total and remaining',
      ['EB*F**PT***22***VS*30', 'EB*F**PT***29***VS*18'],
      '30 12 18 service-year high ',
    ],
    ['total and used', ['EB*F**PT***23***VS*30', 'EB*F**PT***24***VS*5'], '30 5 25 calendar-year high '],
    ['a total alone: what is left is unknown', ['EB*F**PT***23***VS*30'], '30 - - calendar-year high '],
    ['what is left alone', ['EB*F**PT***29***VS*0'], '- - 0 - high '],
    ['of rehabilitation, all disciplines', ['EB*F**A9***23***VS*60'], '60 - - calendar-year medium OT+SLP'],
    [
      'rehabilitation’s lower limit binds therapy too',
      ['EB*F**A9***23***VS*20', 'EB*F**PT***23***VS*30'],
      '20 - - calendar-year medium OT+SLP',
    ],
    [
      'two answers: the lower',
      ['EB*F**PT***23***VS*30', 'EB*F**PT***23***VS*20'],
      '20 - - calendar-year medium ',
    ],
    [
      'in network before out',
      ['EB*F**PT***23***VS*10*N*N', 'EB*F**PT***23***VS*30*N*Y'],
      '30 - - calendar-year high ',
    ],
    ['out of network if nothing else', ['EB*F**PT***23***VS*10*N*N'], '10 - - calendar-year high '],
    ['per visit or day is no limit of visits', ['EB*F**PT***27***VS*1', 'EB*F**PT***7***VS*1'], '- - - - - '],
    ['units delivered are no visits', ['EB*F**PT', 'HSD*FL*60***23*1'], '- - - - - '],
    ['units are no visits', ['EB*F**PT***23***FL*60'], '- - - - - '],
    ['another discipline', ['EB*F**AD***23***VS*30'], '- - - - - '],
    ['two types in one EB share nothing', ['EB*F**PT^AD***23***VS*30'], '30 - - calendar-year high '],
    [
      'words alone',
      ['EB*F**30', 'MSG*PHYSICAL THERAPY 25 VISITS PER CALENDAR YEAR'],
      '25 - - calendar-year low ',
    ],
    [
      'words with their sharing',
      ['EB*F**33', 'MSG*COMBINED PT/OT/ST 60 VISITS PER PLAN YEAR'],
      '60 - - service-year low OT+SLP',
    ],
    [
      'another type whose words name therapy',
      ['EB*F**33***23***VS*20', 'MSG*COMBINED PT/OT/ST'],
      '20 - - calendar-year low OT+SLP',
    ],
    [
      'words between the number and the visits',
      ['EB*F**PT', 'MSG*LIMIT OF 30 PT/OT COMBINED THERAPY VISITS'],
      '30 - - - low OT',
    ],
    [
      'a number far from the visits',
      ['EB*F**PT', 'MSG*30 DAYS FROM THE FIRST OF ALL THOSE VISITS'],
      '- - - - - ',
    ],
    ['words of what is left', ['EB*F**PT', 'MSG*12 VISITS REMAINING'], '- - 12 - low '],
    ['codes before words', ['EB*F**PT***23***VS*30', 'MSG*LIMIT 20 VISITS'], '30 - - calendar-year medium '],
    ['words of something else', ['EB*F**30', 'MSG*20 VISITS PER YEAR ACUPUNCTURE'], '- - - - - '],
    ['words of visits a day', ['EB*F**PT', 'MSG*1 VISIT PER DAY'], '- - - - - '],
    [
      'more left than allowed',
      ['EB*F**PT***23***VS*10', 'EB*F**PT***29***VS*18'],
      '10 - 18 calendar-year high ',
    ],
    [
      'more used than allowed',
      ['EB*F**PT***23***VS*20', 'EB*F**PT***24***VS*22'],
      '20 22 0 calendar-year high ',
    ],
    ['words of what a visit costs', ['EB*1*IND*PT', 'MSG*$30 COPAY PER VISIT'], '- - - - - '],
    ['words of an office visit’s price', ['EB*1*IND*PT', 'MSG*OFFICE VISIT COPAY $25'], '- - - - - '],
    ['words of when to ask', ['EB*1*IND*PT', 'MSG*AUTH REQUIRED AFTER 12 VISITS'], '- - - - - '],
    [
      'a limit beside what a visit costs',
      ['EB*1*IND*PT', 'MSG*$30 COPAY PER VISIT; 25 VISITS PER CALENDAR YEAR'],
      '25 - - calendar-year low ',
    ],
    ['nothing', ['EB*1**30'], '- - - - - '],
  ])('%s', (_, segments, expected) => {
    expect(visitsOf(...segments)).toBe(expected)
  })

  test.each([
    ['21', 'years'],
    ['22', 'service-year'],
    ['23', 'calendar-year'],
    ['25', 'contract'],
    ['26', 'episode'],
    ['32', 'lifetime'],
    ['34', 'month'],
    ['36', 'admission'],
    ['', null],
    ['99', null],
  ])('a limit in period %j is one of %j', (code, period) => {
    expect(of(`EB*F**PT***${code}***VS*30`).therapyVisits).toMatchObject({ limit: 30, period })
  })

  test.each(['6', '7', '13', '27', '30', '31', '35'])('period %s gives no limit', (code) => {
    expect(of(`EB*F**PT***${code}***VS*30`).therapyVisits).toMatchObject({ limit: null, candidates: [] })
  })

  test('the most that was used, the least of a lifetime', () => {
    const used = ['EB*F**PT***23***VS*30', 'EB*F**PT***24***VS*5', 'EB*F**PT***24***VS*9']
    expect(of(...used).therapyVisits).toMatchObject({ used: 9, remaining: 21, confidence: 'medium' })
    expect(of('EB*F**PT***33***VS*7').therapyVisits).toMatchObject({ limit: null, remaining: 7 })
  })

  test('every candidate is kept with its source', () => {
    const { candidates } = of(
      'EB*F**PT***23***VS*30',
      'MSG*LIMIT 20 VISITS',
      'EB*F**PT',
      'HSD*VS*11***29',
    ).therapyVisits
    expect(
      candidates.map(({ kind, visits, source, segment }) => `${kind} ${visits} ${source} ${segment}`),
    ).toEqual(['limit 30 benefit 11', 'limit 20 message 11', 'remaining 11 delivery 13'])
  })

  test('unlimited', () => {
    expect(of('EB*H**PT').therapyVisits).toMatchObject({ limit: null, unlimited: true, confidence: 'high' })
    expect(of('EB*H**PT', 'EB*F**PT***23***VS*30').therapyVisits).toMatchObject({
      limit: 30,
      unlimited: false,
    })
  })

  test('a cap in money is no cap of visits; of several years the last', () => {
    const year = (amount: string, dates: string) => [
      `EB*F*IND**MB*PHYSICAL & SPEECH THERAPY*29*${amount}`,
      `DTP*292*RD8*${dates}`,
    ]
    const { therapyAmount, therapyVisits } = of(
      ...year('1840', '20090101-20091231'),
      ...year('1860', '20100101-20101231'),
    )
    expect(therapyAmount).toEqual({
      totalCents: null,
      remainingCents: 186000,
      usedCents: null,
      from: '2010-01-01',
      to: '2010-12-31',
    })
    expect(therapyVisits.limit).toBeNull()
    expect(of('EB*F*IND*AD*MB**29*1840').therapyAmount).toBeNull()
    expect(of('EB*F*IND**MB*BLOOD*29*3').therapyAmount).toBeNull()
    expect(of('EB*F*IND*AD*MB*OCCUPATIONAL THERAPY*29*3').therapyAmount).toBeNull()
    expect(of('EB*F**PT***25*2480', 'EB*F**PT***24*300', 'EB*F**PT***29*2180').therapyAmount).toMatchObject({
      totalCents: 248000,
      usedCents: 30000,
      remainingCents: 218000,
    })
  })
})

describe('authorization', () => {
  test.each([
    ['for therapy', ['EB*F**PT***23***VS*30*Y*Y'], 'yes'],
    ['not for therapy', ['EB*1**30********Y', 'EB*B**PT***27*25****N*Y'], 'no'],
    ['yes beside no', ['EB*B**PT***27*25****N*Y', 'EB*F**PT***23***VS*30*Y*Y'], 'yes'],
    [
      'not for therapy, though for all of rehabilitation',
      ['EB*1*IND*PT********N*Y', 'EB*1*IND*A9********Y*Y'],
      'no',
    ],
    ['for all of rehabilitation, of therapy nothing is said', ['EB*1*IND*A9********Y*Y'], 'yes'],
    ['out of network only', ['EB*B**PT***27*25****Y*N'], 'unknown'],
    ['for everything', ['EB*1**30********Y'], 'yes'],
    ['not for the plan, of therapy nothing is said', ['EB*1**30********N'], 'unknown'],
    ['unknown to the payer', ['EB*B**PT***27*25****U*Y'], 'unknown'],
    ['nothing said', ['EB*1**30'], 'unknown'],
  ])('%s', (_, segments, expected) => {
    expect(of(...segments).authorizationRequired).toBe(expected)
  })
})

describe('another payer or provider in the way', () => {
  const medicare = ['EB*1*IND**MA', 'DTP*307*D8*19960901', 'EB*1*IND**MB', 'DTP*307*D8*19960901']

  test('Medicare Advantage in place of Part B', () => {
    const subscriber = of(
      ...medicare,
      'EB*R**30*HN',
      'REF*18*H9999 999',
      'DTP*290*D8*20260801',
      'LS*2120',
      'NM1*PRP*2*ABC HEALTH PLAN',
      'LE*2120',
    )
    expect(subscriber.otherPayers).toEqual([
      {
        kind: 'medicare-advantage',
        insuranceType: 'HN',
        serviceTypes: ['30'],
        planName: null,
        name: 'ABC HEALTH PLAN',
        id: 'H9999 999',
        from: '2026-08-01',
        to: null,
        segment: 15,
      },
    ])
    expect(subscriber.familyHints).toEqual(['medicare-advantage', 'medicare-b'])
    expect(subscriber.insuranceTypes).toEqual(['MA', 'MB'])
    expect(subscriber.plans.map(({ insuranceType, from }) => `${insuranceType} ${from}`)).toEqual([
      'MA 1996-09-01',
      'MB 1996-09-01',
    ])
  })

  test.each([
    ['MB', 'medicare-b'],
    ['HN', 'medicare-advantage'],
    ['MC', 'medicaid'],
    ['WC', 'workers-comp'],
    ['AP', 'auto'],
    ['C1', 'commercial'],
  ])('insurance type %s hints at %s, while it is active', (type, family) => {
    expect(of(`EB*1**30*${type}`).familyHints).toEqual([family])
    expect(of(`EB*6**30*${type}`)).toMatchObject({ familyHints: [], insuranceTypes: [] })
    expect(of('EB*1**30*PS').familyHints).toEqual([])
  })

  test.each([
    ['a plan of another type, told by Medicare', [...medicare, 'EB*R**30*PR'], 'medicare-advantage'],
    ['the same told by a commercial payer', ['EB*1**30*PR', 'EB*R**30*PR'], 'other'],
    ['an employer before Medicare', [...medicare, 'EB*R*IND*30*12'], 'medicare-secondary'],
    ['workers’ compensation before Medicare', [...medicare, 'EB*R*IND*30*15'], 'medicare-secondary'],
    ['a drug plan replaces nothing', [...medicare, 'EB*R**88*HN'], 'other'],
    ['Medicare beside a commercial payer', ['EB*1**30*C1', 'EB*R**30'], 'other'],
  ])('%s', (_, segments, kind) => {
    expect(of(...segments).otherPayers.map((payer) => payer.kind)).toEqual([kind])
  })

  test.each([
    [
      'hospice that ended',
      ['EB*X**45*MA**26', 'DTP*292*RD8*20260208-20261217'],
      'hospice 2026-02-08 2026-12-17',
    ],
    ['hospice that goes on', ['EB*X**45*MA**26', 'DTP*292*D8*20260208'], 'hospice 2026-02-08 null'],
    [
      'home health',
      ['EB*X**42*MA', 'DTP*193*D8*20260901', 'DTP*194*D8*20261030'],
      'home-health 2026-09-01 2026-10-30',
    ],
    [
      'a stay by its admission',
      ['EB*D**48*MA', 'DTP*435*RD8*20261001-20261009'],
      'inpatient 2026-10-01 2026-10-09',
    ],
    ['a stay by its room', ['EB*X**49*MA', 'DTP*292*D8*20261001'], 'inpatient 2026-10-01 null'],
    ['inpatient rehabilitation', ['EB*X**AB*MA', 'DTP*292*D8*20261001'], 'inpatient 2026-10-01 null'],
    ['skilled nursing', ['EB*X**AG*MA', 'DTP*435*D8*20261001'], 'skilled-nursing 2026-10-01 null'],
  ])('%s', (_, segments, expected) => {
    const { careEpisodes } = of(...medicare, ...segments, 'LS*2120', 'NM1*1P*2******XX*1427038314', 'LE*2120')
    expect(careEpisodes.map(({ kind, from, to }) => `${kind} ${from} ${to}`)).toEqual([expected])
    expect(careEpisodes[0]?.provider).toEqual({ role: '1P', name: '', id: '1427038314' })
  })

  test.each([
    ['the visit asked about', ['DTP*472*D8*20261116', 'EB*1**30'], null, null],
    ['the plan', ['DTP*291*RD8*20260101-20261231', 'EB*1**30'], '2026-01-01', '2026-12-31'],
    ['begin and end', ['EB*1**30', 'DTP*346*D8*20260601', 'DTP*347*D8*20261231'], '2026-06-01', '2026-12-31'],
    ['ends alone', ['EB*1**30', 'DTP*349*D8*20261231'], null, '2026-12-31'],
    [
      'an eligibility that ends',
      ['EB*1**30', 'DTP*356*D8*20260101', 'DTP*357*D8*20260630'],
      '2026-01-01',
      '2026-06-30',
    ],
    [
      'a death and a physician are none',
      ['EB*1**30', 'DTP*442*D8*20261202', 'DTP*295*D8*20110701'],
      null,
      null,
    ],
    ['an end that is none', ['EB*1**30', 'DTP*291*RD8*20260101-99991231'], '2026-01-01', null],
  ])('dates of a plan: %s', (_, segments, from, to) => {
    expect(of(...segments).plans).toMatchObject([{ from, to }])
  })
})

describe('rejections and who does what', () => {
  test.each([
    ['AAA*N**72*C', 'subscriber', 'front-desk', 'correct'],
    ['AAA*N**75*N', 'subscriber', 'front-desk', 'stop'],
    ['AAA*N**51*C', 'subscriber', 'biller', 'correct'],
    ['AAA*Y**42*P', 'subscriber', 'tally', 'retry'],
    ['AAA*Y**80', 'subscriber', 'tally', 'retry'],
    ['AAA*Y**42*N', 'subscriber', 'biller', 'stop'],
    ['AAA*Y**64*X', 'subscriber', 'tally', 'retry'],
    ['AAA*N**58', 'subscriber', 'front-desk', 'correct'],
    ['AAA*N**ZZ*C', 'subscriber', 'biller', 'correct'],
  ])('%s', (aaa, level, who, next) => {
    expect(of(aaa).rejections).toMatchObject([{ level, who, next, code: aaa.split('*')[3] }])
  })

  test.each(
    '15 33 35 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 97 98 T4'.split(
      ' ',
    ),
  )('code %s has words of its own', (code) => {
    const { rejections } = readBenefits(answering(`AAA*N**${code}*C`, `AAA*N**ZZ*C`)).subscribers[0] ?? {
      rejections: [],
    }
    expect(rejections[0]?.says).not.toBe(rejections[1]?.says)
    const frontDesk = /^(15|33|5[2-36-8]|6\d|7[0-8])$/.test(code)
    expect(rejections[0]?.who).toBe(
      code === '42' || code === '80' ? 'tally' : frontDesk ? 'front-desk' : 'biller',
    )
  })

  test('of a benefit alone', () => {
    expect(of('EB*1**30', 'EB*V**PT', 'AAA*N**53*C')).toMatchObject({
      coverage: 'active',
      rejections: [{ level: 'benefit', code: '53' }],
    })
  })

  test('each waits as long as the payer says', () => {
    expect(of('AAA*N**64*W').rejections[0]?.does).toBe('ask again in 30 days')
    expect(of('AAA*N**64*X').rejections[0]?.does).toBe('ask again in 10 days')
  })
})

test('an EB with everything that follows it', () => {
  const { benefits } = of(
    'EB*F*IND*PT^98*HM*GOLD*23*100.5*.2*VS*30*Y*W*HC:97110',
    'HSD*VS*35***23*1',
    'REF*9F*R1',
    'DTP*292*RD8*20260101-20261231',
    'MSG*WORDS',
    'LS*2120',
    'NM1*PR*2*SAMPLE MUTUAL*****PI*67890',
    'LE*2120',
  )
  expect(benefits).toEqual([
    {
      code: 'F',
      coverageLevel: 'IND',
      serviceTypes: ['PT', '98'],
      insuranceType: 'HM',
      planName: 'GOLD',
      period: '23',
      amountCents: 10050,
      percent: 20,
      quantityQualifier: 'VS',
      quantity: 30,
      authorizationRequired: 'yes',
      network: 'either',
      procedureCode: '97110',
      deliveries: [{ quantityQualifier: 'VS', quantity: 35, period: '23', periods: 1 }],
      dates: [{ qualifier: '292', from: '2026-01-01', to: '2026-12-31' }],
      messages: ['WORDS'],
      references: [{ qualifier: '9F', value: 'R1' }],
      entities: [{ role: 'PR', name: 'SAMPLE MUTUAL', id: '67890' }],
      segment: 11,
    },
  ])
})

describe('dependents', () => {
  const dependent = (name: string, trace: string, ...eb: string[]) => [
    'HL*4*3*23*0',
    ...(trace === '' ? [] : [`TRN*2*${trace}*9EXCLINIC1`]),
    `NM1*03*1*SAMPLE*${name}`,
    'DMG*D8*20150101*F',
    ...eb,
  ]

  test('each is an entry, with the subscriber’s number, trace and rejections', () => {
    const { subscribers } = readBenefits(
      answering(
        'AAA*Y**72*N',
        ...dependent('NINA', 'TRACE2', 'EB*1**30'),
        ...dependent('OTTO', '', 'AAA*N**67*C'),
      ),
    )
    expect(
      subscribers.map((one) => [
        one.dependent?.first,
        one.traceNumber,
        one.memberId,
        one.coverage,
        one.rejections.map(({ code }) => code).join(' '),
      ]),
    ).toEqual([
      ['NINA', 'TRACE2', 'EXH000000001', 'active', '72'],
      ['OTTO', 'TRACE0000001', 'EXH000000001', 'unknown', '72 67'],
    ])
    expect(subscribers[1]?.rejections.map(({ level }) => level)).toEqual(['subscriber', 'dependent'])
    expect(subscribers[0]).toMatchObject({
      subscriber: { first: 'ALMA' },
      dependent: { birthDate: '2015-01-01' },
    })
  })
})

test('who is named inside a benefit is not the subscriber', () => {
  const nameless = answering('EB*1**30', 'NM1*PR*2*SAMPLE MUTUAL', 'DTP*346*D8*20260101').replace(
    /NM1\*IL.*\n/,
    '',
  )
  expect(readBenefits(nameless).subscribers[0]).toMatchObject({ subscriber: null, memberId: null, dates: [] })
})

test('a file without a 271 says so', () => {
  expect(readBenefits('ST*270*1~SE*2*1~').findings.map(({ rule }) => rule)).toContain('file/no-benefits')
})

const corpus = new URL('../../../../../shared/corpus/271/', import.meta.url)
describe.skipIf(!existsSync(corpus))('every 271 of ../shared/corpus', () => {
  const shown: Readonly<Record<string, object>> = {
    'scribe-sample.edi': {
      coverage: 'active',
      deductible: { individual: { totalCents: null, remainingCents: 50000 } },
    },
    'tally-inactive-and-retry-later.edi': { coverage: 'inactive' },
    'tally-therapy-visits-in-delivery-segments.edi': { therapyVisits: { remaining: 11 } },
    'tally-therapy-visits-total-and-remaining.edi': { therapyVisits: { remaining: 18 } },
    'tigershark-dependent-benefits.edi': {
      traceNumber: '51813246',
      coverage: 'active',
      dependent: { first: 'JANE' },
      deductible: {
        individual: { totalCents: 20000, remainingCents: 7880 },
        family: { totalCents: 60000, remainingCents: 18689 },
      },
    },
    'tigershark-dependent-rejection.edi': { coverage: 'unknown', rejections: [{ code: '72', next: 'stop' }] },
    'tigershark-many-service-types.edi': {
      coverage: 'active',
      therapyCovered: 'yes',
      copay: { amountCents: 0, serviceType: 'AE' },
      coinsurance: { percent: 20, serviceType: 'AE', network: 'in' },
      deductible: { individual: { totalCents: 11800, remainingCents: 0 } },
      otherPayers: [{ kind: 'other', name: 'MEDICARE' }],
    },
    'tigershark-rejections.edi': {
      rejections: [{ code: '72' }, { code: '73' }, { code: '73' }, { code: '58' }],
    },
    'tigershark-related-entity.edi': {
      coverage: 'active',
      outOfPocket: { individual: { totalCents: 50000, remainingCents: 46000 } },
    },
  }
  const files = existsSync(corpus) ? readdirSync(corpus) : []
  test.each(files)('%s', (file) => {
    expect(readBenefits(readFileSync(new URL(file, corpus))).subscribers).toMatchObject([
      shown[file] ?? { coverage: 'not expected' },
    ])
  })
})
