/** Modifiers of the clinic's beside ours, case by case of 3.1 to 3.3, and which give way when four are full. */
import type { PayerFamily } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from '../code-treatment-day.ts'
import { blocking, day, services } from '../sample-day.ts'
import type { DocumentedService, TreatmentDayInput } from '../treatment-day-input.ts'
import { informs } from './line-modifiers.ts'

type Sent = Partial<DocumentedService>
const code = (given: string, sent: Sent, changed: Partial<TreatmentDayInput> = {}) =>
  codeTreatmentDay({
    ...day,
    services: services(given).map((service) => ({ ...service, ...sent })),
    ...changed,
  })
const told = ({ lines }: ReturnType<typeof codeTreatmentDay>) =>
  lines.map(({ modifiers }) => modifiers.join(' ')).join(', ')
const by = (family: PayerFamily, rules: Record<string, unknown> = {}) => ({ payer: { family, rules } })

describe('a plan of care', () => {
  test('of the clinic’s own stands where we put none, whatever else is sent', () => {
    const coded = code('97110 15', { modifiers: ['GP', 'RT'] }, by('auto'))
    expect([told(coded), blocking(coded)]).toEqual(['GP RT', []])
  })

  test('two of them contradict each other there too', () => {
    expect(blocking(code('97110 15', { modifiers: ['GP', 'GO'] }, by('auto')))).toEqual([
      'reject modifier/contradiction 97110: GP beside GO: one plan of care a line',
      'reject modifier/contradiction 97110: GO beside GP: one plan of care a line',
    ])
  })
})

describe('an assistant’s modifier', () => {
  test('sent where the minutes say the same raises nothing, and stands once', () => {
    const coded = code('97110 30', { modifiers: ['GP', 'CQ'], assistantMinutes: 30 })
    expect([told(coded), blocking(coded)]).toEqual(['GP CQ', []])
  })

  test('sent where the assistant earned no unit is held', () => {
    expect(blocking(code('97110 15', { modifiers: ['CQ'], assistantMinutes: 5 }))).toEqual([
      'hold modifier/contradiction 97110: CQ sent, and the minutes do not say so',
    ])
  })

  test.each([
    ['of the assistant alone', 30, 'GP CQ'],
    ['after the therapist’s', 15, 'GP, GP CQ 76'],
  ])('a line %s: the modifier that tells two apart stands on a second line alone', (_, minutes, lines) => {
    const rules = by('medicare-b', { splitLineModifier: '76' })
    expect(told(code('97110 30', { assistantMinutes: minutes }, rules))).toBe(lines)
  })

  test('and stands once when the clinic sends it as well', () => {
    const rules = by('medicare-b', { splitLineModifier: '76' })
    expect(told(code('97110 30', { assistantMinutes: 15, modifiers: ['76'] }, rules))).toBe('GP 76, GP CQ 76')
  })
})

describe('video and audio', () => {
  test.each<[PayerFamily, 'video' | 'audio', string[], string]>([
    ['commercial', 'video', ['95'], 'GP 95'],
    ['commercial', 'video', ['GT'], 'GP 95'],
    ['commercial', 'video', [], 'GP 95'],
    ['commercial', 'audio', ['93'], 'GP 93'],
    ['medicare-b', 'audio', ['93'], 'GP 93'],
    ['medicare-b', 'video', ['95'], 'GP'],
    ['self-pay', 'video', ['95'], ''],
  ])('%s by %s, %j sent', (family, modality, modifiers, expected) => {
    const coded = code('97110 30', { modality, modifiers, placeOfService: '10' }, by(family))
    expect([told(coded), blocking(coded)]).toEqual([expected, []])
  })

  test.each<['video' | 'audio', string]>([
    ['video', '95'],
    ['audio', '93'],
  ])('by %s, %s of the clinic’s own is kept as it was sent, not put on by us', (modality, modifier) => {
    const sent = { modality, modifiers: [modifier], placeOfService: '10' }
    const slugs = (given: Sent) =>
      code('97110 30', given, by('commercial')).lines[0]?.reasons.map(({ rule }) => rule)
    expect(slugs(sent)).toContain('modifier/of-the-clinic')
    expect(slugs(sent)).not.toContain('modifier/telehealth')
    expect(slugs({ ...sent, modifiers: [] })).toContain('modifier/telehealth')
  })
})

