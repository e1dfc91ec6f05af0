import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { caseOf, type Encounter, type EncounterService, treatmentDayKey } from './encounter.ts'
import { type Recoded, type RecodingFacts, recodeTreatmentDay } from './recode-treatment-day.ts'
import { newTreatmentDay, type TreatmentDay } from './treatment-day.ts'

const service: EncounterService = {
  procedureCode: '97110',
  minutes: 30,
  assistantMinutes: 0,
  units: null,
  unitChargeCents: cents(6000),
  chargeCents: null,
  diagnosisPointers: [1],
  modifiers: [],
  discipline: 'PT',
  placeOfService: '11',
  renderingNpi: '1861400004',
  distinctBlock: null,
}
const morning: Encounter = {
  id: 'enc_1',
  version: 1,
  status: 'signed',
  contentHash: 'one',
  patientId: 'pat_1',
  billingNpi: '1234567893',
  serviceDate: serviceDate('2026-03-02'),
  relatedCauses: [],
  modality: 'in-person',
  serviceZip: null,
  coverages: [{ order: 1, payerId: '02302', family: 'medicare-b', memberKey: 'k1' }],
  responsibleParty: 'insurance',
  disclosureRestricted: false,
  kxAttested: false,
  abn: null,
  diagnoses: ['M54.59', 'M62.81'],
  services: [service, { ...service, procedureCode: '97530', minutes: 16, unitChargeCents: cents(7500) }],
}
const afternoon: Encounter = {
  ...morning,
  id: 'enc_2',
  contentHash: 'two',
  diagnoses: ['M6281'],
  services: [
    { ...service, minutes: 12 },
    { ...service, procedureCode: '97140', minutes: 10, unitChargeCents: cents(6500) },
  ],
}
const held = { ...morning, contentHash: 'held', kxAttested: true }
const void1 = { ...morning, status: 'void' as const, contentHash: 'void' }

describe('which day', () => {
  test.each([
    [[], 'health'],
    [['other'], 'health'],
    [['auto'], 'auto-injury'],
    [['employment'], 'work-injury'],
    [['auto', 'employment'], 'work-injury'],
  ] as const)('causes %j are the case %s', (causes, expected) => expect(caseOf(causes)).toBe(expected))

  test('is billing NPI, patient, date and case', () => {
    expect(treatmentDayKey({ ...morning, relatedCauses: ['auto'] })).toEqual({
      billingNpi: '1234567893',
      patientId: 'pat_1',
      serviceDate: '2026-03-02',
      case: 'auto-injury',
    })
  })

  test('an encounter of another day is our mistake', () => {
    const day = newTreatmentDay('day_1', treatmentDayKey(morning))
    expect(() => recodeTreatmentDay(day, [{ ...morning, patientId: 'pat_2' }], facts())).toThrow('belongs')
  })
})

describe('what is said', () => {
  test.each<[string, (readonly Encounter[])[], string[]]>([
    ['a first visit', [[morning]], ['1 captured']],
    ['the same again', [[morning], [morning]], ['1 captured', '1 nothing']],
    ['a second visit of the day', [[morning], [morning, afternoon]], ['1 captured', '2 corrected']],
    [
      'a correction of the person alone',
      [[morning], [{ ...morning, contentHash: 'address' }]],
      ['1 captured', '2 corrected'],
    ],
    ['a hold at first', [[held]], ['1 held']],
    ['the same hold again', [[held], [held]], ['1 held', '1 nothing']],
    ['a hold put right', [[held], [morning]], ['1 held', '2 captured']],
    [
      'a hold over what was captured, put right',
      [[morning], [held], [morning]],
      ['1 captured', '2 held', '3 corrected'],
    ],
    [
      'one of two voided',
      [
        [morning, afternoon],
        [void1, afternoon],
      ],
      ['1 captured', '2 corrected'],
    ],
    ['the last one voided', [[morning], [void1]], ['1 captured', '2 voided']],
    ['the last one moved to another day', [[morning], []], ['1 captured', '2 voided']],
    ['a held one voided', [[held], [void1]], ['1 held', '2 voided']],
    ['voided twice', [[morning], [void1], [void1]], ['1 captured', '2 voided', '2 nothing']],
    [
      'a new visit after a void',
      [[morning], [void1], [void1, afternoon]],
      ['1 captured', '2 voided', '3 captured'],
    ],
    ['nothing at all', [[]], ['0 nothing']],
  ])('%s', (_, steps, expected) => {
    expect(replay(steps).map(({ day, say }) => `${day.version} ${say}`)).toEqual(expected)
  })
})

