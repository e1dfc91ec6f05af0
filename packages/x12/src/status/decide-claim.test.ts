/** One verdict a claim, from all its STC: the newest date, then the furthest stage (x12.md 3.3, 3.4). */
import { describe, expect, test } from 'vitest'
import { readStatus } from './read-status.ts'
import { claimWith, fileOf277 } from './sample-status.ts'
import type { ClaimVerdict } from './status-answer.ts'

function claimOf(stc: readonly string[]) {
  const { transactions, findings } = readStatus(fileOf277(claimWith(...stc)))
  const [claim] = transactions[0]?.claims ?? []
  if (!claim) throw new Error('the sample has a claim')
  return { claim, rules: findings.map(({ rule }) => rule) }
}

const byCategory: readonly [string, ClaimVerdict][] = [
  ['F0', 'finalized-other'],
  ['F1', 'finalized-paid'],
  ['F2', 'finalized-denied'],
  ['F3', 'finalized-other'],
  ['F3F', 'finalized-other'],
  ['F3N', 'finalized-other'],
  ['F4', 'finalized-other'],
  ...['P0', 'P1', 'P2', 'P3', 'P4', 'P5'].map((code): [string, ClaimVerdict] => [code, 'pending']),
  ...['A0', 'A1', 'A2', 'A5'].map((code): [string, ClaimVerdict] => [code, 'pending']),
  ...['R0', 'R1', 'R3', 'R9', 'R10', 'R16'].map((code): [string, ClaimVerdict] => [code, 'requested']),
  ['D0', 'not-found'],
  ['A4', 'not-found'],
  ...['E0', 'E1', 'E2', 'E3', 'E4'].map((code): [string, ClaimVerdict] => [code, 'error']),
  ...['A3', 'A6', 'A7', 'A8'].map((code): [string, ClaimVerdict] => [code, 'error']),
  ...['F5', 'P6', 'R17', 'E5', 'D1', 'A9', 'X1', 'F'].map((code): [string, ClaimVerdict] => [
    code,
    'unknown',
  ]),
]

describe('a single code', () => {
  test.each(byCategory)('%s is %s', (category, verdict) => {
    const { claim, rules } = claimOf([`STC*${category}:20:PR*20261118**310`])
    expect([claim.verdict, rules]).toEqual([verdict, []])
    expect(claim.reason).toMatchObject({ category, statusCode: '20', entity: 'PR', segment: 15, element: 1 })
  })

  test('none at all', () => {
    const { claim, rules } = claimOf([])
    expect(claim).toMatchObject({ verdict: 'unknown', reason: { category: null, says: 'there is no STC' } })
    expect(rules).toEqual(['status/no-status'])
  })
})

describe('several', () => {
  test.each<[string, string[], ClaimVerdict, string]>([
    [
      'the newest date counts',
      ['STC*F1:65*20261001**310*200', 'STC*P1:20*20261118**310'],
      'pending',
      'P1 in STC01',
    ],
    [
      'in whatever order',
      ['STC*P1:20*20261118**310', 'STC*F1:65*20261001**310*200'],
      'pending',
      'P1 in STC01',
    ],
    [
      'of one date the furthest stage',
      ['STC*A1:19*20261118', 'STC*P1:20*20261118'],
      'pending',
      'P1 in STC01',
    ],
    [
      'a request before what pends',
      ['STC*P1:20*20261118', 'STC*R4:294*20261118'],
      'requested',
      'R4 in STC01',
    ],
    ['STC10 counts like STC01', ['STC*P3:317*20261118********R1:21'], 'requested', 'R1 in STC10'],
    ['STC11 too', ['STC*P3:317*20261118*********R1:21'], 'requested', 'R1 in STC11'],
    ['turned back before received', ['STC*A2:20*20261118', 'STC*A7:562:85*20261118'], 'error', 'A7 in STC01'],
    [
      'without a date it is of the newest',
      ['STC*P1:20*20261118', 'STC*F2:84'],
      'finalized-denied',
      'F2 in STC01',
    ],
    [
      'an unknown code beside a known one',
      ['STC*X9:1*20261118', 'STC*P1:20*20261118'],
      'pending',
      'P1 in STC01',
    ],
    [
      'a newer unknown one is not outvoted',
      ['STC*X9:1*20261118', 'STC*P1:20*20261001'],
      'unknown',
      'no category that is known in STC01',
    ],
  ])('%s', (_, stc, verdict, says) => {
    const { claim } = claimOf(stc)
    expect([claim.verdict, claim.reason.says]).toEqual([verdict, says])
  })

  test.each([
    ['finalized and pending', ['STC*F1:65*20261118', 'STC*P1:20*20261118'], ['status/mixed']],
    ['not found and pending', ['STC*D0:35*20261118', 'STC*P1:20*20261118'], ['status/mixed']],
    ['denied and no answer', ['STC*F2:84*20261118', 'STC*E1:0*20261118'], ['status/mixed']],
    ['of different dates', ['STC*F1:65*20261118', 'STC*P1:20*20261001'], []],
    ['received, pending, requested', ['STC*A2:20*20261118********P1:20*R4:1'], []],
    ['paid and done', ['STC*F1:65*20261118', 'STC*F0:3*20261118'], []],
  ])('%s: contradictions are said', (_, stc, rules) => {
    expect(claimOf(stc).rules).toEqual(rules)
  })
})