describe('who is liable', () => {
  test.each<[string[], Partial<TreatmentDayInput>, string]>([
    [['GZ'], {}, 'GP GZ'],
    [['GZ'], { abn: 'voluntary' }, 'GP GZ'],
    [['GX'], { abn: 'voluntary' }, 'GP GX'],
    [['GY'], {}, 'GP GY'],
    [['KX', 'GY'], { kxAttested: true }, 'GP GY'],
    [['KX', 'GX'], { kxAttested: true, abn: 'voluntary' }, 'GP GX'],
  ])('%j stay, %j', (modifiers, changed, expected) => {
    const coded = code('97110 30', { modifiers }, changed)
    expect([told(coded), blocking(coded)]).toEqual([expected, []])
  })

  test.each<[string[], Partial<TreatmentDayInput>, string[]]>([
    [
      ['GZ', 'GA'],
      {},
      ['reject 97110: GZ says that no ABN is on file', 'hold 97110: GA sent, no required ABN on file'],
    ],
    [['GX'], { abn: 'required' }, ['hold 97110: GX sent, no voluntary ABN on file']],
    [['GA'], { abn: 'voluntary' }, ['hold 97110: GA sent, no required ABN on file']],
    [['GZ'], by('commercial'), ['hold 97110: GZ is for Original Medicare alone']],
  ])('%j, %j', (modifiers, changed, expected) => {
    expect(
      blocking(code('97110 30', { modifiers }, changed)).map((one) =>
        one.replace('modifier/contradiction ', ''),
      ),
    ).toEqual(expected)
  })
})

describe('a side', () => {
  const wanted = by('commercial', { sideCodes: ['97760'] })

  test.each([['RT'], ['LT'], ['50']])('%s is one', (side) => {
    expect(blocking(code('97760 15', { modifiers: [side] }, wanted))).toEqual([])
  })

  test('another modifier is none, and another code wants none', () => {
    expect(blocking(code('97760 15', { modifiers: ['76'] }, wanted))).toHaveLength(1)
    expect(blocking(code('97761 15', { modifiers: [] }, wanted))).toEqual([])
  })
})

describe('four at most', () => {
  test('four are four', () => {
    const coded = code('97110 30', { modifiers: ['59', '76', 'RT'] })
    expect([told(coded), coded.findings.map(({ rule }) => rule)]).toEqual([
      'GP 59 76 RT',
      ['price/no-schedule'],
    ])
  })

  test('what informs gives way wherever it stands in the order', () => {
    const sent = { modifiers: ['59', '76', 'GY'], modality: 'audio' as const, placeOfService: '10' }
    const coded = code('97110 30', sent)
    expect(told(coded)).toBe('GP 59 76 GY')
    expect(coded.findings.find(({ rule }) => rule === 'modifier/order')).toMatchObject({
      ...{ severity: 'info', lineIds: ['1'], facts: { dropped: ['93'] } },
    })
  })

  test('of what informs: the rest first, then sides, reductions and the way it was furnished', () => {
    const drop = (...modifiers: string[]) =>
      code('97012 10', { modifiers }).findings.find(({ rule }) => rule === 'modifier/order')?.facts.dropped
    expect(drop('59', '76', 'RT', '52')).toEqual(['RT'])
    expect(drop('59', '76', 'RT', 'CR')).toEqual(['CR'])
    expect(drop('59', '76', 'GY', '52')).toEqual(['52'])
  })

  test.each([
    ['CR', true],
    ['RT', true],
    ['52', true],
    ['95', true],
    ['GP', false],
    ['CQ', false],
    ['59', false],
    ['76', false],
    ['KX', false],
    ['GY', false],
  ])('%s only informs: %s', (modifier, expected) => expect(informs(modifier)).toBe(expected))
})

describe('what was furnished from afar', () => {
  test.each([
    ['93', 'video', ['hold modifier/contradiction 97110: 93 sent, furnished by video']],
    ['95', 'audio', ['hold modifier/contradiction 97110: 95 sent, furnished by audio']],
    ['95', 'video', []],
    ['93', 'audio', []],
    ['95', 'in-person', ['hold modifier/contradiction 97110: 95 sent, furnished in person']],
  ] as const)('%s on a line by %s', (modifier, modality, expected) => {
    const placeOfService = modality === 'in-person' ? '11' : '10'
    const sent = { modifiers: [modifier], modality, placeOfService }
    expect(blocking(code('97110 15', sent, by('commercial')))).toEqual(expected)
  })
})
