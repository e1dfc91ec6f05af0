import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { deniedOpen, receivableOfPatient, receivableOfPayer, writeOff } from './account.ts'
import { adjudicateLines } from './adjudicate-lines.ts'
import { patientHold } from './patient-hold.ts'
import { neverHisCents, patientShareOf, refusedOfPatient } from './patient-share.ts'
import { post } from './posting.ts'
import { type SampleAdjustment, sampleRead } from './sample-remittance.ts'

/** One line of 100 dollars. */
function share(words: string, more: { readonly line?: string[]; readonly claim?: string[] } = {}) {
  const adjustments = words.split(', ').map((each): SampleAdjustment => {
    const [group = '', reason = '', amount = '0'] = each.split(' ')
    return [group, reason, Number(amount)]
  })
  const paid = 10000 - adjustments.reduce((sum, [, , amount]) => sum + amount, 0)
  const line = { code: '97110', charge: 10000, paid, adjustments, control: 'L1', remarks: more.line ?? [] }
  const claim = { number: 'X', charge: 10000, paid, lines: [line], remarks: more.claim ?? [] }
  const [answered] = sampleRead({ claims: [claim] }).claims
  const billed = { chargeLineId: 'L1', procedureCode: '97110', modifiers: ['GP'], chargeCents: cents(10000) }
  const lines = answered && adjudicateLines(answered, [{ ...billed, expectedAllowedCents: null }])
  if (!answered || !lines) throw new Error('the sample has a claim of one line')
  return patientShareOf(lines, answered.remarks)
}

describe('of what was denied the patient’s can be', () => {
  it.each<[string, string, Record<string, number>]>([
    ['group PR', 'PR 119 10000', { L1: 10000 }],
    ['group PR beside CO', 'CO 29 7000, PR 119 3000', { L1: 3000 }],
    ['nothing of CO', 'CO 29 10000', {}],
    ['nothing of OA and PI', 'OA 18 5000, PI 16 5000', {}],
    ['nothing of a deductible, which is his already', 'PR 1 10000', {}],
    ['nothing of a line that was paid', 'PR 96 2000', {}],
  ])('%s', (_, words, refused) => {
    expect(share(words).refused).toEqual(refused)
  })

  it('of several answers the sum; of an older one nobody knows', () => {
    const one = share('PR 119 10000')
    expect(refusedOfPatient([one, one], 'L1')).toBe(20000)
    expect(refusedOfPatient([], 'L1')).toBe(0)
    expect(refusedOfPatient([one, null], 'L1')).toBeNull()
  })
})

describe('a line of a Qualified Medicare Beneficiary is told by', () => {
  it.each<[string, ReturnType<typeof share>, string[]]>([
    ['N781 on the line', share('PR 1 2000', { line: ['N781'] }), ['L1']],
    ['N782 among others', share('PR 2 2000', { line: ['N130', 'N782'] }), ['L1']],
    ['N783', share('PR 3 2000', { line: ['N783'] }), ['L1']],
    ['N781 of the whole claim', share('PR 1 2000', { claim: ['MA18', 'N781'] }), ['L1']],
    ['CARC 303', share('CO 303 2000'), ['L1']],
    ['CARC 303 in group PR', share('PR 303 2000'), ['L1']],
    ['no other remark', share('PR 2 2000', { line: ['N780', 'N784'] }), []],
  ])('%s', (_, { protected: lines }, expected) => {
    expect(lines).toEqual(expected)
  })
})

describe('a patient’s balance', () => {
  const health = {
    ...{ chargeLineId: 'L1', treatmentCase: 'health' as const, coverages: [{ payerFamily: 'commercial' }] },
    ...{ thirdParty: false, isProtected: false, isReleased: false },
  }

  it.each<[string, Partial<Parameters<typeof patientHold>[0]>, string | null, boolean?]>([
    ['of a health case is billed', {}, null],
    ['of a protected patient never is', { isProtected: true }, 'patient/medicare-beneficiary', false],
    [
      'of a protected patient is not released either',
      { isProtected: true, isReleased: true },
      'patient/medicare-beneficiary',
      false,
    ],
    [
      'after an injury at work waits for a person',
      { treatmentCase: 'work-injury' },
      'patient/work-injury',
      true,
    ],
    [
      'after a car accident waits for a person',
      { treatmentCase: 'auto-injury' },
      'patient/auto-injury',
      true,
    ],
    [
      'under workers’ compensation waits, whatever the case',
      { coverages: [{ payerFamily: 'workers-comp' }] },
      'patient/work-injury',
      true,
    ],
    ['under an auto policy waits', { coverages: [{ payerFamily: 'auto' }] }, 'patient/auto-injury', true],
    ['that a person released is billed', { treatmentCase: 'work-injury', isReleased: true }, null],
    [
      'after an injury of which no payer is asked is billed',
      { treatmentCase: 'work-injury', coverages: [] },
      null,
    ],
    [
      'after a car accident of which none is asked, too',
      { treatmentCase: 'auto-injury', coverages: [] },
      null,
    ],
    [
      'waits where somebody else answers, though no plan is asked',
      { thirdParty: true, treatmentCase: 'auto-injury', coverages: [] },
      'patient/third-party',
      false,
    ],
    [
      'of a protected patient never, whoever is asked',
      { isProtected: true, coverages: [] },
      'patient/medicare-beneficiary',
      false,
    ],
  ])('%s', (_, changes, because, releasable) => {
    const hold = patientHold({ ...health, ...changes })
    expect([hold?.because ?? null, hold?.releasable]).toEqual([because, releasable])
  })
})

describe('never the patient’s is', () => {
  const [owed, refused] = [receivableOfPayer('L1', 1), deniedOpen('L1', 1)]
  const patient = receivableOfPatient('P', 'L1')
  const answered = 1
  type Move = readonly [debit: string, credit: string, amount: number, position?: number]
  const denied: Move = [refused, owed, 10000, answered]

  it.each<[string, readonly Move[], number | null, number]>([
    ['what was refused as CO', [denied], 0, 10000],
    ['but for group PR', [denied], 1600, 8400],
    ['all of it where the group is not known', [denied], null, 10000],
    ['also once its denial is closed', [denied, [owed, refused, 10000]], 0, 10000],
    ['also once group PR is his', [denied, [patient, refused, 1600]], 1600, 8400],
    ['less what was written off of it', [denied, [writeOff('denial'), refused, 8400]], 1600, 0],
    [
      'and of it once it was closed',
      [denied, [owed, refused, 10000], [writeOff('bad-debt'), owed, 9000]],
      0,
      1000,
    ],
    ['nothing of what was never refused', [['adjustment:contractual', owed, 2000, answered]], 0, 0],
  ])('%s', (_, moves, his, expected) => {
    const standing = moves.flatMap(([debit, credit, amount, position], index) =>
      post(debit, credit, cents(amount), `K${index}`, position).map((each) => ({ ...each, id: index })),
    )
    expect(neverHisCents('L1', 1, standing, his === null ? null : cents(his))).toBe(expected)
  })
})
