import { serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import type { BenefitsKnown } from './benefits-known.ts'
import { coverageRules } from './coverage-rules.ts'
import { type Clearance, type ClearanceFacts, clearanceRules, decideClearance } from './decide-clearance.ts'
import { planOfCareRules } from './plan-of-care.ts'
import { sampleBenefits, sampleVisits } from './sample-benefits.ts'

const date = serviceDate('2026-03-02')
const during = { from: serviceDate('2026-02-20'), to: serviceDate('2026-04-20') }
const before = { from: serviceDate('2026-01-01'), to: serviceDate('2026-03-01') }

const certified = {
  ...{ initialTreatmentOn: serviceDate('2026-02-20'), from: serviceDate('2026-02-20'), to: null },
  ...{ signedOn: serviceDate('2026-02-24'), orderSignedOn: null, transmittedOn: null },
  ...{ recertifications: [], progressReportsOn: [] },
}

type Changes = Partial<Omit<ClearanceFacts, 'check'>> & {
  readonly says?: Partial<BenefitsKnown> | null
  readonly age?: 'fresh' | 'old'
}

function decide({ says = {}, age = 'fresh', ...changes }: Changes): Clearance {
  return decideClearance({
    ...{
      serviceDate: date,
      governing: { kind: 'payer', payerId: 'P1' },
      family: 'commercial',
      asksPayer: true,
    },
    check: says && { checkId: 'C1', benefits: sampleBenefits(says), asOf: date, age },
    ...{ waiting: false, silence: 'the payer did not answer in time', visitsSince: 0 },
    ...{ authorizationLearned: false, authorizationId: null, authorizationsKnown: 0 },
    ...{ plan: certified, treatedOn: [date], overridden: [] },
    ...changes,
  })
}

function inWords(clearance: Clearance): string {
  switch (clearance.kind) {
    case 'waiting':
      return 'waiting'
    case 'held':
      return `held: ${clearance.reason}`
    case 'cleared':
      return ['cleared', clearance.coverage, ...clearance.warnings].join(' ')
  }
}

const no = { authorizationRequired: 'no' } as const
const partB = { family: 'medicare-b' } as const
const other = (kind: 'medicare-advantage' | 'medicare-secondary', span: object = during) => ({
  otherPayers: [{ kind, insuranceType: null, ...before, ...span }],
})
const care = (kind: 'home-health' | 'hospice' | 'inpatient' | 'skilled-nursing', span: object = during) => ({
  careEpisodes: [{ kind, ...before, ...span }],
})
const rejected = (code: string, next: 'correct' | 'retry' | 'stop') => ({
  coverage: 'unknown' as const,
  rejections: [
    {
      ...{
        code,
        says: 'insured not found',
        followUp: 'C',
        level: 'subscriber' as const,
        who: 'front-desk' as const,
      },
      ...{ next, does: 'correct it with the patient’s card and ask again', segment: 7 },
    },
  ],
})
const signedNever = { ...certified, signedOn: null }
const longAgo = {
  ...signedNever,
  initialTreatmentOn: serviceDate('2026-01-20'),
  from: serviceDate('2026-01-20'),
}

/** The table of DESIGN.md 3, "The join", row by row. */
const table: [situation: string, facts: Changes, answer: string][] = [
  ['active, no authorization asked for', { says: no }, 'cleared active'],
  ['the profile says no check', { asksPayer: false, says: null }, 'cleared not-checked'],
  ['the patient pays', { governing: { kind: 'nobody' }, family: null, says: null }, 'cleared not-checked'],
  ['the payer has time left', { waiting: true, says: null }, 'waiting'],

  ['no answer in time', { ...partB, says: null }, 'cleared unknown coverage/unknown'],
  ['the payer cannot say', { says: { ...no, coverage: 'unknown' } }, 'cleared unknown coverage/unknown'],
  ['member not found', { ...partB, says: rejected('75', 'correct') }, 'cleared unknown coverage/unknown'],
  ['only an old answer', { says: no, age: 'old' }, 'cleared active coverage/stale'],
  ['EB11 not said', { says: {} }, 'cleared active authorization/unknown'],
  [
    'visits used up',
    { says: { ...no, therapyVisits: sampleVisits(0) } },
    'cleared active benefit/visits-used-up',
  ],
  ['the last visit', { says: { ...no, therapyVisits: sampleVisits(1) } }, 'cleared active'],
  [
    'the last visit went to one of ours',
    { says: { ...no, therapyVisits: sampleVisits(1) }, visitsSince: 1 },
    'cleared active benefit/visits-used-up',
  ],
  [
    'therapy not covered',
    { says: { ...no, therapyCovered: 'no' } },
    'cleared active coverage/therapy-not-covered',
  ],

  ['inactive', { says: { coverage: 'inactive' } }, 'held: coverage/inactive'],
  [
    'active from tomorrow',
    {
      says: {
        plans: [
          {
            coverage: 'active',
            insuranceType: null,
            serviceTypes: ['30'],
            from: serviceDate('2026-03-03'),
            to: null,
          },
        ],
      },
    },
    'held: coverage/inactive',
  ],
  ['the list has none on the date', { governing: { kind: 'ended' } }, 'held: coverage/inactive'],
  [
    'the list names another card',
    { governing: { kind: 'changed', payerId: 'P2' } },
    'held: coverage/changed',
  ],
  [
    'Medicare Advantage instead of Part B',
    { ...partB, says: other('medicare-advantage') },
    'held: coverage/medicare-advantage',
  ],
  ['Medicare Advantage that ended', { ...partB, says: other('medicare-advantage', {}) }, 'cleared active'],
  ['home-health episode', { ...partB, says: care('home-health') }, 'held: coverage/home-health'],
  ['home-health episode that ended', { ...partB, says: care('home-health', {}) }, 'cleared active'],
  ['nursing-facility stay', { ...partB, says: care('skilled-nursing') }, 'held: coverage/part-a-stay'],
  ['inpatient stay', { ...partB, says: care('inpatient') }, 'held: coverage/part-a-stay'],
  ['hospice', { ...partB, says: care('hospice') }, 'held: coverage/hospice'],
  ['another payer before Medicare', { ...partB, says: other('medicare-secondary') }, 'held: coverage/msp'],
  ['a commercial plan that mentions hospice', { says: { ...no, ...care('hospice') } }, 'cleared active'],

  [
    'authorization needed, none fits',
    { says: { authorizationRequired: 'yes' } },
    'held: authorization/needed',
  ],
  [
    'authorization needed, one fits',
    { says: { authorizationRequired: 'yes' }, authorizationId: 'A1' },
    'cleared active',
  ],
  ['learned from a denial', { says: no, authorizationLearned: true }, 'held: authorization/needed'],
  [
    'learned, of a payer that is not asked',
    { asksPayer: false, says: null, authorizationLearned: true },
    'held: authorization/needed',
  ],
  ['need not said, one fits', { says: {}, authorizationId: 'A1' }, 'cleared active'],
  ['Part B wants none', { ...partB, says: {} }, 'cleared active'],

  ['certification missing on day 41', { ...partB, plan: longAgo }, 'held: plan-of-care/not-certified'],
  ['certification missing on day 10', { ...partB, plan: signedNever }, 'cleared active'],
  ['of another payer than Part B', { says: no, plan: longAgo }, 'cleared active'],
  ['no plan told', { ...partB, plan: null }, 'cleared active plan-of-care/unknown'],

  [
    'inactive, and a person answers for it',
    { says: { coverage: 'inactive', ...no }, overridden: ['coverage/inactive'] },
    'cleared unknown coverage/inactive',
  ],
  [
    'one of two holds answered for',
    { says: { coverage: 'inactive', authorizationRequired: 'yes' }, overridden: ['coverage/inactive'] },
    'held: authorization/needed',
  ],
]

describe('the answer to a treatment day', () => {
  it.each(table)('%s', (_, facts, answer) => {
    expect(inWords(decide(facts))).toBe(answer)
  })

  it('gives its reasons also where a rule passes, with edition and citation', () => {
    const clearance = decide({ ...partB })
    const reasons = clearance.kind === 'cleared' ? clearance.reasons : []
    expect(reasons.map(({ rule }) => rule)).toEqual([
      ...['coverage/medicare-advantage', 'coverage/hospice', 'coverage/part-a-stay', 'coverage/home-health'],
      ...['coverage/msp', 'coverage/inactive', 'authorization/needed', 'plan-of-care/not-certified'],
      ...['plan-of-care/recertification-overdue', 'plan-of-care/progress-report-overdue'],
    ])
    expect(reasons.every(({ edition, citation, says }) => edition && citation && says)).toBe(true)
  })

  it('tells who mends a rejection, and what with', () => {
    const clearance = decide({ ...partB, says: rejected('75', 'correct') })
    const reasons = clearance.kind === 'cleared' ? clearance.reasons : []
    expect(reasons.find(({ rule }) => rule === 'coverage/unknown')).toMatchObject({
      says: 'the payer did not answer for 2026-03-02: 75, insured not found; front-desk: correct it with the patient’s card and ask again',
      facts: { code: '75', who: 'front-desk', followUp: 'C' },
    })
  })

  it('names each rule once', () => {
    const slugs = [...coverageRules, ...clearanceRules, ...planOfCareRules].map(({ slug }) => slug)
    expect(new Set(slugs).size).toBe(slugs.length)
  })
})
