import { serviceDate } from '@tally/kernel'
import { expect, test } from 'vitest'
import { diagnosisMayBeBilled, procedureMayBeBilled } from './code-validity.ts'

const day = serviceDate('2026-11-10')

test.each<[string, boolean, string]>([
  ['97110', true, 'a code of therapy'],
  ['G0283', true, 'one of HCPCS'],
  ['97001', false, 'it ended in 2016'],
  ['97532', false, 'it ended in 2017'],
  ['97999', false, 'no code of physical medicine'],
  ['97802', true, 'medical nutrition, which begins with 97 too'],
  ['99213', true, 'another field’s, which these lists cannot judge'],
  ['20610', true, 'another field’s'],
  ['0791T', true, 'a new technology'],
  ['0001U', true, 'a laboratory’s'],
  ['L1902', true, 'an orthosis'],
  ['A4556', true, 'a supply'],
  ['99607', true, 'the last number of CPT'],
  ['99608', false, 'beyond the last'],
  ['99999', false, 'beyond the last'],
  ['Z9999', false, 'a letter without codes'],
  ['X1234', false, 'a letter without codes'],
  ['0791A', false, 'no category ends so'],
  ['9711', false, 'too short'],
])('procedure %s: %s, %s', (code, may) => {
  expect(procedureMayBeBilled(code, day)).toBe(may)
})

test.each<[string, string, boolean, string]>([
  ['M5450', '2026-11-10', true, 'in the list of the year'],
  ['M545', '2026-11-10', false, 'a heading'],
  ['M545', '2021-09-30', true, 'before the lists begin'],
  ['M9999', '2026-03-02', false, 'in no list'],
])('diagnosis %s on %s: %s, %s', (code, on, may) => {
  expect(diagnosisMayBeBilled(code, serviceDate(on))).toBe(may)
})
