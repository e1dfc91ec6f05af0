/** `tally x12 check`: the fields that command-line.md fixes, and what only this command knows: codes and today. */
import { describe, expect, test } from 'vitest'
import { runOf } from './sample-run.ts'
import { submissionText } from './sample-submission.ts'

const { printed: right } = await runOf(['x12', 'write'], submissionText)

async function checked(file: string) {
  const { exit, printed, said } = await runOf(['x12', 'check'], file)
  expect({ exit, said }).toEqual({ exit: 0, said: [] })
  return JSON.parse(printed)
}

test('a right file: its claims, counted, and no finding', async () => {
  expect(await checked(right)).toMatchObject({
    claims: [
      { frequency: '1', chargeCents: 25_000, lineChargeCents: 25_000, lines: 3, findings: [] },
      { frequency: '1', chargeCents: 25_000, lineChargeCents: 25_000, lines: 3, findings: [] },
      { frequency: '1', lines: 1, findings: [] },
    ],
    findings: [],
  })
})

test('a finding has its rule, place, source and what to do', async () => {
  const { claims } = await checked(right.replace('SV1*HC:97110:GP:KX*100*', 'SV1*HC:97110:GP:KX*100.01*'))
  expect(claims[0]).toMatchObject({ chargeCents: 25_000, lineChargeCents: 25_001 })
  expect(claims[0].findings).toEqual([
    {
      ...{ rule: 'claim/total', severity: 'reject', snip: 3, segment: 21, tag: 'CLM', element: 2 },
      ...{ offset: expect.any(Number), says: expect.any(String), citation: expect.any(String) },
      fix: expect.any(String),
    },
  ])
})

describe('looks up', () => {
  test.each<[string, string, string, string[]]>([
    ['a procedure that ended', 'HC:97140', 'HC:97001', ['line/procedure-not-valid-on-date']],
    ['a procedure that is none', 'HC:97140', 'HC:Z9999', ['line/procedure-not-valid-on-date']],
    ['a procedure of another field', 'HC:97140', 'HC:99213', []],
    ['a heading', 'HI*ABK:M5450', 'HI*ABK:M545', ['diagnosis/not-valid-on-date']],
    ['a day after today', 'DTP*472*D8*20261110', 'DTP*472*D8*20261122', ['line/date-in-future']],
  ])('%s', async (_, from, to, rules) => {
    const { claims } = await checked(right.replace(from, to))
    expect(claims[0].findings.map(({ rule }: { rule: string }) => rule)).toEqual(rules)
  })
})

test('another kind of file is named and not judged', async () => {
  const { claims, findings } = await checked(right.replaceAll('005010X222A1', '005010X223A3'))
  expect(claims).toEqual([])
  expect(findings).toMatchObject([{ rule: 'file/other-content', severity: 'info', segment: 3, tag: 'ST' }])
})

test('--text shows a row for each claim, then its findings with what to do', async () => {
  const { printed } = await runOf(['x12', 'check', '--text'], right.replace('SBR*P*18*', 'SBR*P**'))
  expect(printed).toMatch(/^claim +freq +charge +lines +refused for +warned of\n/)
  expect(printed).toMatch(
    /\n {2}REJECT on segment 15 SBR02: .* \([a-z]+\/[a-z-]+\)\n {6}SNIP \d; .*\n {6}To do: /,
  )
})
