import { expect, test } from 'vitest'
import { asksNobody, endedWithDay } from './asks-nobody.ts'
import type { Denial } from './denial.ts'
import { sampleDenial } from './sample-denial.ts'

test.each<[string | null, string, Parameters<typeof asksNobody>[0]['responsibleParty'], number[]]>([
  ['claim/nothing-to-bill', 'no service reaches a unit', 'insurance', [0, 0]],
  ['claim/nothing-to-bill', 'there is no line', 'insurance', []],
  [null, 'one service reaches a unit', 'insurance', [0, 1]],
  ['self-pay/no-claim', 'the patient pays', 'self', [2]],
  ['self-pay/no-claim', 'a third party pays', 'third-party', [2]],
  // As claim-submission says it: who pays is asked before what.
  ['self-pay/no-claim', 'the patient pays, and nothing', 'self', [0]],
])('%s: %s', (because, _, responsibleParty, units) => {
  const lines = units.map((each) => ({ units: each }))
  expect(asksNobody({ responsibleParty, lines })).toBe(because)
})

test('of a day that asks nobody a rejected version asks for nothing', () => {
  const denial = sampleDenial({
    ...{ source: 'rejection', version: 3, status: 'waiting', waitsFor: 'claim-submission' },
  })
  expect(endedWithDay(denial, 'claim/nothing-to-bill')).toMatchObject({
    ...{ version: 4, status: 'resolved', waitsFor: null, resolution: 'closed' },
    resolvedBecause: 'claim/nothing-to-bill',
  })
})

test('of another day it stands', () => {
  expect(endedWithDay(sampleDenial({ source: 'rejection' }), null)).toBeNull()
})

test.each<[string, Partial<Denial>]>([
  ['a rejected version beside one that the payer decided on', { source: 'rejection', standsDecided: true }],
  ['what a payer denied', { source: 'payment' }],
  ['what a payer took back', { source: 'takeback' }],
])('%s stands', (_, changes) => {
  expect(endedWithDay(sampleDenial(changes), 'claim/nothing-to-bill')).toBeNull()
})
