/** Which documents are read and which are refused, with the place. */
import { describe, expect, test } from 'vitest'
import { billed, changed, day, runOf } from './sample-run.ts'

type Path = (string | number)[]
const first = ['services', 0]

describe('tally code reads', () => {
  test.each<[string, Path, unknown]>([
    ['a day without services', ['services'], []],
    ['null for what may be absent', ['pricing'], null],
    ['nothing for what may be absent', ['kxAttestation'], undefined],
    [
      'units without minutes',
      first,
      { lineId: '1', procedureCode: '97110', units: 2, diagnosisPointers: [1] },
    ],
    ['all 1,440 minutes', [...first, 'minutes'], 1440],
    ['an assistant for the whole of it', [...first, 'assistantMinutes'], 30],
    ['a code that nobody knows', [...first, 'procedureCode'], 'ZZZZZ'],
    ['a date before every edition', ['serviceDate'], '1999-01-04'],
    ['a date after every edition', ['serviceDate'], '2199-01-04'],
    ['five modifiers', [...first, 'modifiers'], ['GP', 'CQ', '59', 'KX', 'XE']],
    ['a service in another discipline', [...first, 'discipline'], 'OT'],
    ['a span as an object', [...first, 'distinctBlock'], { from: '10:00', to: '10:30' }],
    ['who attested', ['kxAttestation'], { by: '1861400004', on: '2026-03-02' }],
    ['a notice to the patient', ['abn'], { signedOn: '2026-03-02', kind: 'voluntary' }],
    ['an evaluation before the day', ['evaluatedOn'], '2026-02-20'],
    ['a locality', ['pricing'], { locality: { contractor: '02302', locality: '01' } }],
    ['a ZIP code and the other factor', ['pricing'], { zip: '97201', conversionFactor: 'qp' }],
  ])('%s', async (_, path, value) => {
    const { exit, printed, said } = await runOf(['code'], JSON.stringify(changed(day, path, value)))
    expect({ exit, said }).toEqual({ exit: 0, said: [] })
    expect(JSON.parse(printed)).toHaveProperty('findings')
  })
})

describe('tally code refuses', () => {
  test.each<[string, Path, unknown, string]>([
    ['an unknown field', ['colour'], 'red', '/colour is not known here: remove it or spell it as documented'],
    [
      'an unknown field within',
      [...first, 'unit'],
      2,
      '/services/0/unit is not known here: remove it or spell it as documented',
    ],
    ['a missing field', ['serviceDate'], undefined, '/serviceDate must be a real day, written YYYY-MM-DD'],
    ['a missing list', ['services'], undefined, '/services is missing: an array is required'],
    ['30 February', ['serviceDate'], '2026-02-30', '/serviceDate must be a real day, written YYYY-MM-DD'],
    ['minutes as text', [...first, 'minutes'], '30', '/services/0/minutes must be a number'],
    ['half a minute', [...first, 'minutes'], 7.5, '/services/0/minutes must be a whole number'],
    ['minutes below zero', [...first, 'minutes'], -1, '/services/0/minutes must be at least 0'],
    ['a minute more than a day has', [...first, 'minutes'], 1441, '/services/0/minutes must be at most 1440'],
    [
      'an assistant above the total',
      [...first, 'assistantMinutes'],
      31,
      '/services/0/assistantMinutes must be at most the 30 minutes of the service',
    ],
    [
      'an assistant below zero',
      [...first, 'assistantMinutes'],
      -1,
      '/services/0/assistantMinutes must be at least 0',
    ],
    [
      'half a cent',
      [...first, 'unitChargeCents'],
      60.5,
      '/services/0/unitChargeCents must be a whole number',
    ],
    [
      'a code of four',
      [...first, 'procedureCode'],
      '9711',
      '/services/0/procedureCode must have the form /^[0-9A-Z]{5}$/',
    ],
    [
      'thirteen modifiers',
      [...first, 'modifiers'],
      Array(13).fill('GP'),
      '/services/0/modifiers must be at most 12 entries',
    ],
    [
      'a pointer to nothing',
      [...first, 'diagnosisPointers', 0],
      3,
      '/services/0/diagnosisPointers/0 points to diagnosis 3 of 2',
    ],
    [
      'a pointer before the first',
      [...first, 'diagnosisPointers', 0],
      0,
      '/services/0/diagnosisPointers/0 must be at least 1',
    ],
    [
      'two lines of one name',
      ['services', 1, 'lineId'],
      '1',
      '/services/1/lineId names another line of the day',
    ],
    [
      'a family that is none',
      ['payer', 'family'],
      'hmo',
      '/payer/family must be one of medicare-b, medicare-advantage, medicaid, commercial, tricare, va, workers-comp, auto, self-pay',
    ],
    ['a discipline that is none', ['discipline'], 'DC', '/discipline must be one of PT, OT, SLP'],
    ['no place', ['pricing'], {}, '/pricing must say where in one way: gpci, locality or zip'],
    ['two places', ['pricing', 'zip'], '97201', '/pricing must say where in one way: gpci, locality or zip'],
    [
      'an index of four decimals',
      ['pricing', 'gpci', 'work'],
      1.0001,
      '/pricing/gpci/work must have at most three decimals',
    ],
    [
      'an attestation by no provider',
      ['kxAttestation'],
      { by: '1861400005', on: '2026-03-02' },
      '/kxAttestation/by must be an NPI, whose last digit checks the others',
    ],
    [
      'a time that no clock shows',
      [...first, 'distinctBlock'],
      { from: '10:00', to: '24:30' },
      '/services/0/distinctBlock/to must have the form /^([01]\\d|2[0-3]):[0-5]\\d$/',
    ],
  ])('%s', async (_, path, value, says) => {
    const { exit, printed, said } = await runOf(['code'], JSON.stringify(changed(day, path, value)))
    expect({ exit, printed, said }).toEqual({
      exit: 2,
      printed: '',
      said: [`tally code: standard input: ${says}.`],
    })
  })
})

