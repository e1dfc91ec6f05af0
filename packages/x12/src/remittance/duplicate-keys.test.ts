/** The five levels of x12.md 2.11 on the worked remittance, disguised, split, merged and truly changed. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readInterchanges } from '../reader/read-interchanges.ts'
import { claimKey, interchangeKey, paymentKey } from './duplicate-keys.ts'
import { readRemittances } from './read-remittances.ts'
import { fileOf, recounted, usual, workedRemittance } from './sample-remittance.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function keysOf(text: string) {
  const { transactions } = readRemittances(text, { sha256 })
  return {
    interchanges: readInterchanges(text).interchanges.map(interchangeKey),
    contents: transactions.map(({ digest }) => digest),
    payments: transactions.map(paymentKey),
    claims: transactions.flatMap((one) => one.claims.map((claim) => claimKey(claim, one))).sort(),
  }
}

const plain = fileOf(workedRemittance)
const keys = keysOf(plain)

describe('the same money has the same keys', () => {
  test.each([
    [
      'with other separators',
      fileOf(workedRemittance, { ...usual, element: '|', component: '>', terminator: '\r' }),
    ],
    ['with white space', fileOf(workedRemittance, { ...usual, before: '   ', after: '\r\n' })],
    ['in another interchange', fileOf(workedRemittance, { ...usual, interchange: '000009999' })],
    ['without an envelope', `${workedRemittance.trim().replaceAll('\n', '~\n')}~`],
    ['under another ST02', plain.replaceAll('*0001~', '*0777~')],
  ])('%s', (_, text) => {
    const { contents, payments, claims } = keysOf(text)
    expect({ contents, payments, claims }).toEqual({
      contents: keys.contents,
      payments: keys.payments,
      claims: keys.claims,
    })
  })

  test('merged into one file with itself: each ST has them', () => {
    const both = keysOf(`${plain}\n${plain}`)
    expect(both.contents).toEqual([keys.contents[0], keys.contents[0]])
    expect(both.payments).toEqual([keys.payments[0], keys.payments[0]])
  })

  test('split over two STs: the claims have them, the contents not', () => {
    const segments = workedRemittance.trim().split('\n')
    const second = segments.findIndex((segment) => segment.startsWith('CLP*PCN0000000000000002'))
    const plb = segments.findIndex((segment) => segment.startsWith('PLB'))
    const head = segments.slice(
      0,
      segments.findIndex((segment) => segment.startsWith('LX')),
    )
    const one = recounted([...segments.slice(0, second), 'SE*0*0001'])
    const other = recounted([...head, 'LX*2', ...segments.slice(second, plb), 'SE*0*0001'])
    const split = keysOf(fileOf(`${one}\n${other.replaceAll('*0001', '*0002')}`))
    expect(split.claims).toEqual(keys.claims)
    expect(split.contents).not.toContain(keys.contents[0])
  })
})

describe('other money has others', () => {
  test.each([
    ['a cent', plain.replace('*172.55*', '*172.56*'), ['contents', 'payments']],
    ['another trace number', plain.replace('EFT20261120001', 'EFT20261120002'), ['contents', 'payments']],
    ['another day', plain.replaceAll('*20261120~', '*20261121~'), ['contents', 'payments', 'claims']],
    ['a line’s modifier', plain.replace('SVC*HC:97110:GP*', 'SVC*HC:97110:GP:KX*'), ['contents', 'claims']],
    ['a remark', plain.replace('LQ*HE*N54', 'LQ*HE*N55'), ['contents']],
    [
      'the payer’s number of a claim',
      plain.replace('202611200000001', '202611200000009'),
      ['contents', 'claims'],
    ],
    [
      'the number of the interchange',
      fileOf(workedRemittance, { ...usual, interchange: '000009999' }),
      ['interchanges'],
    ],
  ])('%s', (_, text, changed) => {
    expect(text).not.toBe(plain)
    const now = keysOf(text)
    const names = ['interchanges', 'contents', 'payments', 'claims'] as const
    expect(names.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(keys[name]))).toEqual(changed)
  })
})

test.each([
  ['EO0000000000', null],
  ['0000', null],
  ['', null],
  ['EO0000000001', 'key'],
])('a trace number of %j identifies a payment: %s', (trace, expected) => {
  const text = plain.replace('EFT20261120001', trace)
  expect(keysOf(text).payments[0] === null ? null : 'key').toBe(expected)
})

test('no money has no payment to tell', () => {
  const text = plain.replace('BPR*I*172.55*C*ACH', 'BPR*H*0*C*NON')
  expect(keysOf(text).payments).toEqual([null])
})

test('lines in another order are the same claim', () => {
  const [remittance] = readRemittances(plain).transactions
  const [claim] = remittance?.claims ?? []
  if (!remittance || !claim) throw new Error('the worked remittance has claims')
  expect(claimKey({ ...claim, lines: claim.lines.toReversed() }, remittance)).toBe(
    claimKey(claim, remittance),
  )
})