describe('charge lines', () => {
  test('the day is coded as a whole: 42, 16 and 10 minutes are 5 units', () => {
    const [, after] = replay([[morning], [morning, afternoon]])
    expect(linesOf(after)).toEqual(['L1 97110 x3 18000', 'L2 97530 x1 7500', 'L3 97140 x1 6500'])
    expect(after?.day.lines[0]?.sources).toEqual(['enc_1/1', 'enc_2/1'])
  })

  const changes = (recoded: Recoded | undefined) =>
    recoded?.findings
      .filter(({ rule }) => rule === 'charge/recoded')
      .map(({ severity, says, lineIds }) => `${severity} [${lineIds}] ${says}`)

  test('what a second visit changes on captured lines is said, and nothing of the first', () => {
    const [first, second, again] = replay([[morning], [morning, afternoon], [morning, afternoon]])
    expect(changes(first)).toEqual([])
    expect(changes(second)).toEqual([
      'info [enc_1/1,enc_2/1] 97110: units 2 to 3, charge 12000 to 18000 cents',
      'info [enc_2/2] 97140: units 0 to 1, charge 0 to 6500 cents, modifiers none to GP',
    ])
    expect(changes(again)).toEqual([])
  })

  test('a visit that is voided empties its line, and a hold says what it would change', () => {
    const [, one] = replay([
      [morning, afternoon],
      [morning, { ...afternoon, status: 'void' }],
    ])
    expect(changes(one)).toEqual([
      'info [enc_1/1] 97110: units 3 to 2, charge 18000 to 12000 cents',
      'info [] 97140: units 1 to 0, charge 6500 to 0 cents, modifiers GP to none',
    ])
    const [, hold] = replay([[morning], [{ ...held, services: [{ ...service, minutes: 45 }] }]])
    expect(hold?.say).toBe('held')
    expect(changes(hold)).toEqual([
      'info [enc_1/1] 97110: units 2 to 3, charge 12000 to 18000 cents',
      'info [] 97530: units 1 to 0, charge 7500 to 0 cents, modifiers GP to none',
    ])
  })

  test('diagnoses of both visits are one list, and pointers follow', () => {
    const [after] = replay([[morning, afternoon]])
    expect(after?.day.diagnoses).toEqual(['M5459', 'M6281'])
    expect(after?.day.lines.map(({ diagnosisPointers }) => diagnosisPointers)).toEqual([[1, 2], [1], [2]])
  })

  test('a slot that vanishes stays with nothing, and is filled again under its id', () => {
    const without = { ...morning, contentHash: 'less', services: morning.services.slice(0, 1) }
    const [, less, again] = replay([[morning], [without], [morning]])
    expect(linesOf(less)).toEqual(['L1 97110 x2 12000', 'L2 97530 x0 0'])
    expect(linesOf(again)).toEqual(['L1 97110 x2 12000', 'L2 97530 x1 7500'])
  })

  test('an id never moves to another code or clinician', () => {
    const other = { ...morning, contentHash: 'other', services: [{ ...service, procedureCode: '97112' }] }
    const colleague = {
      ...morning,
      contentHash: 'colleague',
      services: [{ ...service, renderingNpi: '1467560003' }],
    }
    const [, changed, moved] = replay([[{ ...morning, services: [service] }], [other], [colleague]])
    expect(linesOf(changed)).toEqual(['L1 97110 x0 0', 'L2 97112 x2 12000'])
    expect(linesOf(moved)).toEqual(['L1 97110 x0 0', 'L2 97112 x0 0', 'L3 97110 x2 12000'])
  })

  test('a hold keeps what was captured and only proposes', () => {
    const more = { ...held, services: [{ ...service, minutes: 45 }] }
    const [, after] = replay([[morning], [more]])
    expect(after?.day).toMatchObject({ status: 'held', capturedAs: 1 })
    expect(linesOf(after)).toEqual(['L1 97110 x2 12000', 'L2 97530 x1 7500'])
    expect(after?.proposed.map(({ id, units }) => `${id} x${units}`)).toEqual(['L1 x3', 'L2 x0'])
  })

  test('a hold at first makes the slots, with nothing in them', () => {
    expect(linesOf(replay([[held]])[0])).toEqual(['L1 97110 x0 0', 'L2 97530 x0 0'])
  })

  test('a void leaves nothing on any line', () => {
    expect(linesOf(replay([[morning], [void1]])[1])).toEqual(['L1 97110 x0 0', 'L2 97530 x0 0'])
  })
})

