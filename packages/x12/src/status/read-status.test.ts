import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { acceptedAndRejected } from '../acknowledgment/sample-acknowledgments.ts'
import { readStatus } from './read-status.ts'
import { above, alma, claimWith, fileOf277, fourAnswers } from './sample-status.ts'

const rulesOf = (text: string) => readStatus(text).findings.map(({ rule, segment }) => `${rule} ${segment}`)

describe('a 277', () => {
  const { transactions, others, findings } = readStatus(fourAnswers)
  const [transaction] = transactions
  const [paid, pending, denied, lost] = transaction?.claims ?? []

  test('its envelope', () => {
    expect([transactions.length, others, findings]).toEqual([1, [], []])
    expect(transaction).toMatchObject({
      complete: true,
      sender: 'EXPAYER',
      receiver: 'EXCLINIC',
      interchangeControl: '000000501',
      groupControl: '501',
      controlNumber: '0001',
      version: '005010X212',
      referenceId: 'S0000501',
      createdOn: '2026-11-21',
      createdAt: '1200',
      transactionType: 'DG',
      levels: [],
    })
  })

  test('a paid claim: numbers, money, dates, whose it is', () => {
    expect(paid).toMatchObject({
      position: 1,
      traceNumber: 'Q1',
      verdict: 'finalized-paid',
      reason: {
        category: 'F1',
        statusCode: '65',
        entity: null,
        segment: 15,
        element: 1,
        says: 'F1 in STC01',
      },
      effectiveOn: '2026-11-18',
      chargeCents: 31000,
      paidCents: 20150,
      adjudicatedOn: '2026-11-15',
      paidOn: '2026-11-17',
      checkNumber: 'CHK0001234',
      payerClaimNumber: 'ICN0001',
      patientControlNumber: 'EVAL0000000000101',
      billType: '111',
      clearinghouseNumber: 'TRACE101',
      serviceFrom: '2026-10-16',
      serviceTo: '2026-10-20',
      payer: { name: 'EXAMPLE HEALTH PLAN', id: '12345', contacts: [{ name: 'CLAIMS' }] },
      receiver: { id: 'EXCLINIC' },
      provider: { role: '1P', id: '1234567893' },
      subscriber: { name: 'SAMPLE', first: 'ALMA', id: 'EXH000000001' },
      patient: null,
      segment: 14,
    })
    expect(paid?.statuses[0]?.paymentMethod).toBe('CHK')
    expect(paid?.segments.map(({ tag }) => tag).join(' ')).toBe(
      'TRN STC REF REF REF REF DTP SVC STC REF DTP SVC STC REF DTP',
    )
  })

  test('its lines, each with its own status', () => {
    expect(paid?.lines).toMatchObject([
      {
        procedure: { code: '97161', modifiers: ['GP'] },
        chargeCents: 16000,
        paidCents: 12000,
        units: null,
        lineControlNumber: 'E101A',
        serviceFrom: '2026-10-16',
        verdict: 'finalized-paid',
        segment: 21,
      },
      {
        procedure: { code: '97110', modifiers: ['GP', 'KX'] },
        paidCents: 8150,
        revenueCode: '0420',
        units: 2,
        lineControlNumber: 'E101B',
        serviceTo: '2026-10-20',
        verdict: 'finalized-paid',
      },
    ])
  })

  test('a second claim of the same patient', () => {
    expect(pending).toMatchObject({
      position: 2,
      traceNumber: 'Q2',
      verdict: 'pending',
      chargeCents: 6000,
      paidCents: null,
      payerClaimNumber: null,
      serviceFrom: null,
      subscriber: { first: 'ALMA' },
      lines: [],
    })
  })

  test('a dependent’s claim, with three codes in one STC', () => {
    expect(denied).toMatchObject({
      verdict: 'finalized-denied',
      paidCents: 0,
      subscriber: { first: 'BRUNO' },
      patient: { first: 'NINA' },
      statuses: [
        {
          codes: [
            { category: 'F2', statusCode: '84', entity: 'QC', element: 1 },
            { category: 'F2', statusCode: '107', entity: null, element: 10 },
            { category: 'F2', statusCode: '483', entity: '85', element: 11 },
          ],
          message: 'SEE LETTER',
        },
      ],
    })
    expect(lost).toMatchObject({ verdict: 'not-found', chargeCents: null, patient: null })
    expect(lost?.segments.map(({ tag }) => tag)).toEqual(['TRN', 'STC'])
  })
})

describe('refused above the claims', () => {
  test('for a receiver and for a provider', () => {
    const [transaction] = readStatus(
      fileOf277(`HL*1**20*1
NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345
HL*2*1*21*1
NM1*41*2*CLINIC*****46*EXCLINIC
TRN*2*ALL
STC*E0:24:41*20261121
HL*3*2*19*0
NM1*1P*2*CLINIC*****XX*1234567893
TRN*1*0
STC*E3:562:1P*20261121`),
    ).transactions
    expect(transaction?.claims).toEqual([])
    expect(transaction?.levels).toMatchObject([
      { level: '21', party: { id: 'EXCLINIC' }, traceNumber: 'ALL', verdict: 'error', segment: 7 },
      {
        level: '19',
        party: { id: '1234567893' },
        traceNumber: '0',
        reason: { category: 'E3', entity: '1P' },
      },
    ])
  })
})

