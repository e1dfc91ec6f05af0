import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import { changed, fileOf, recounted, usual, workedRemittance } from './sample-remittance.ts'

const bpr = 'BPR*I*172.55*C*ACH*CCP*01*021000021*DA*123456789*1512345678**01*031000053*DA*987654321*20261120'
const nothing = recounted([
  'ST*835*0001',
  'BPR*H*0*C*NON************20261120',
  'TRN*1*NOPAY1*1512345678',
  'N1*PR*EXAMPLE HEALTH PLAN*XV*12345',
  'N1*PE*EXAMPLE PHYSICAL THERAPY LLC*XX*1234567893',
  'LX*1',
  'CLP*PCN1*1*100*0*0*12*ICN1',
  'CAS*CO*197*100',
  'SE*0*0001',
])
const verdictsOf = (text: string) => readRemittances(text).transactions.map(({ verdict }) => verdict)
const rulesOf = (text: string) =>
  readRemittances(text).findings.map(({ severity, rule }) => `${severity} ${rule}`)
const file = (from: string, ...to: string[]) => fileOf(changed(workedRemittance, from, ...to))

describe('quarantine: nothing may be posted', () => {
  test.each([
    ['the payment is a cent off', file(bpr, bpr.replace('172.55', '172.56')), 'remittance/out-of-balance'],
    ['the payment is negative', file(bpr, bpr.replace('172.55', '-172.55')), 'payment/negative'],
    ['the payment is a debit', file(bpr, bpr.replace('*C*', '*D*')), 'payment/debit'],
    ['the payment has three decimals', file(bpr, bpr.replace('172.55', '172.550')), 'amount/not-to-the-cent'],
    ['the payment is missing', file(bpr, bpr.replace('172.55', '')), 'amount/missing'],
    ['BPR is missing', file(bpr), 'payment/missing'],
    ['there are two BPR', file(bpr, bpr, bpr), 'payment/twice'],
    ['there is no trace', file('TRN*1*EFT20261120001*1512345678'), 'payment/no-trace'],
    [
      'a claim payment is missing',
      file(
        'CLP*PCN0000000000000003*1*60*50*0*12*202611200000003*11*7',
        'CLP*PCN0000000000000003*1*60**0*12*202611200000003*11*7',
      ),
      'amount/missing',
    ],
    [
      'a line payment is missing',
      file('SVC*HC:97530:GP*90*56**2', 'SVC*HC:97530:GP*90***2'),
      'amount/missing',
    ],
    ['an adjustment has no amount', file('CAS*PR*2*14', 'CAS*PR*2'), 'amount/missing'],
    ['an adjustment has no reason', file('CAS*PR*2*14', 'CAS*PR**14'), 'adjustment/no-reason'],
    [
      'a provider adjustment has no amount',
      file('PLB*1234567893*20261231*L6:202611200000003*-2.55', 'PLB*1234567893*20261231*L6:202611200000003'),
      'amount/missing',
    ],
    [
      'units are no number',
      file('SVC*HC:97530:GP*90*56**2', 'SVC*HC:97530:GP*90*56**two'),
      'quantity/no-number',
    ],
    ['an adjustment belongs to no claim', file('LX*1', 'LX*1', 'CAS*CO*45*20'), 'segment/no-claim'],
    ['a line belongs to no claim', file('LX*1', 'SVC*HC:97110*1*1', 'LX*1'), 'segment/no-claim'],
    [
      'a segment is too long to read',
      file('DTM*405*20261120', `DTM*405*${'2'.repeat(10_001)}`),
      'segment/too-long',
    ],
    [
      'amounts are too large to add',
      file(bpr, bpr.replace('172.55', '90071992547409.91')),
      'amount/too-large',
    ],
    ['SE is missing', fileOf(workedRemittance.replace(/SE\*67\*0001\n/, '')), 'envelope/no-se'],
    ['SE01 is wrong', fileOf(workedRemittance.replace('SE*67', 'SE*66')), 'envelope/segment-count'],
    [
      'SE02 is wrong',
      fileOf(workedRemittance.replace('SE*67*0001', 'SE*67*0002')),
      'envelope/control-number',
    ],
    ['GE is missing', fileOf(workedRemittance).replace(/GE\*1\*201~/, ''), 'envelope/no-ge'],
    ['IEA is missing', fileOf(workedRemittance).replace(/IEA.*/, ''), 'envelope/no-iea'],
    [
      'there is no ST',
      workedRemittance
        .trim()
        .split('\n')
        .slice(1, -1)
        .map((one) => `${one}~`)
        .join(''),
      'envelope/no-se',
    ],
  ])('%s', (_, text, rule) => {
    expect(verdictsOf(text)).toEqual(['quarantine'])
    expect(rulesOf(text)).toContain(`error ${rule}`)
  })

  test('an empty transaction is one too', () => {
    expect(readRemittances(fileOf('ST*835*1\nSE*2*1')).transactions[0]).toMatchObject({
      verdict: 'quarantine',
      paymentCents: null,
      proof: { balanced: false, differenceCents: null },
    })
  })

  test('what was refused is still counted', () => {
    const text = file(
      'CLP*PCN0000000000000003*1*60*50*0*12*202611200000003*11*7',
      'CLP*PCN0000000000000003*1*60*5x*0',
    )
    const [{ totals, claims } = { totals: null, claims: [] }] = readRemittances(text).transactions
    expect(totals).toMatchObject({ claims: 4, lines: 7, byStatus: { '1': 3, '22': 1 }, paidCents: 12000 })
    expect(claims.map(({ position }) => position)).toEqual([1, 2, 3])
  })
})

