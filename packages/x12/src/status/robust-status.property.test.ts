/** No file makes the reader fall over, and a cut file is never taken for a whole one. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedBytesOf, mangledOf } from '../sample-mangled.ts'
import { readStatus } from './read-status.ts'
import { fourAnswers } from './sample-status.ts'

const verdicts = [
  'finalized-paid',
  'finalized-denied',
  'finalized-other',
  'pending',
  'requested',
  'not-found',
]
const mangled = mangledOf([fourAnswers], ['ST*277*1~', 'STC~', 'STC*F1~', 'STC*::*1*2*3*4~', 'TRN~', 'SVC~'])

function expectSound(input: string | Uint8Array): void {
  const { transactions, findings } = readStatus(input)
  for (const claim of transactions.flatMap(({ claims }) => claims)) {
    expect([...verdicts, 'error', 'unknown']).toContain(claim.verdict)
    // A verdict names the code that decided, in a segment of the claim.
    const decided = claim.segments.find(({ ordinal }) => ordinal === claim.reason.segment)
    if (claim.verdict !== 'unknown') expect(decided?.tag).toBe('STC')
  }
  for (const { says } of findings) expect(says.length).toBeLessThan(200)
}

describe('no file makes the reader fall over', () => {
  test('a mangled one', () => {
    fc.assert(fc.property(mangled, expectSound), { numRuns: 500 })
  })

  test('one with changed bytes, and any bytes', () => {
    fc.assert(fc.property(changedBytesOf([fourAnswers]), expectSound), { numRuns: 300 })
    fc.assert(fc.property(fc.uint8Array(), expectSound), { numRuns: 300 })
  })
})

test('a file cut at any byte has an error and is not complete', () => {
  const bytes = new TextEncoder().encode(fourAnswers)
  for (let at = 0; at < fourAnswers.trimEnd().length; at++) {
    const { transactions, findings } = readStatus(bytes.subarray(0, at))
    expect(
      findings.some(({ severity }) => severity === 'error'),
      `cut at ${at}`,
    ).toBe(true)
    expect(
      transactions.every(({ complete }) => !complete),
      `cut at ${at}`,
    ).toBe(true)
  }
})

test('a segment that could not be read decides nothing', () => {
  const cut = fourAnswers.slice(0, fourAnswers.indexOf('STC*F1:65*20261118**310') + 12)
  const { transactions } = readStatus(cut)
  expect(transactions[0]?.claims.map(({ verdict }) => verdict)).toEqual(['unknown'])
})

/** A quadratic step would take minutes for any of these. */
test.each([
  ['claims of one patient', 'HL*1**22~', 'TRN*2*1~STC*F1:1*20261118~', 20_000],
  ['STC of one claim', 'HL*1**22~TRN*2*1~', 'STC*F1:1*20261118~', 50_000],
  ['lines of one claim', 'HL*1**22~TRN*2*1~', 'SVC*HC:1*1*1~STC*F1:1~', 30_000],
  ['levels', '', 'HL*1**20~', 50_000],
])('time grows with the size alone: %s', (_, head, each, count) => {
  expect(readStatus(`ST*277*1*005010X212~${head}${each.repeat(count)}SE*1*1~`)).toBeDefined()
})
