/** Whose a fault is: a finding names the lines it concerns, and points to where it stands. */
import { serviceDate } from '@tally/kernel'
import { expect, test } from 'vitest'
import { codeTreatmentDay } from '../code-treatment-day.ts'
import { day, two } from '../sample-day.ts'

test('every fault names its line, a fault of the payer’s all of them, and a date none', () => {
  const [first, second] = two('97110 30, 97530 16')
  const coded = codeTreatmentDay({
    ...{ ...day, serviceDate: serviceDate('2016-12-31'), therapyAccrued: null },
    payer: { family: 'commercial', rules: { mppr: 'half' } },
    services: [
      { ...first, modifiers: ['59', '76', 'RT', '96', 'CR'] },
      { ...second, diagnosisPointers: [1, 9] },
    ],
  })
  const impossible = coded.findings.filter(({ rule }) => rule === 'input/impossible')
  expect(impossible.map(({ lineIds, facts }) => [facts.pointer, lineIds])).toEqual([
    ['/payer/rules/mppr', ['1', '2']],
    ['/serviceDate', []],
    ['/services/0/modifiers', ['1']],
    ['/services/1/diagnosisPointers/1', ['2']],
  ])
})

test('what cannot be counted stays off with its own fault, whatever else names its line', () => {
  const [service] = two('97110 -1, 97530 16')
  const coded = codeTreatmentDay({
    ...{ ...day, services: [service] },
    payer: { family: 'commercial', rules: { mppr: 'half' } },
  })
  expect(coded.unbilled[0]?.reasons.map(({ says }) => says)).toEqual(['/services/0/minutes is below zero'])
})