describe('post in part: the claim that breaks stays out', () => {
  test.each([
    [
      'a line',
      'SVC*HC:97530:GP*90*56**2',
      'SVC*HC:97530:GP*91*56**2',
      [{ claim: 1, line: 3, differenceCents: 100, leftCents: 5700, rightCents: 5600 }],
      [{ claim: 1, differenceCents: 100, equation: 'claim-charges', leftCents: 25100, rightCents: 25000 }],
    ],
    [
      'a claim',
      'CLP*PCN0000000000000001*1*250*160*40*12*202611200000001*11*1',
      'CLP*PCN0000000000000001*1*249.99*160*40*12*202611200000001*11*1',
      [],
      [{ claim: 1, differenceCents: -1, equation: 'claim', leftCents: 15999, rightCents: 16000 }],
    ],
  ])('%s', (_, from, to, linesOut, claimsOut) => {
    const [remittance] = readRemittances(file(from, to)).transactions
    expect(remittance?.verdict).toBe('post-in-part')
    expect(remittance?.proof).toMatchObject({
      balanced: true,
      linesOutOfBalance: linesOut,
      claimsOutOfBalance: claimsOut,
    })
  })

  test('one entry a claim, whatever breaks in it, and a finding for each', () => {
    const text = file(
      'CLP*PCN0000000000000001*1*250*160*40*12*202611200000001*11*1',
      'CLP*PCN0000000000000001*1*240*160*40*12*202611200000001*11*1',
    )
    const { transactions, findings } = readRemittances(text)
    expect(transactions[0]?.proof.claimsOutOfBalance).toHaveLength(1)
    expect(findings.map(({ rule, segment, tag }) => `${rule} ${segment} ${tag}`)).toEqual([
      'claim/out-of-balance 14 CLP',
      'claim/out-of-balance 14 CLP',
    ])
  })

  test('a predetermination need not add up', () => {
    const claim = ['CLP*P*25*100*0*0*12*ICN', 'CAS*CO*45*20']
    const body = recounted([
      ...workedRemittance.trim().split('\n').slice(0, -2),
      ...claim,
      'PLB*1*20261231*L6*-2.55',
      'SE*0*0001',
    ])
    expect(verdictsOf(fileOf(body))).toEqual(['post'])
    expect(verdictsOf(fileOf(body.replace('*25*100', '*1*100')))).toEqual(['post-in-part'])
  })
})

