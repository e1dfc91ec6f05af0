import { expect, it } from 'vitest'
import { type Report, resultOf } from './mutation-result.ts'

const source = 'export function half(n: number) {\n  return n > 0 ? n / 2 : 0\n}\n'
const at = (column: number, end: number) => ({
  start: { line: 2, column },
  end: { line: 2, column: end },
})
const report: Report = {
  files: {
    'src/half.ts': {
      source,
      mutants: [
        { status: 'Killed', replacement: 'n * 2', location: at(18, 23) },
        { status: 'Survived', replacement: 'n >= 0', location: at(10, 15) },
        { status: 'NoCoverage', replacement: 'true', location: at(10, 15) },
        { status: 'Ignored', statusReason: 'a sentence for people', location: at(26, 27) },
      ],
    },
  },
}
const zero = {
  ...{ path: 'src/half.ts', line: 'return n > 0 ? n / 2 : 0' },
  ...{ breaks: ['n > 0 → n >= 0'], why: 'half of 0 is 0' },
}

it('tells what no test noticed, apart from what changes nothing', () => {
  const { rows, notes } = resultOf('half', report, [zero], 7)
  expect(Object.fromEntries(rows)).toEqual({
    'breaks noticed': '1 of 3 (33.3 %)',
    'unnoticed, and nothing changes': '1',
    'unnoticed otherwise': '1',
    'not tried: sentences for people': '1',
    time: '7 s',
  })
  expect(notes).toEqual([
    ...['Unnoticed, because nothing changes:', ''],
    ...['- src/half.ts:2 `n > 0 → n >= 0`: half of 0 is 0', ''],
    ...['Unnoticed otherwise:', '', '- src/half.ts:2 `n > 0 → true`', ''],
  ])
})

it.each([
  ['another line', { line: 'return n > 0 ? n : 0' }],
  ['another break', { breaks: ['n > 0 → n < 0'] }],
  ['another file', { path: 'src/third.ts' }],
])('an explanation of %s explains nothing', (_, other) => {
  expect(Object.fromEntries(resultOf('half', report, [{ ...zero, ...other }], 7).rows)).toMatchObject({
    'unnoticed otherwise': '2',
  })
})
