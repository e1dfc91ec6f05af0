import { expect, it } from 'vitest'
import { deniesPayment, isPaymentDecision } from './denial.ts'

it.each([
  ...['CO 42', 'CO 45', 'CO 59', 'CO 131', 'CO 253', 'CO A2'].map((pair) => [pair, false] as const),
  ...['OA 23', 'OA 59', 'OA 94', 'PR 1', 'PR 2', 'PR 3'].map((pair) => [pair, false] as const),
  ...['CO 50', 'CO 97', 'CO 197', 'CO 23', 'CO 1', 'OA 45', 'OA 18', 'PR 45', 'PR 96', 'PI 45'].map(
    (pair) => [pair, true] as const,
  ),
])('%s denies: %s', (pair, denies) => {
  const [group = '', reason = ''] = pair.split(' ')
  expect(deniesPayment(group, reason)).toBe(denies)
})

it.each([
  ...['1', '2', '3', '4', '19', '20', '21'].map((status) => [status, true] as const),
  ...['22', '23', '25'].map((status) => [status, false] as const),
])('a claim of status %s is decided: %s', (status, decided) => {
  expect(isPaymentDecision(status)).toBe(decided)
})
