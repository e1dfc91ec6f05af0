import { expect, it } from 'vitest'
import { closingLine, resultOf } from './test-result.ts'

const file = (name: string, status: string, ...tests: string[]) => ({
  name,
  status,
  assertionResults: tests.map((test, index) => ({ status: test, fullName: `${name} ${index}` })),
})

it.each([
  ['all well', [file('a.test.ts', 'passed', 'passed', 'passed')], '2 passed, 0 failed'],
  ['one fails', [file('a.test.ts', 'failed', 'passed', 'failed')], '1 passed, 1 failed'],
  ['a file cannot be imported', [file('a.test.ts', 'failed')], '0 passed, 1 failed'],
  ['a hook breaks after its tests', [file('a.test.ts', 'failed', 'passed')], '1 passed, 1 failed'],
  ['one is skipped', [file('a.test.ts', 'passed', 'passed', 'skipped')], '1 passed, 0 failed, 1 skipped'],
  [
    'pending and todo are skipped',
    [file('a.test.ts', 'passed', 'pending', 'todo')],
    '0 passed, 0 failed, 2 skipped',
  ],
  ['nothing ran', [], '0 passed, 0 failed'],
])('%s', (_, testResults, line) => {
  expect(closingLine(resultOf({ testResults }))).toBe(line)
})

it('names the wire tests that were skipped, and only those', () => {
  const testResults = [
    file('a.wire.test.ts', 'passed', 'passed', 'skipped'),
    file('b.container.test.ts', 'passed', 'skipped'),
  ]
  expect(resultOf({ testResults }).skippedOnWire).toEqual(['a.wire.test.ts 1'])
})