describe('what it should bring', () => {
  const inPortland = (encounter: Encounter) => ({ ...encounter, serviceZip: '97201' })
  const expectedOf = (recoded: Recoded | undefined) => [
    ...(recoded?.day.lines.map(({ expectedAllowedCents }) => expectedAllowedCents) ?? []),
    recoded?.coded?.expectedAllowedCents,
  ]

  test('is reckoned over all encounters of the day, where the first was furnished', () => {
    const [alone, both] = replay([[inPortland(morning)], [inPortland(morning), afternoon]])
    expect(expectedOf(alone)).toEqual([4636, 3748, 8384])
    expect(expectedOf(both)).toEqual([6954, 3748, 2213, 12915])
  })

  test('is unknown without a place, and nothing on an emptied slot', () => {
    expect(expectedOf(replay([[morning]])[0])).toEqual([null, null, null])
    const less = { ...inPortland(morning), contentHash: 'less', services: morning.services.slice(0, 1) }
    expect(expectedOf(replay([[inPortland(morning)], [less]])[1])).toEqual([5396, null, 5396])
  })

  test('never more than the charge of a whole service', () => {
    const services = [{ ...service, unitChargeCents: null, chargeCents: cents(4000), units: 2 }]
    expect(expectedOf(replay([[{ ...inPortland(morning), services }]])[0])).toEqual([4000, 4000])
  })
})