describe('a distinct block', () => {
  // 97530 is the second column of the pair: its evidence counts.
  const pair = changed(day, ['services', 0, 'procedureCode'], '97150')
  const coded = async (block: unknown) => {
    const written = changed(pair, ['services', 1, 'distinctBlock'], block)
    return JSON.parse((await runOf(['code'], JSON.stringify(written))).printed)
  }

  test('is one however it is written, and none when absent', async () => {
    const blocks = ['10:00-10:30', { from: '10:00', to: '10:30' }, 'in the pool, after lunch', undefined]
    const [span, object, words, none] = await Promise.all(blocks.map(coded))
    expect(span).toEqual(object)
    expect(none.findings).toContainEqual(expect.objectContaining({ rule: 'ncci/pair-needs-modifier' }))
    expect(words).not.toEqual(none)
  })
})

describe('tally price', () => {
  test('answers each line and the total', async () => {
    const { exit, printed } = await runOf(['price'], JSON.stringify(billed))
    expect(exit).toBe(0)
    expect(JSON.parse(printed)).toMatchObject({
      lines: [
        { lineId: '1', allowedCents: 5127, fullUnits: 1, reducedUnits: 1 },
        { lineId: '2', allowedCents: 2121 },
      ],
      total: { allowedCents: 7248 },
    })
  })

  test('reckons the payment alone of what was allowed, after the deductible', async () => {
    const allowed = changed(
      changed(billed, ['lines', 0, 'allowedCents'], 4000),
      ['deductibleRemainingCents'],
      1000,
    )
    const { printed } = await runOf(['price'], JSON.stringify(allowed))
    expect(JSON.parse(printed).lines[0]).toMatchObject({ allowedCents: 4000, deductibleCents: 1000 })
  })

  test.each<[string, Path, unknown, string]>([
    ['a fraction of a unit', ['lines', 0, 'units'], 1.5, '/lines/0/units must be a whole number'],
    ['units below zero', ['lines', 0, 'units'], -1, '/lines/0/units must be at least 0'],
    [
      'an unknown deductible',
      ['deductibleRemainingCents'],
      undefined,
      '/deductibleRemainingCents is missing: a number is required',
    ],
    [
      'a deductible below zero',
      ['deductibleRemainingCents'],
      -1,
      '/deductibleRemainingCents must be at least 0',
    ],
    [
      'minutes, which are not priced',
      ['lines', 0, 'minutes'],
      30,
      '/lines/0/minutes is not known here: remove it or spell it as documented',
    ],
  ])('refuses %s', async (_, path, value, says) => {
    const { exit, said } = await runOf(['price'], JSON.stringify(changed(billed, path, value)))
    expect({ exit, said }).toEqual({ exit: 2, said: [`tally price: standard input: ${says}.`] })
  })
})
