import { serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import { goLiveDay, isLegacy } from './legacy-money.ts'
import { sampleRead } from './sample-remittance.ts'

const answerOf = (...days: readonly string[]) => {
  const lines = days.map((date) => ({ code: '97110', charge: 10000, paid: 10000, date }))
  const charge = 10000 * Math.max(1, days.length)
  const [read] = sampleRead({ claims: [{ number: 'X1', charge, paid: charge, lines }] }).claims
  if (!read) throw new Error('the sample has a claim')
  return read
}

it.each<[string, readonly string[], string | null, string | null, boolean]>([
  ['a service before it', ['20261115'], '2026-11-20', '2026-11-16', true],
  ['a service on the day', ['20261116'], '2026-11-20', '2026-11-16', false],
  ['services on both sides', ['20261115', '20261116'], '2026-11-20', '2026-11-16', false],
  ['paid before it', ['20261116'], '2026-11-15', '2026-11-16', true],
  ['paid on the day, no service named', [], '2026-11-16', '2026-11-16', false],
  ['paid before it, no service named', [], '2026-11-15', '2026-11-16', true],
  ['no day at all', [], null, '2026-11-16', false],
  ['no goLiveOn', ['20201115'], '2020-11-20', null, false],
])('%s', (_, days, paidOn, goLiveOn, legacy) => {
  expect(isLegacy(answerOf(...days), paidOn, goLiveOn === null ? null : serviceDate(goLiveOn))).toBe(legacy)
})

it.each([
  ['2026-11-16', '2026-11-16'],
  ['2026-02-30', null],
  ['', null],
  [20261116, null],
  [undefined, null],
])('a policy of %j is %j', (policy, day) => {
  expect(goLiveDay(policy)).toBe(day)
})