describe('what waits for a person', () => {
  const priced = (changed: Partial<EncounterService>) => [
    { ...morning, services: [{ ...service, ...changed }] },
  ]

  test.each<[string, readonly Encounter[], string[]]>([
    ['nothing', [morning], []],
    ['KX attested', [held], ['coding/not-yet']],
    [
      'two lists of coverages',
      [
        morning,
        { ...afternoon, coverages: [{ order: 1, payerId: '02302', family: 'medicare-b', memberKey: 'k2' }] },
      ],
      ['coverage/encounters-disagree'],
    ],
    ['a restricted disclosure', [{ ...morning, disclosureRestricted: true }], ['disclosure/restricted']],
    [
      'restricted, and the patient pays',
      [{ ...morning, disclosureRestricted: true, responsibleParty: 'self' }],
      [],
    ],
    ['no charge', priced({ unitChargeCents: null }), ['charge/no-price']],
    [
      'a whole charge without units',
      priced({ unitChargeCents: null, chargeCents: cents(9000) }),
      ['charge/units-disagree'],
    ],
    [
      'a whole charge of other units',
      priced({ unitChargeCents: null, chargeCents: cents(9000), units: 1 }),
      ['charge/units-disagree'],
    ],
    [
      'a whole charge of our units',
      priced({ unitChargeCents: null, chargeCents: cents(9000), units: 2 }),
      [],
    ],
    [
      'two unit prices',
      [{ ...morning, services: [service, { ...service, unitChargeCents: cents(1) }] }],
      ['charge/prices-disagree'],
    ],
  ])('%s', (_, encounters, expected) => {
    const [recoded] = replay([encounters])
    const holds = recoded?.findings.filter(({ severity }) => severity === 'hold') ?? []
    expect(holds.map(({ rule }) => rule)).toEqual(expected)
    expect(recoded?.say).toBe(expected.length > 0 ? 'held' : 'captured')
  })

  test('a whole charge of our units is charged as it is', () => {
    const [recoded] = replay([priced({ unitChargeCents: null, chargeCents: cents(9000), units: 2 })])
    expect(linesOf(recoded)).toEqual(['L1 97110 x2 9000'])
  })

  test('the same coverages in another order of the list agree', () => {
    const second = { order: 2, payerId: '60054', family: 'commercial' as const, memberKey: null }
    const coverages = [...morning.coverages, second]
    const [recoded] = replay([
      [
        { ...morning, coverages },
        { ...afternoon, coverages: coverages.toReversed() },
      ],
    ])
    expect(recoded?.say).toBe('captured')
  })

  test('another case on the same date is told, and goes on', () => {
    const day = newTreatmentDay('day_1', treatmentDayKey(morning))
    const { say, findings } = recodeTreatmentDay(day, [morning], { ...facts(), otherCases: ['work-injury'] })
    expect(say).toBe('captured')
    expect(findings.filter(({ severity }) => severity === 'warn').map(({ rule }) => rule)).toEqual([
      'case/two-on-one-date',
    ])
  })
})

describe('the year’s count that the charges go into', () => {
  const commercial = { ...morning.coverages[0], order: 1, payerId: '60054', family: 'commercial' as const }
  const plan = { ...morning, contentHash: 'plan', coverages: [{ ...commercial, memberKey: 'k2' }] }

  test.each<[string, readonly Encounter[], string | null]>([
    ['is Medicare’s of what stands captured', [morning], 'medicare-b'],
    ['stays where a correction is held', [morning, held], 'medicare-b'],
    ['is none while nothing was captured', [held], null],
    ['is none of a voided day', [morning, void1], null],
    ['is none of a plan that wants no KX', [morning, plan], null],
  ])('%s', (_, steps, expected) => {
    expect(replay(steps.map((encounter) => [encounter])).at(-1)?.day.kxLedger).toBe(expected)
  })

  test('is a plan’s own once its rules want KX, also where the lines come out as before', () => {
    const rules = new Map([['60054', { kx: true }]])
    const [before] = replay([[plan]])
    const day = before?.day ?? newTreatmentDay('day_1', treatmentDayKey(plan))
    const told = { claim: plan.contentHash, others: '' }
    const after = recodeTreatmentDay(day, [plan], { ...facts(), told, codingRules: rules })
    expect([after.say, after.day.kxLedger]).toEqual(['nothing', 'plan 60054'])
  })
})

function facts(): RecodingFacts {
  let made = 0
  const told = { claim: '', others: '' }
  return { newId: () => `L${++made}`, told, therapyAccrued: null, otherCases: [] }
}

/** What each step answers, from a new day on; a step is the encounters in the day by then. */
function replay(steps: readonly (readonly Encounter[])[]): Recoded[] {
  const given = facts()
  let day: TreatmentDay = newTreatmentDay('day_1', treatmentDayKey(morning))
  return steps.map((encounters) => {
    const signed = encounters.filter(({ status }) => status === 'signed')
    // What the EMR sent is all on the claim.
    const told = { claim: signed.map(({ contentHash }) => contentHash).join(), others: '' }
    const recoded = recodeTreatmentDay(day, encounters, { ...given, told })
    day = recoded.day
    return recoded
  })
}

function linesOf(recoded: Recoded | undefined): string[] {
  return (
    recoded?.day.lines.map(
      ({ id, slot, units, chargeCents }) => `${id} ${slot.procedureCode} x${units} ${chargeCents}`,
    ) ?? []
  )
}
