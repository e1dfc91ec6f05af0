/** What a coded day should bring: prices on its lines, KX by them, and lines an assistant furnished. */
import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import { blocking, day, linesOf, services, two } from './sample-day.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

const national = { gpci: { work: 1, practiceExpense: 1, malpractice: 1 } }
const code = (given: string, changed: Partial<TreatmentDayInput> = {}) =>
  codeTreatmentDay({ ...day, pricing: national, services: services(given), ...changed })
const expectedOf = ({ lines, expectedAllowedCents }: ReturnType<typeof codeTreatmentDay>) => [
  ...lines.map((line) => line.expectedAllowedCents),
  expectedAllowedCents,
]

describe('prices', () => {
  test.each<[string, string, number[]]>([
    ['the example of the command line', '97110 30, 97530 16', [4442, 3507, 7949]],
    ['two encounters of one day are one ranking', '97110 15, 97140 15, 97110 15', [5127, 2121, 7248]],
    ['two disciplines are one ranking', '97110 30, OT 97530 30', [4442, 6012, 10454]],
    ['no line at all', '97110 7', [0]],
  ])('%s: %s', (_, given, expected) => {
    expect(expectedOf(code(given))).toEqual(expected)
  })

  test('a line that waits for the modifier of its pair is expected to bring nothing, and ranks with none', () => {
    const coded = code('97150 40, 97110 8')
    expect(blocking(coded)).toHaveLength(1)
    expect(expectedOf(coded)).toEqual([1804, 0, 1804])
    expect(coded.lines[1]?.reasons.map(({ rule }) => rule)).toContain('price/barred')
    expect(coded.therapyAccruedAfter).toEqual({ ptSlpCents: 1804, otCents: 0, reviewFlag: false })
  })

  test('with its block of time documented it is priced', () => {
    const [group, exercise] = two('97150 40, 97110 8')
    const distinctBlock = { from: '10:00', to: '10:08' }
    const coded = code('', { services: [group, { ...exercise, distinctBlock }] })
    expect(expectedOf(coded)).toEqual([1403, 2906, 4309])
  })

  test('units that can never be paid bring nothing, units that a person may defend are priced', () => {
    const swallowing = code('SLP 92526 30, OT 92526 30, OT 97535 15')
    expect(blocking(swallowing)).toEqual([
      'reject units/above-mue 2 units of 92526 on 2026-03-02, the limit is 1 (MAI 2)',
    ])
    expect(expectedOf(swallowing)).toEqual([0, 0, 3240, 3240])
    const twice = code('97110 105')
    expect(blocking(twice)).toEqual([
      'hold units/above-mue 7 units of 97110 on 2026-03-02, the limit is 6 (MAI 3)',
    ])
    expect(expectedOf(twice)).toEqual([2906 + 6 * 2221, 2906 + 6 * 2221])
  })

  test('column 2 that came off leaves the ranking', () => {
    expect(expectedOf(code('97161 30, 97750 15, 97110 15'))).toEqual([6000, 2221, 8221])
    expect(expectedOf(code('97164 30, 97763 30, 97110 15'))).toEqual([6000, 2221, 8221])
  })

  test.each<[string, Partial<DocumentedService>, number]>([
    ['a unit charge', { unitChargeCents: cents(1000) }, 2000],
    ['a charge for the whole service', { unitChargeCents: null, chargeCents: cents(3000), units: 2 }, 3000],
    ['a charge for other units', { unitChargeCents: null, chargeCents: cents(3000), units: 3 }, 5127],
    ['no charge', { unitChargeCents: null }, 5127],
  ])('%s caps the line', (_, sent, allowed) => {
    const charged = services('97110 30').map((service) => ({ ...service, ...sent }))
    expect(expectedOf(code('', { services: charged }))).toEqual([allowed, allowed])
  })

  test('reasons tell the whole way, in the order of decisions', () => {
    expect(code('97110 30').lines[0]?.reasons.map(({ rule, edition }) => `${rule} ${edition}`)).toEqual([
      'units/eight-minute 2026',
      'modifier/discipline 2026',
      'price/fee-schedule RVU26C',
      'price/multiple-procedures 2013-04',
      'price/lesser-of-charge 2026',
      'modifier/kx-required KX thresholds to 2026',
    ])
  })

  test('a Medicare Advantage day has no price, whatever is handed in', () => {
    const coded = code('97110 30', { payer: { family: 'medicare-advantage' } })
    expect([coded.expectedAllowedCents, coded.therapyAccruedAfter]).toEqual([null, null])
  })

  test('a day without lines has nothing to tell of prices and thresholds', () => {
    expect(code('97110 7', { pricing: { zip: '97201' }, therapyAccrued: null }).findings).toEqual([])
    expect(expectedOf(code('97110 7', { pricing: null }))).toEqual([null])
  })

  test('rounded indices are told beside the price', () => {
    const coded = code('97110 30, 97530 16', { pricing: { zip: '972011234' } })
    expect(expectedOf(coded)).toEqual([4636, 3748, 8384])
    expect(coded.findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
      'info price/provisional',
    ])
  })
})

