import { type PayerFamily, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import type { Encounter } from './encounter.ts'
import { type CodingRules, familyOf, gatherDay } from './gather-day.ts'

const date = serviceDate('2026-03-02')
const visit: Encounter = {
  ...{ id: 'enc_1', version: 1, status: 'signed', contentHash: 'one', patientId: 'pat_1' },
  ...{ billingNpi: '1234567893', serviceDate: date, relatedCauses: [], modality: 'in-person' },
  ...{ serviceZip: null, coverages: [], responsibleParty: 'insurance', disclosureRestricted: false },
  ...{ kxAttested: false, abn: null, diagnoses: ['M54.59'], services: [] },
}
const coverage = (order: number, payerId: string, family: PayerFamily) => ({
  ...{ order, payerId, family, memberKey: null },
})
const first = coverage(1, 'P1', 'commercial')
const second = coverage(2, 'P2', 'medicare-b')
const perCode = { unitRule: 'per-code' }
const capped = { dailyTimedCap: 4 }
const bothHaveRules: CodingRules = new Map<string, Readonly<Record<string, unknown>>>([
  ['P1', perCode],
  ['P2', capped],
])
const facts = { serviceDate: date, therapyAccrued: null, otherCases: [] }

describe('the payer that a day is coded for', () => {
  test.each<[string, Partial<Encounter>, CodingRules, object]>([
    [
      'without an entry is its family',
      { coverages: [first] },
      new Map([['P9', perCode]]),
      { family: 'commercial' },
    ],
    [
      'with rules is its family and they',
      { coverages: [first] },
      bothHaveRules,
      { family: 'commercial', rules: perCode },
    ],
    [
      'is the one asked first, wherever it stands in the list',
      { coverages: [second, first] },
      bothHaveRules,
      { family: 'commercial', rules: perCode },
    ],
    [
      'is asked first: rules of the second alone change nothing',
      { coverages: [first, second] },
      new Map([['P2', capped]]),
      { family: 'commercial' },
    ],
    [
      'is nobody where the patient pays, whose card has rules',
      { coverages: [first], responsibleParty: 'self' },
      bothHaveRules,
      { family: 'self-pay' },
    ],
    [
      'is nobody where somebody else pays',
      { coverages: [first], responsibleParty: 'third-party' },
      bothHaveRules,
      { family: 'self-pay' },
    ],
    ['is nobody without a coverage', {}, bothHaveRules, { family: 'self-pay' }],
  ])('%s', (_, changes, codingRules, expected) => {
    const encounter = { ...visit, ...changes }
    expect(gatherDay([encounter], { ...facts, codingRules }).input.payer).toEqual(expected)
    expect(expected).toMatchObject({ family: familyOf(encounter) })
  })

  test('is its family when nobody’s rules are known', () => {
    expect(gatherDay([{ ...visit, coverages: [first] }], facts).input.payer).toEqual({ family: 'commercial' })
  })
})

test.each([undefined, null, serviceDate('2026-01-05')])('an evaluation before, %s, is told on', (before) => {
  const given = before === undefined ? facts : { ...facts, evaluatedOn: before }
  expect(gatherDay([visit], given).input.evaluatedOn).toBe(before ?? null)
})

describe('a visit that insurance is to pay', () => {
  const holdsOf = (...signed: [Partial<Encounter>, ...Partial<Encounter>[]]) => {
    const [head, ...others] = signed.map((changes) => ({ ...visit, ...changes }))
    return gatherDay([head ?? visit, ...others], facts).findings.filter(({ severity }) => severity === 'hold')
  }

  test('and that no coverage holds for is held, and says what to do', () => {
    expect(holdsOf({ coverages: [] })).toMatchObject([
      {
        rule: 'coverage/none-on-date',
        says: 'insurance is to pay, and no coverage of the patient holds on 2026-03-02',
        facts: { date: '2026-03-02' },
        fix: expect.stringContaining('responsibleParty self'),
      },
    ])
  })

  test.each<[string, Partial<Encounter>]>([
    ['has a coverage', { coverages: [first] }],
    ['is the patient’s to pay, who says so', { responsibleParty: 'self' }],
    ['is a third party’s to pay', { responsibleParty: 'third-party' }],
  ])('is not held for that where it %s', (_, changes) => {
    expect(holdsOf(changes)).toEqual([])
  })
})