describe('finalized', () => {
  test.each<[string[], ClaimVerdict, string, string[]]>([
    [['STC*F0:3*20261118**310*200'], 'finalized-paid', 'F0 with an amount paid in STC01', []],
    [['STC*F3:3*20261118**310*200'], 'finalized-paid', 'F3 with an amount paid in STC01', []],
    [['STC*F0:3*20261118**310*0'], 'finalized-other', 'F0 in STC01', []],
    [['STC*F4:3*20261118**310*200'], 'finalized-other', 'F4 in STC01', []],
    [['STC*F1:65*20261118**310*0'], 'finalized-paid', 'F1 in STC01', ['status/paid-nothing']],
    [['STC*F2:84*20261118**310*200'], 'finalized-denied', 'F2 in STC01', ['status/denied-but-paid']],
    [['STC*F0:3*20261118', 'STC*F2:84*20261118'], 'finalized-denied', 'F2 in STC01', []],
    [
      ['STC*F2:84*20261118', 'STC*F1:65*20261118**310*200'],
      'finalized-paid',
      'F1 and F2, with an amount paid in STC01',
      [],
    ],
    [
      ['STC*F1:65*20261118**310*0', 'STC*F2:84*20261118'],
      'finalized-denied',
      'F1 and F2, with nothing paid in STC01',
      [],
    ],
    [
      ['STC*F1:65*20261118', 'STC*F2:84*20261118'],
      'finalized-other',
      'F1 and F2 without an amount in STC01',
      [],
    ],
    [['STC*F0:3*20261118**310*2.005'], 'finalized-other', 'F0 in STC01', ['amount/not-to-the-cent']],
  ])('%j is %s', (stc, verdict, says, rules) => {
    const decided = claimOf(stc)
    expect([decided.claim.verdict, decided.claim.reason.says, decided.rules]).toEqual([verdict, says, rules])
  })
})

test('a claim without an STC of its own is decided by those of its lines, whose amounts are not its', () => {
  const { claim, rules } = claimOf(['SVC*HC:97110*310*200', 'STC*F1:65*20261118**310*200'])
  expect(claim).toMatchObject({ verdict: 'finalized-paid', paidCents: null, chargeCents: null, statuses: [] })
  expect(rules).toEqual(['status/no-status'])
})

test.each([
  ['P1', 'F1', ['status/lines-disagree']],
  ['F1', 'P1', ['status/lines-disagree']],
  ['F1', 'F2', []],
  ['P1', 'P1', []],
  ['P1', 'X9', []],
])('a claim %s with a line %s', (category, ofLine, rules) => {
  const stc = [`STC*${category}:20*20261118`, 'SVC*HC:97110*310*200', `STC*${ofLine}:65*20261118`]
  expect(claimOf(stc).rules).toEqual(rules)
})