describe('P14: KX by what is allowed', () => {
  const visit = (used: number, changed: Partial<TreatmentDayInput> = {}) =>
    code('97110 30, 97140 15', {
      therapyAccrued: { ptSlpCents: cents(used), otCents: cents(0) },
      kxAttested: true,
      ...changed,
    })
  const kxOn = ({ lines }: ReturnType<typeof codeTreatmentDay>) =>
    lines.filter(({ modifiers }) => modifiers.includes('KX')).map(({ procedureCode }) => procedureCode)

  test.each([
    ['1', 0, [], 7248, false],
    ['34', 33 * 7248, [], 246432, false],
    ['35', 34 * 7248, ['97110', '97140'], 253680, false],
    ['41', 40 * 7248, ['97110', '97140'], 297168, false],
    ['42', 41 * 7248, ['97110', '97140'], 304416, true],
  ])('visit %s', (_, used, kx, after, reviewFlag) => {
    const coded = visit(used)
    expect(kxOn(coded)).toEqual(kx)
    expect(coded.therapyAccruedAfter).toEqual({ ptSlpCents: after, otCents: 0, reviewFlag })
    expect(coded.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(
      reviewFlag ? ['info therapy/targeted-review'] : [],
    )
  })

  test.each([
    ['exactly the threshold', 248000 - 7248, []],
    ['a cent above it on the second line', 248000 - 7247, ['97140']],
    ['a cent above it on the first line', 248000 - 5126, ['97110', '97140']],
  ])('%s', (_, used, kx) => expect(kxOn(visit(used))).toEqual(kx))

  test('without an attestation each such line is held by itself, and accrues all the same', () => {
    const coded = visit(34 * 7248, { kxAttested: false })
    expect(kxOn(coded)).toEqual([])
    expect(blocking(coded)).toEqual([
      'hold modifier/kx-required 97110: 246432 cents of PT+SLP used before it, 5127 allowed, threshold 248000: KX',
      'hold modifier/kx-required 97140: 251559 cents of PT+SLP used before it, 2121 allowed, threshold 248000: KX',
    ])
    expect(coded.findings.map(({ lineIds }) => lineIds)).toEqual([['1'], ['2']])
    expect(coded.therapyAccruedAfter?.ptSlpCents).toBe(253680)
  })

  test('buckets are apart: PT with SLP, and OT', () => {
    const coded = code('97116 15, OT 97535 15, SLP 92507 40', {
      kxAttested: true,
      therapyAccrued: { ptSlpCents: cents(0), otCents: cents(247999) },
    })
    expect(kxOn(coded)).toEqual(['97535'])
    const [pt = 0, ot = 0, slp = 0] = expectedOf(coded)
    expect(coded.therapyAccruedAfter).toEqual({
      ...{ ptSlpCents: (pt ?? 0) + (slp ?? 0), otCents: 247999 + (ot ?? 0), reviewFlag: false },
    })
  })

  test('review is strictly above 3,000 dollars, in either bucket', () => {
    const flag = (used: number) =>
      code('OT 97110 15', {
        kxAttested: true,
        therapyAccrued: { ptSlpCents: cents(0), otCents: cents(used) },
      }).therapyAccruedAfter?.reviewFlag
    expect([flag(300000 - 2906), flag(300001 - 2906)]).toEqual([false, true])
    expect(visit(41 * 7248).findings[0]?.lineIds).toEqual([])
  })

  test.each(['97110 15', 'OT 97110 15'])('without prices what was used after %s is unknown', (given) => {
    expect(code(given, { pricing: null }).therapyAccruedAfter).toBeNull()
    expect(code(given).therapyAccruedAfter).not.toBeNull()
  })

  test.each<[string, Partial<TreatmentDayInput>, number, string[]]>([
    ['above the threshold, attested or not', { kxAttested: true }, 34 * 7248, ['GP GA', 'GP GA']],
    ['above the threshold, not attested', { kxAttested: false }, 34 * 7248, ['GP GA', 'GP GA']],
    ['from the line that crosses on', {}, 248000 - 5127, ['GP', 'GP GA']],
    ['below it, where necessity itself is in doubt', {}, 0, ['GP GA', 'GP GA']],
    [
      'while the use of the year is unknown',
      { therapyAccrued: null, kxAttested: false },
      0,
      ['GP GA', 'GP GA'],
    ],
  ])('with a required ABN GA takes KX’s place: %s', (_, changed, used, expected) => {
    const coded = visit(used, { abn: 'required', ...changed })
    expect(coded.lines.map(({ modifiers }) => modifiers.join(' '))).toEqual(expected)
    expect(blocking(coded)).toEqual([])
  })

  test('KX that the clinic sends is taken above the threshold alone, and never without an attestation', () => {
    const sent = services('97110 30').map((service) => ({ ...service, modifiers: ['GP', 'KX'] }))
    const early = visit(0, { services: sent })
    expect(early.findings).toMatchObject([{ rule: 'modifier/kx-early', severity: 'warn', lineIds: ['1'] }])
    expect(kxOn(early)).toEqual([])
    const above = visit(34 * 7248, { services: sent })
    expect([kxOn(above), above.findings]).toEqual([['97110'], []])
    expect(blocking(visit(0, { services: sent, kxAttested: false }))).toEqual([
      'hold modifier/contradiction 97110: KX sent, and nobody attested it',
    ])
  })

  test('a year whose threshold is not published is decided by the last known one', () => {
    const coded = visit(34 * 7248, { serviceDate: serviceDate('2027-01-04') })
    expect(kxOn(coded)).toEqual(['97110', '97140'])
    expect(coded.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      'warn price/provisional',
      'warn price/provisional',
    ])
  })
})