describe('which 277', () => {
  const stc = claimWith('STC*P1:20*20261118')
  const bht = (code: string, purpose: string) => `BHT*${code}*08*S1*20261121*1200*${purpose}`
  test.each([
    ['005010X212', bht('0010', 'DG'), []],
    ['004010X093A1', bht('0010', 'DG'), []],
    ['005010', bht('0010', 'DG'), []],
    ['005010', bht('0010', ''), []],
    ['005010X214', bht('0085', 'TH'), ['277CA']],
    ['005010X214', bht('0010', 'DG'), ['277CA']],
    ['005010X212', bht('0085', 'TH'), ['277CA']],
    ['005010', bht('0085', 'TH'), ['277CA']],
    ['005010X213', bht('0085', 'RQ'), ['277 request']],
    ['005010', bht('0085', 'RQ'), ['277 request']],
    ['005010X228', bht('0085', 'NO'), ['277 pending']],
    ['005010', bht('0085', 'NO'), ['277 pending']],
    ['003070X070', bht('0010', 'NO'), ['277 unsolicited']],
    ['005010X999', bht('0085', 'XX'), ['277 unknown']],
  ])('%s with %s', (guide, opening, named) => {
    const read = readStatus(fileOf277(stc, guide, opening))
    expect(read.others.map(({ content, segment }) => [content, segment])).toEqual(
      named.map((kind) => [kind, 3]),
    )
    expect(read.transactions).toHaveLength(1 - named.length)
  })

  test('ST03 tells where GS08 names no guide', () => {
    const text = fileOf277(stc, '005010X214').replace('*X*005010X214', '*X*005010')
    expect(readStatus(text).others).toMatchObject([{ content: '277CA' }])
  })

  test('one with patient levels is a 277CA whatever it calls itself', () => {
    const mislabeled = acceptedAndRejected.replaceAll('X214', 'X212').replace('*TH~', '*DG~')
    expect(readStatus(mislabeled).others).toMatchObject([{ content: '277CA' }])
  })

  test('another file has no answer in it, and that is an error', () => {
    expect(rulesOf(acceptedAndRejected)).toEqual(['file/other-content 3', 'file/no-status 0'])
  })
})

test.each([
  ['an STC before any TRN', [above, alma, 'STC*P1:20*20261118'], 'status/no-trace 14'],
  ['nothing that answers', [above, alma], 'status/no-answer 3'],
  ['an amount in words', [claimWith('STC*P1:20*20261118**MUCH')], 'amount/not-to-the-cent 15'],
  ['a day that is none', [claimWith('STC*P1:20*20261131')], 'date/no-day 15'],
  ['a level of another kind', [above, 'HL*4*3*99*0', 'STC*P1:20*20261118'], 'hierarchy/level 12'],
  [
    'a patient below nobody',
    [above, alma.replace('4*3', '4*9'), 'TRN*2*1', 'STC*P1:20'],
    'hierarchy/parent 12',
  ],
])('%s is said', (_, body, finding) => {
  expect(rulesOf(fileOf277(body.join('\n')))).toContain(finding)
})

const corpus = new URL('../../../../../shared/corpus/277/', import.meta.url)
const there = existsSync(corpus)

describe.skipIf(!there)('every 277 of ../shared/corpus', () => {
  const inShort = (file: string) => {
    const { transactions, others, findings } = readStatus(readFileSync(new URL(file, corpus)))
    expect(others).toEqual([])
    return [
      ...transactions.flatMap(({ claims, levels }) => [
        ...levels.map(({ level, verdict, reason }) => `level ${level} ${verdict}: ${reason.says}`),
        ...claims.map(
          ({ traceNumber, verdict, reason, chargeCents, paidCents, payerClaimNumber, lines }) =>
            `${traceNumber} ${verdict}: ${reason.says}, ${chargeCents}/${paidCents} ${payerClaimNumber} ${lines.length} lines`,
        ),
      ]),
      ...findings.map(({ rule, severity, segment }) => `${severity} ${rule} ${segment}`),
    ]
  }
  test.each(readdirSync(there ? corpus : new URL('.', import.meta.url)))('%s', (file) => {
    expect(inShort(file)).toEqual(expected[file])
  })
})

const received = [600, 400, 100, 180, 100, 450, 100, 100]
const expected: Readonly<Record<string, readonly string[]>> = {
  'imsweb-x212.edi': [
    ...received.map((dollars, at) => `000000${at + 1} pending: A1 in STC01, ${dollars}00/null null 0 lines`),
    'warn envelope/control-number 111',
  ],
  'stupidedi-claim.edi': [
    'ABCXYZ1 pending: P3 in STC01, 851388/null 05347006051 0 lines',
    'ABCXYZ2 finalized-paid: F0 with an amount paid in STC01, 759900/759900 0529675341 0 lines',
    'ABCXYC3 finalized-denied: F2 in STC01, 15000/0 051681010827 1 lines',
  ],
  'stupidedi-information-receiver.edi': ['level 21 error: E0 in STC01'],
  'stupidedi-notification.edi': [
    '56565656 pending: P5 in STC01, 21100/null null 0 lines',
    'warn envelope/control-number 20',
  ],
  'stupidedi-provider.edi': [
    'level 19 error: E0 in STC01',
    'ABCXYZ1 pending: P3 in STC01, 851388/null 05347006051 0 lines',
  ],
}