describe('notification only: no money moves', () => {
  const more = (...segments: string[]) =>
    recounted([...nothing.split('\n').slice(0, -1), ...segments, 'SE*0*0001'])
  test.each([
    ['H and NON with a denial', nothing, 'notification-only', []],
    [
      'marked as a payment all the same',
      nothing.replace('*H*0*C*NON', '*I*0*C*ACH'),
      'notification-only',
      ['warn payment/handling'],
    ],
    [
      'a balance forward that eats the payment',
      more('CLP*P2*1*50*50*0*12*I2', 'PLB*1*20261231*FB:NOPAY1*50').replace('CLP*P2', 'CLP*P2'),
      'post',
      [],
    ],
    ['a reversal against a payment', more('CLP*P2*1*50*50*0*12*I2', 'CLP*P3*22*-50*-50**12*I3'), 'post', []],
    [
      'money under H and NON',
      more('CLP*P2*1*50*50*0*12*I2').replace('BPR*H*0', 'BPR*H*50'),
      'post',
      ['warn payment/handling'],
    ],
    [
      'a claim that breaks',
      nothing.replace('CAS*CO*197*100', 'CAS*CO*197*99'),
      'post-in-part',
      ['error claim/out-of-balance'],
    ],
  ])('%s', (_, body, verdict, rules) => {
    expect(verdictsOf(fileOf(body))).toEqual([verdict])
    expect(rulesOf(fileOf(body))).toEqual(rules)
  })
})

test.each([
  ['H', 'NON', '0', false],
  ['I', 'NON', '0', true],
  ['H', 'CHK', '0', true],
  ['I', 'CHK', '0', true],
  ['I', 'CHK', '50', false],
  ['H', 'CHK', '50', true],
  ['I', 'NON', '50', true],
])('%s and %s with %s is contradictory: %s (RFI 352, 1581)', (handling, method, payment, expected) => {
  const body = nothing.replace('BPR*H*0*C*NON', `BPR*${handling}*${payment}*C*${method}`)
  expect(rulesOf(fileOf(body)).includes('warn payment/handling')).toBe(expected)
})

describe('trailers around the ST', () => {
  test('that count wrong are errors, and the ST still posts', () => {
    const text = fileOf(workedRemittance).replace('GE*1', 'GE*2').replace('IEA*1', 'IEA*2')
    expect(verdictsOf(text)).toEqual(['post'])
    expect(rulesOf(text)).toEqual(['error envelope/count', 'error envelope/count'])
  })
})

describe('duplicates in one file', () => {
  const second = fileOf(workedRemittance, { ...usual, element: '|', interchange: '000000777' })
  test('a second copy under other numbers and separators', () => {
    const { transactions } = readRemittances(`${fileOf(workedRemittance)}\n${second}`)
    expect(transactions.map(({ ordinal, verdict, duplicateOf }) => [ordinal, verdict, duplicateOf])).toEqual([
      [1, 'post', null],
      [2, 'duplicate', 1],
    ])
  })

  test('of a broken one too: one work item is enough', () => {
    const broken = workedRemittance.replace('172.55', '172.56')
    expect(verdictsOf(`${fileOf(broken)}\n${fileOf(broken)}`)).toEqual(['quarantine', 'duplicate'])
  })

  test('a cent makes another remittance', () => {
    const other = workedRemittance.replace('EFT20261120001', 'EFT20261120002')
    expect(verdictsOf(`${fileOf(workedRemittance)}\n${fileOf(other)}`)).toEqual(['post', 'post'])
  })

  test('a copy that was cut is neither a duplicate nor the first', () => {
    const cut = fileOf(workedRemittance).replace(/SE\*67\*0001~/, '')
    expect(verdictsOf(`${cut}\n${second}`)).toEqual(['quarantine', 'post'])
    expect(verdictsOf(`${second}\n${cut}`)).toEqual(['post', 'quarantine'])
    const digests = readRemittances(`${second}\n${cut}`, { sha256: (text) => text.slice(0, 20) }).transactions
    expect(digests[0]?.digest).not.toBe(digests[1]?.digest)
  })

  test('with a hash and without', () => {
    const twice = `${fileOf(workedRemittance)}\n${second}`
    const hashed = readRemittances(twice, { sha256: (text) => `${text.length}` })
    expect(hashed.transactions.map(({ verdict }) => verdict)).toEqual(verdictsOf(twice))
    expect(hashed.transactions[0]?.digest).toMatch(/^\d+$/)
    expect(readRemittances(twice).transactions[0]?.digest).toBeNull()
  })
})

test('a file without an 835 says so', () => {
  expect(readRemittances('ST*837*1~SE*2*1~')).toMatchObject({
    transactions: [],
    findings: [{ rule: 'envelope/missing' }, { rule: 'file/no-remittance', severity: 'error' }],
  })
})
