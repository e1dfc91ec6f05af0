import { cents, noCents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { commercial, type SampleClaim, sampleFile } from '../sample-claims.ts'
import { readSubmission } from '../state/read-submission.ts'
import { type AdjudicationFacts, adjudicate } from './adjudicate.ts'
import type { ClaimDecision } from './decision.ts'
import { reversalOf } from './decision.ts'
import { scenarioOf } from './magic-members.ts'
import { planOf } from './plan.ts'

function decide(sample: SampleClaim, facts: Partial<AdjudicationFacts> = {}): ClaimDecision {
  const read = readSubmission(sampleFile({ claims: [sample] }))
  const claim = typeof read === 'string' ? undefined : read.batches[0]?.batch.claims[0]
  if (!claim) throw new Error('the sample has a claim')
  return adjudicate(claim, {
    ...{ plan: planOf(claim.payer.id, claim.filing), scenario: scenarioOf(claim.member.id) },
    ...{ payerClaimNumber: 'ICN1', deductibleLeft: noCents, conversion: 'standard' },
    ...{ alreadyPaid: () => false, receivedOn: serviceDate('2026-11-21'), timelyFilingDays: null },
    ...facts,
  })
}

const adjustmentsOf = ({ lines }: ClaimDecision) =>
  lines.map(({ adjustments }) => adjustments.map(({ group, reason, cents: c }) => `${group} ${reason} ${c}`))
const paidOf = ({ lines }: ClaimDecision) => lines.map(({ paidCents }) => paidCents)
const remarksOf = ({ lines }: ClaimDecision) => lines.map(({ remarks }) => remarks)

describe('an ordinary Medicare claim', () => {
  it('the worked claim: multiple-procedure rule, assistant, sequestration', () => {
    const decision = decide({})
    expect(decision).toMatchObject({
      status: '1',
      chargeCents: 250_00,
      payerClaimNumber: 'ICN1',
      remarks: ['MA01'],
    })
    // Portland 2026, reckoned by hand: 97530 has the highest practice expense, its first unit is in full.
    expect(adjustmentsOf(decision)).toEqual([
      ['CO 45 3844', 'CO 59 1520', 'CO 253 74', 'PR 2 927'],
      ['CO 45 3330', 'CO 59 723', 'CO 253 30', 'PR 2 443'],
      ['CO 45 1504', 'CO 59 1112', 'CO 253 102', 'PR 2 1277'],
    ])
    expect(remarksOf(decision)).toEqual([[], ['N851'], []])
    expect(decision.paidCents).toBe(paidOf(decision).reduce((sum, paid) => sum + paid, 0))
  })

  it('the deductible in line order', () => {
    const decision = decide({}, { deductibleLeft: cents(60_00) })
    expect(adjustmentsOf(decision).map((line) => line.filter((one) => one.startsWith('PR 1')))).toEqual([
      ['PR 1 4636'],
      ['PR 1 1364'],
      [],
    ])
  })

  it.each<[string, SampleClaim['lines'], string[], string[]]>([
    ['without its discipline', [{ modifiers: [] }], ['CO 4 10000'], ['N822']],
    ['a bundled code', [{ code: '97010' }], ['CO 97 10000'], ['M15']],
    ['a code that Medicare does not cover', [{ code: '97037' }], ['CO 96 10000'], ['N425']],
    ['a code invalid for Medicare', [{ code: '97014' }], ['CO 181 10000'], ['N56']],
    ['a code of nobody', [{ code: '99999' }], ['CO 181 10000'], ['N56']],
  ])('%s is denied', (_, lines, adjustments, remarks) => {
    const decision = decide({ lines: lines ?? [] })
    expect([adjustmentsOf(decision), remarksOf(decision)]).toEqual([[adjustments], [remarks]])
    expect(decision).toMatchObject({ paidCents: 0, patientCents: 0, status: '1' })
  })

  it('a denied line ranks nowhere: the next one is paid in full', () => {
    const lines = [{ code: '97161', modifiers: [] }, { code: '97110' }]
    expect(adjustmentsOf(decide({ lines }))[1]).not.toContainEqual(expect.stringContaining('CO 59'))
    const paired = [{ code: '97161' }, { code: '97110' }]
    expect(adjustmentsOf(decide({ lines: paired }))[1]).toContainEqual(expect.stringContaining('CO 59'))
  })

  it('a service that was paid before is a duplicate, line by line', () => {
    const decision = decide({}, { alreadyPaid: ({ control }) => control === 'L00000002' })
    expect(adjustmentsOf(decision)[1]).toEqual(['CO 18 6000'])
    expect(paidOf(decision)[0]).toBeGreaterThan(0)
  })

  it('filed late, where the limit is on', () => {
    const late = { receivedOn: serviceDate('2027-11-11'), timelyFilingDays: 365 }
    expect(adjustmentsOf(decide({}, late))[0]).toEqual(['CO 29 10000'])
    expect(decide({}, { ...late, receivedOn: serviceDate('2027-11-10') }).paidCents).toBeGreaterThan(0)
  })
})

describe('other payers', () => {
  it('a commercial plan: own schedule by date, copay once', () => {
    const lines = [
      { code: '97110', units: 2 },
      { code: '97140', dollars: '60' },
    ]
    const decision = decide({ payer: commercial, lines })
    expect(adjustmentsOf(decision)).toEqual([['CO 45 3400', 'PR 3 3000'], ['CO 45 2900']])
    expect([decision.paidCents, decision.patientCents]).toEqual([67_00, 30_00])
    const earlier = lines.map((line) => ({ ...line, on: '20251110' }))
    expect(decide({ payer: commercial, lines: earlier }).paidCents).toBe(64_00)
  })

  it.each([
    ['a plan of its own percent and coinsurance', '84980', 'BL', 33_00, ['CO 45 5875', 'PR 2 825']],
    ['an unlisted code by charge', '12345', 'CI', 30_00, ['CO 45 4000', 'PR 3 3000']],
    ['workers’ compensation by charge', 'SCF01', 'WC', 80_00, ['CO P12 2000']],
    ['auto by charge', 'C1032', 'AM', 90_00, ['CO P23 1000']],
    ['Medicaid', 'MCC01', 'MC', 20_46, ['CO 45 7954']],
    [
      'Medicare Advantage: the fee schedule, a copay, no sequestration',
      '14163',
      '16',
      5_78,
      ['CO 45 6922', 'PR 3 2500'],
    ],
    ['TRICARE: the fee schedule and nothing else', '99727', 'CH', 30_78, ['CO 45 6922']],
  ])('%s', (name, id, filing, paid, adjustments) => {
    const code = name.startsWith('an unlisted') ? '97799' : '97110'
    const decision = decide({ payer: [id, 'A PLAN', filing], lines: [{ code }] })
    expect([decision.paidCents, adjustmentsOf(decision)[0]]).toEqual([paid, adjustments])
  })
})

describe('a later payer', () => {
  const prior = (paid: string, patient: string) => [
    `SVD*02302*${paid}*HC:97110:GP**1`,
    `CAS*CO*45*${100 - Number(paid) - Number(patient)}`,
    `CAS*PR*2*${patient}`,
    'DTP*573*D8*20261118',
  ]
  const secondary = { payer: commercial, responsibility: 'S' }

  it('pays what is left to the patient, the rest is the earlier payer’s', () => {
    const decision = decide({ ...secondary, lines: [{ prior: prior('64', '16') }] })
    expect(decision).toMatchObject({ status: '2', paidCents: 16_00, patientCents: 0 })
    expect(adjustmentsOf(decision)).toEqual([['OA 23 8400']])
  })

  it('never more than it would pay itself', () => {
    const decision = decide({ ...secondary, lines: [{ prior: prior('0', '90') }] })
    expect([decision.paidCents, adjustmentsOf(decision)]).toEqual([33_00, [['OA 23 6700']]])
  })

  it('denies when nobody says what the earlier one decided', () => {
    expect(adjustmentsOf(decide({ ...secondary, lines: [{}] }))).toEqual([['CO 22 10000']])
  })
})

describe('magic members', () => {
  it.each([
    ['1EG4TE5XQ10', ['CO 197 10000', 'CO 197 6000', 'CO 197 9000']],
    ['1EG4TE5XN10', ['CO 197 10000', 'CO 197 6000', 'CO 197 9000']],
    ['1EG4TE5XQ28', ['PR 119 10000', 'PR 119 6000', 'PR 119 9000']],
  ])('%s denies the whole claim', (memberId, adjustments) => {
    const decision = decide({ memberId })
    expect(adjustmentsOf(decision)).toEqual(adjustments.map((one) => [one]))
    expect(decision).toMatchObject({ paidCents: 0, patientCents: memberId.endsWith('28') ? 250_00 : 0 })
  })

  it.each([
    ['1EG4TE5XF16', 0],
    ['1EG4TE5XE16', 2],
  ])('%s denies one line alone', (memberId, denied) => {
    const adjustments = adjustmentsOf(decide({ memberId }))
    expect(adjustments.map((line) => line.some((one) => one.startsWith('CO 50')))).toEqual(
      [0, 1, 2].map((index) => index === denied),
    )
  })

  it('XN is ordinary the second time', () => {
    const decision = decide({ memberId: '1EG4TE5XN10' }, { scenario: scenarioOf('1EG4TE5XN10', true) })
    expect(decision.paidCents).toBe(decide({}).paidCents)
  })

  it('unprocessable: status 4 and MA130 instead of appeal rights', () => {
    expect(decide({ memberId: '1EG4TE5XQ24' })).toMatchObject({ status: '4', remarks: ['MA130'] })
  })

  it('a unit too many: the other is paid, SVC07 tells', () => {
    const decision = decide({ memberId: 'W1234XQ32', payer: commercial, lines: [{ units: 2 }] })
    expect(decision.lines).toMatchObject([
      { units: 1, submittedUnits: 2, paidCents: 3_00, remarks: ['N362'] },
    ])
    expect(adjustmentsOf(decision)).toEqual([['CO 45 1700', 'PR 3 3000', 'CO 151 5000']])
  })

  it('an authorization lifts the denial for want of one', () => {
    expect(adjustmentsOf(decide({ memberId: '1EG4TE5XQ37' }))[0]).toEqual(['CO 197 10000'])
    expect(decide({ memberId: '1EG4TE5XQ37', authorization: 'AUTH1' }).paidCents).toBeGreaterThan(0)
  })

  it.each([
    ['inactive', '1EG4TE5XQ74', 'CO 27'],
    ['Medicare Advantage', '1EG4TE5XQ77', 'CO 109'],
    ['another payer first', '1EG4TE5XQ81', 'CO 22'],
    ['visits used up', '1EG4TE5XQ83', 'PR 119'],
  ])('what the 271 says the claim meets: %s', (_, memberId, reason) => {
    expect(adjustmentsOf(decide({ memberId }))[0]?.[0]).toContain(reason)
  })

  it('pays a tenth less, or more, than the schedule', () => {
    const lines = [{ code: '97110' }]
    const allowed = (memberId: string) => decide({ memberId, lines }).lines[0]?.allowedCents
    expect(['1EG4TE5MK73', '1EG4TE5XQ52', '1EG4TE5XQ66'].map(allowed)).toEqual([30_78, 27_70, 33_86])
  })

  it('a line in two parts is the line', () => {
    const whole = decide({})
    const split = decide({ memberId: '1EG4TE5XQ64' })
    expect(split.lines).toHaveLength(4)
    expect(split.lines.slice(0, 2).map(({ control }) => control)).toEqual(['L00000001', 'L00000001'])
    expect([split.paidCents, split.patientCents]).toEqual([whole.paidCents, whole.patientCents])
    const firstTwo = split.lines.slice(0, 2).reduce((sum, line) => sum + line.paidCents, 0)
    expect(firstTwo).toBe(whole.lines[0]?.paidCents)
  })

  it('the last line under the first one’s code', () => {
    expect(decide({ memberId: '1EG4TE5XQ67' }).lines[2]).toMatchObject({
      ...{ procedure: '97110', submitted: { procedure: '97530' }, units: 0, submittedUnits: 2, paidCents: 0 },
      adjustments: [{ group: 'CO', reason: '97', cents: 90_00 }],
    })
  })
})

it('a reversal is the mirror, under the same number and groups', () => {
  const decision = decide({})
  const reversal = reversalOf(decision)
  expect(reversal).toMatchObject({ status: '22', payerClaimNumber: 'ICN1', chargeCents: -250_00 })
  const sums = decision.lines.map((line, index) => line.paidCents + (reversal.lines[index]?.paidCents ?? 0))
  expect(sums).toEqual([0, 0, 0])
  expect(adjustmentsOf(reversal)[0]).toEqual(['CO 45 -3844', 'CO 59 -1520', 'CO 253 -74', 'PR 2 -927'])
})
