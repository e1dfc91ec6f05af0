/** Who furnished what, and every modifier a line may carry. */
import { cents, type PayerFamily, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import { blocking, day, linesOf, services } from './sample-day.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

/** `code therapist+assistant`, minutes each. */
const by = (given: string): DocumentedService[] =>
  services(given.replaceAll(/(\d+)\+(\d+)/g, (_, own, other) => String(Number(own) + Number(other)))).map(
    (service, index) => ({
      ...service,
      assistantMinutes: Number(/\+(\d+)/.exec(given.split(', ')[index] ?? '')?.[1] ?? 0),
    }),
  )
const code = (given: string, changed: Partial<TreatmentDayInput> = {}) =>
  codeTreatmentDay({ ...day, services: by(given), ...changed })
const told = ({ lines }: ReturnType<typeof codeTreatmentDay>) =>
  lines.map((line) => `${line.procedureCode} ${line.modifiers.join(' ')} x${line.units}`).join(', ')

describe('therapist and assistant', () => {
  test.each([
    ['C1', '97110 5+10', '97110 GP CQ x1'],
    ['C2', '97110 13+23, 97140 30', '97110 GP x1, 97110 GP CQ x1, 97140 GP x2'],
    ['C3', '97110 10+5', '97110 GP x1'],
    ['C4', '97110 12+14', '97110 GP x1, 97110 GP CQ x1'],
    ['C5', '97110 9+14', '97110 GP x1, 97110 GP CQ x1'],
    ['C6', '97530 20+25', '97530 GP x1, 97530 GP CQ x2'],
    ['C7', '97530 25+20', '97530 GP x2, 97530 GP CQ x1'],
    ['C8', '97110 6+5', '97110 GP CQ x1'],
    ['C9', '97110 7+7', '97110 GP CQ x1'],
    ['C10', '97110 8+8', '97110 GP x1'],
    ['C11', '97110 10+19', '97110 GP x1, 97110 GP CQ x1'],
    ['C12', '97110 4+24', '97110 GP CQ x2'],
    ['C13', '97110 0+22, 97140 23', '97110 GP CQ x1, 97140 GP x2'],
    ['C14', '97110 0+15, 97140 15, 97530 5+5', '97110 GP CQ x1, 97140 GP x1, 97530 GP CQ x1'],
    ['C15', '97150 28+2', '97150 GP x1'],
    ['C16', '97150 25+5', '97150 GP CQ x1'],
    ['C17', '97110 20', '97110 GP x1'],
    ['two units left under pooling', '97110 8+14, 97140 16', '97110 GP x1, 97110 GP CQ x1, 97140 GP x1'],
    [
      'two left, 10 each beside 29 and 4',
      '97110 10+10, 97140 29, 97530 4',
      '97110 GP x1, 97110 GP CQ x1, 97140 GP x2',
    ],
    ['a last unit with 9 minutes of the therapist', '97110 15, 97140 9+1', '97110 GP x1, 97140 GP x1'],
    ['a last unit of which the assistant has nothing', '97110 22+15, 97140 1', '97110 GP x2, 97110 GP CQ x1'],
    ['an OT assistant', 'OT 97530 5+10', '97530 GO CO x1'],
    ['an hour, by share', 'OT 96125 50+10', '96125 GO CO x1'],
  ])('%s: %s', (_, given, expected) => {
    const coded = code(given)
    expect(told(coded)).toBe(expected)
    expect(blocking(coded)).toEqual([])
  })

  test.each([
    [15, 2, 1],
    [15, 1, 0],
    [45, 5, 1],
    [45, 4, 0],
    [29, 3, 0],
    [29, 4, 1],
  ])('untimed, method 1: of %i minutes %i', (minutes, assistant, carries) => {
    expect(told(code(`97150 ${minutes - assistant}+${assistant}`))).toBe(
      carries ? '97150 GP CQ x1' : '97150 GP x1',
    )
  })

  test.each([
    [15, 3, 1],
    [15, 2, 0],
    [45, 6, 1],
    [45, 5, 0],
    [30, 4, 1],
    [30, 3, 0],
  ])('untimed, method 2: of %i minutes %i', (minutes, assistant, carries) => {
    const payer = { family: 'medicare-b' as const, rules: { untimedAssistantMethod: 2 } }
    expect(told(code(`97150 ${minutes - assistant}+${assistant}`, { payer }))).toBe(
      carries ? '97150 GP CQ x1' : '97150 GP x1',
    )
  })

  test.each<[PayerFamily, string]>([
    ['medicare-advantage', '97110 GP x1, 97110 GP CQ x1'],
    ['commercial', '97110 GP x1, 97110 GP CQ x1'],
    ['tricare', '97110 GP x1, 97110 GP CQ x1'],
    ['va', '97110 GP x1, 97110 GP CQ x1'],
    ['medicaid', '97110 GP x2'],
    ['workers-comp', '97110 GP x2'],
    ['auto', '97110  x2'],
    ['self-pay', '97110  x2'],
  ])('%s', (family, expected) => expect(told(code('97110 15+15', { payer: { family } }))).toBe(expected))

  test('of two lines only the reason of the assistant says whose units they are', () => {
    const { lines } = code('97110 15+15')
    expect(lines.map(({ reasons }) => reasons.filter(({ facts }) => 'carries' in facts).length)).toEqual([
      1, 1,
    ])
    expect(lines.flatMap(({ reasons }) => reasons.map(({ facts }) => facts.carries ?? null))).toEqual(
      expect.arrayContaining([null, false, true]),
    )
  })

  test('two lines of one source: names, charges, units and a modifier to tell them apart', () => {
    const given = by('97110 15+30').map((service) => ({
      ...service,
      lineId: 'a',
      unitChargeCents: null,
      chargeCents: cents(10001),
      units: 3,
    }))
    const named = [...given, { ...services('97140 15')[0], lineId: 'a-2' } as DocumentedService]
    const payer = { family: 'medicare-b' as const, rules: { splitLineModifier: '76' } }
    const { lines } = code('', { services: named, payer })
    expect(lines).toMatchObject([
      { lineId: 'a', sourceLineId: 'a', units: 1, chargeCents: 3334, modifiers: ['GP'], assistant: false },
      {
        lineId: 'a-2-2',
        sourceLineId: 'a',
        units: 2,
        chargeCents: 6667,
        modifiers: ['GP', 'CQ', '76'],
        assistant: true,
      },
      { lineId: 'a-2', sourceLineId: 'a-2' },
    ])
  })

  test('limits count the units of both lines', () => {
    expect(blocking(code('97110 60+60'))).toEqual([
      'hold units/above-mue 8 units of 97110 on 2026-03-02, the limit is 6 (MAI 3)',
    ])
  })

  test('units without minutes: no decision about an assistant', () => {
    const given = services('97110 -').map((service) => ({ ...service, units: 2 }))
    const coded = code('', { services: given })
    expect(told(coded)).toBe('97110 GP x2')
    expect(coded.findings[0]).toMatchObject({ rule: 'units/as-given', severity: 'info' })
    const assisted = given.map((service) => ({ ...service, assistantMinutes: 5 }))
    expect(blocking(code('', { services: assisted }))).toEqual([
      'hold coding/not-yet 97110: 5 minutes by an assistant; CQ and CO are not decided yet',
    ])
  })
})

describe('modifiers the clinic sent', () => {
  const sent = (modifiers: string[], changed: Partial<TreatmentDayInput> = {}, given = '97110 30') =>
    code('', { services: services(given).map((service) => ({ ...service, modifiers })), ...changed })

  test.each<[string, string[], Partial<TreatmentDayInput>, string]>([
    [
      'another plan of care',
      ['GO'],
      {},
      'reject modifier/contradiction 97110: GO beside GP: one plan of care a line',
    ],
    [
      'CQ and no assistant',
      ['CQ'],
      {},
      'hold modifier/contradiction 97110: CQ sent, and the minutes do not say so',
    ],
    ['CO without GO', ['CO'], {}, 'reject modifier/contradiction 97110: CO without GO'],
    ['AT', ['AT'], {}, 'hold modifier/contradiction 97110: AT is for chiropractic manipulation'],
    ['no modifier at all', ['Q9'], {}, 'hold modifier/unknown 97110: Q9 is in no table of 2026-03-02'],
    [
      '93 before it was made',
      ['93'],
      { serviceDate: serviceDate('2021-12-31') },
      'hold modifier/unknown 97110: 93 is in no table of 2021-12-31',
    ],
    [
      '52 on minutes',
      ['52'],
      {},
      'hold modifier/contradiction 97110: 52 on a code counted by minutes: its units say it',
    ],
    ['95 in person', ['95'], {}, 'hold modifier/contradiction 97110: 95 sent, furnished in person'],
    ['GA without an ABN', ['GA'], {}, 'hold modifier/contradiction 97110: GA sent, no required ABN on file'],
    ['GX without an ABN', ['GX'], {}, 'hold modifier/contradiction 97110: GX sent, no voluntary ABN on file'],
    [
      'GZ beside an ABN',
      ['GZ'],
      { abn: 'required' },
      'reject modifier/contradiction 97110: GZ says that no ABN is on file',
    ],
    [
      'GA to another payer',
      ['GA'],
      { payer: { family: 'medicare-advantage' }, abn: 'required' },
      'hold modifier/contradiction 97110: GA is for Original Medicare alone',
    ],
  ])('%s', (_, modifiers, changed, expected) => {
    expect(blocking(sent(modifiers, changed))).toEqual([expected])
  })

  test.each<[string, string[], string[]]>([
    ['59 and XU', ['59', 'XU'], ['59 beside XU: one of them', 'XU beside 59: one of them']],
    ['GY and GZ', ['GY', 'GZ'], ['GY beside GZ', 'GZ says that no ABN is on file']],
    ['KX and GA', ['KX', 'GA'], ['KX beside GA: necessary, or not', 'GA beside KX: necessary, or not']],
  ])('%s contradict each other', (_, modifiers, says) => {
    expect(blocking(sent(modifiers, { kxAttested: true }))).toEqual(
      says.map((one) => `reject modifier/contradiction 97110: ${one}`),
    )
  })

  test.each<[string[], Partial<TreatmentDayInput>, string, string]>([
    [['GP'], {}, '97110 30', '97110 GP x2'],
    [['RT', 'GP'], {}, '97110 30', '97110 GP RT x2'],
    [['96', '76', '59'], {}, '97110 30', '97110 GP 59 76 96 x2'],
    [['52'], {}, '97012 10', '97012 GP 52 x1'],
    [['GA'], { abn: 'required' }, '97110 30', '97110 GP GA x2'],
    [
      ['RT'],
      { payer: { family: 'commercial', rules: { suppressedModifiers: ['RT'] } } },
      '97110 30',
      '97110 GP x2',
    ],
    [
      ['59'],
      {
        payer: {
          family: 'commercial',
          rules: {
            modifierOrder: [
              'assistant',
              'distinct',
              'repeat',
              'discipline',
              'kx',
              'telehealth',
              'liability',
              'reduced',
              'side',
              'other',
            ],
          },
        },
      },
      '97110 30',
      '97110 59 GP x2',
    ],
  ])('%j stay where the payer takes them', (modifiers, changed, given, expected) => {
    const coded = sent(modifiers, changed, given)
    expect(told(coded)).toBe(expected)
    expect(blocking(coded)).toEqual([])
  })

  test('a side where the payer wants one', () => {
    const payer = { family: 'commercial' as const, rules: { sideCodes: ['97760'] } }
    expect(blocking(sent([], { payer }, '97760 15'))).toEqual([
      'hold modifier/side 97760: the payer wants RT or LT',
    ])
    expect(blocking(sent(['LT'], { payer }, '97760 15'))).toEqual([])
  })

  test('of five that price one is left off, and a person must look', () => {
    const coded = sent(['59', '76', '53', 'GY'], { abn: 'required' }, '97012 10')
    expect(told(coded)).toBe('97012 GP 59 76 GY x1')
    expect(blocking(coded)).toEqual([
      'hold modifier/order 97012: 6 modifiers, a line takes 4; left off: 53, GA',
    ])
  })

  test('on a service that earns no unit they are nobody’s concern', () => {
    const coded = sent(['CQ', 'GO'], {}, '97110 7')
    expect([told(coded), blocking(coded)]).toEqual(['', []])
  })

  test('of more than four what informs gives way', () => {
    const coded = sent(['59', '76', 'RT', '96'])
    expect(told(coded)).toBe('97110 GP 59 76 RT x2')
    expect(coded.findings.at(-1)).toMatchObject({ rule: 'modifier/order', severity: 'info' })
  })
})

describe('by video and audio', () => {
  const remote = (family: PayerFamily, modality: 'video' | 'audio' | 'in-person', placeOfService: string) =>
    code('', {
      payer: { family },
      services: services('97110 30').map((service) => ({ ...service, modality, placeOfService })),
    })

  test.each<[PayerFamily, 'video' | 'audio', string]>([
    ['medicare-b', 'video', '97110 GP x2 12000'],
    ['medicare-b', 'audio', '97110 GP 93 x2 12000'],
    ['commercial', 'video', '97110 GP 95 x2 12000'],
    ['commercial', 'audio', '97110 GP 93 x2 12000'],
    ['self-pay', 'video', '97110  x2 12000'],
  ])('%s %s', (family, modality, expected) => {
    for (const place of ['02', '10']) {
      const coded = remote(family, modality, place)
      expect(linesOf(coded)).toBe(expected)
      expect(blocking(coded)).toEqual([])
    }
    expect(blocking(remote(family, modality, '11'))).toEqual([
      `hold modifier/telehealth 97110: by ${modality} at place 11`,
    ])
  })

  test('in person from no place of telehealth', () => {
    expect(blocking(remote('commercial', 'in-person', '10'))).toEqual([
      'hold modifier/telehealth 97110: furnished in person at place 10',
    ])
  })

  test('a day before the assistant’s modifiers keeps its date', () => {
    expect(
      blocking(code('97110 15+15', { serviceDate: serviceDate('2019-12-31'), therapyAccrued: null })),
    ).toEqual(['hold coding/not-yet 97110: 15 minutes by an assistant; CQ and CO are not decided yet'])
  })
})