describe('an assistant', () => {
  const by = (assistant: readonly number[], given: string) =>
    services(given).map((service, index) => ({ ...service, assistantMinutes: assistant[index] ?? 0 }))
  const notYet = (procedureCode: string, minutes: number) =>
    `hold coding/not-yet ${procedureCode}: ${minutes} minutes by an assistant; CQ and CO are not decided yet`

  test.each<[string, string, number[], string, string[]]>([
    ['a whole service', '97110 30', [30], '97110 GP CQ x2 12000', []],
    ['beside a therapist’s', '97110 23, 97140 30', [23], '97110 GP CQ x2 12000, 97140 GP x2 12000', []],
    [
      'C13: the assistant’s 22 and the therapist’s 23',
      '97110 22, 97140 23',
      [22],
      '97110 GP CQ x1 6000, 97140 GP x2 12000',
      [],
    ],
    ['an untimed one', '97150 30', [30], '97150 GP CQ x1 6000', []],
    ['two of one code, both whole', '97110 15, 97110 15', [15, 15], '97110 GP CQ x2 12000', []],
    ['an OT assistant', 'OT 97530 30', [30], '97530 GO CO x2 12000', []],
    ['one minute less', '97110 30', [29], '97110 GP CQ x2 12000', []],
    [
      'two of one code, one whole',
      '97110 15, 97110 15',
      [15, 0],
      '97110 GP x1 6000, 97110 GP CQ x1 6000',
      [],
    ],
    ['speech therapy knows none', 'SLP 92507 40', [40], '92507 GN x1 6000', [notYet('92507', 40)]],
    ['too few minutes for a unit', '97110 7', [7], '', []],
  ])('%s', (_, given, minutes, lines, blocks) => {
    const coded = code('', { services: by(minutes, given) })
    expect(linesOf(coded)).toBe(lines)
    expect(blocking(coded)).toEqual(blocks)
    expect(coded.lines.map(({ assistant }) => assistant)).toEqual(
      coded.lines.map(({ modifiers }) => /C[QO]/.test(modifiers.join())),
    )
  })

  test.each(['97161', '97162', '97163', '97164', 'OT 97165', 'OT 97166', 'OT 97167', 'OT 97168'])(
    'furnishes no minute of %s: rejected, no CQ, expected to bring nothing',
    (evaluation) => {
      const coded = code('', { services: by([1], `${evaluation} 30, 97110 15`) })
      const [line, other] = coded.lines
      expect(line?.modifiers).toHaveLength(1)
      expect([line?.expectedAllowedCents, other?.expectedAllowedCents]).toEqual([0, 2906])
      expect(blocking(coded)).toEqual([
        `reject modifier/assistant-evaluation ${line?.procedureCode} is an evaluation, and an assistant furnished 1 minutes of it`,
      ])
    },
  )

  test('is paid less by 15 percent, which is not taken from what is allowed', () => {
    expect(expectedOf(code('', { services: by([30], '97110 30') }))).toEqual([5127, 5127])
  })

  test('the clinic’s own CQ is accepted where it is ours', () => {
    const sent = by([30], '97110 30').map((service) => ({ ...service, modifiers: ['GP', 'CQ', '59'] }))
    expect(linesOf(code('', { services: sent }))).toBe('97110 GP CQ 59 x2 12000')
  })

  test('minutes that nobody documented are not the assistant’s', () => {
    const unknown = by([5], '97012 -')
    expect(blocking(code('', { services: unknown }))).toEqual([notYet('97012', 5)])
  })

  test('before 2020 no modifier was demanded, and a person decides', () => {
    const before = { serviceDate: serviceDate('2019-12-31'), therapyAccrued: null }
    const on = { serviceDate: serviceDate('2020-01-01'), therapyAccrued: null }
    expect(blocking(code('', { ...before, services: by([30], '97110 30') }))).toEqual([notYet('97110', 30)])
    expect(blocking(code('', { ...on, services: by([30], '97110 30') }))).toEqual([])
  })
})
