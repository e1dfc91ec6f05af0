/** The five levels of x12.md 2.11 on the worked remittance, disguised, split, merged and truly changed. */
import { createHash } from 'node:crypto'
import { serviceDate } from '@tally/kernel'
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
/** Asked for in each test: what is read while tests are collected counts for all of them when breaks are tried. */
const own = () => keysOf(plain)

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
    const keys = own()
    const { contents, payments, claims } = keysOf(text)
    expect({ contents, payments, claims }).toEqual({
      contents: keys.contents,
      payments: keys.payments,
      claims: keys.claims,
    })
  })

  test('merged into one file with itself: each ST has them', () => {
    const keys = own()
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
    const keys = own()
    const split = keysOf(fileOf(`${one}\n${other.replaceAll('*0001', '*0002')}`))
    expect(split.claims).toEqual(keys.claims)
    expect(split.contents).not.toContain(keys.contents[0])
  })
})

/** Beyond 16 KB the digest is a chain over parts: what came first must count to the end. */
describe('of a long remittance', () => {
  const segments = workedRemittance.trim().split('\n')
  const claims = segments.slice(
    segments.findIndex((segment) => segment.startsWith('CLP')),
    segments.findIndex((segment) => segment.startsWith('PLB')),
  )
  const [head, tail] = [segments.slice(0, segments.indexOf(claims[0] ?? '')), ['SE*0*0001']]
  const many = Array.from({ length: 30 }, () => claims).flat()
  const long = fileOf(recounted([...head, ...many, ...tail]))
  const digestOf = (text: string) => keysOf(text).contents[0]

  test.each(['first', 'last'])('the %s claim counts', (which) => {
    const at = which === 'first' ? long.indexOf('SAMPLE*ALMA') : long.lastIndexOf('SAMPLE*ALMA')
    const other = `${long.slice(0, at)}SAMPLE*ANNA${long.slice(at + 11)}`
    expect(at).toBeGreaterThan(0)
    expect(long.length).toBeGreaterThan(40_000)
    expect(digestOf(other)).not.toBe(digestOf(long))
  })

  test('the parts count in their order', () => {
    const [one, ...others] = Array.from({ length: 30 }, (_, place) =>
      claims.map((segment) => segment.replaceAll('SAMPLE*ALMA', `SAMPLE*A${place}`)),
    )
    const sent = (all: readonly (readonly string[])[]) => fileOf(recounted([...head, ...all.flat(), ...tail]))
    const inOrder = sent([one ?? [], ...others])
    expect(digestOf(sent([...others, one ?? []]))).not.toBe(digestOf(inOrder))
    expect(digestOf(inOrder)).toBe(digestOf(inOrder.replaceAll('~', '~\r\n')))
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
    expect(names.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(own()[name]))).toEqual(changed)
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

/** Keys are kept, so their text is promised: another one would not find what was kept before. */
describe('the text of a key', () => {
  const readable = (key: string | null) => key?.replaceAll('\u001f', '|')
  function worked() {
    const [remittance] = readRemittances(plain).transactions
    const [claim] = remittance?.claims ?? []
    const [interchange] = readInterchanges(plain).interchanges
    if (!remittance || !claim || !interchange) throw new Error('the worked remittance is there')
    return { remittance, claim, interchange }
  }

  test.each([
    [{}, 'EXPAYER|EXCLINIC|000000201'],
    [{ sender: null }, '|EXCLINIC|000000201'],
    [{ receiver: null }, 'EXPAYER||000000201'],
    [{ controlNumber: null }, undefined],
  ])('of an interchange with %j', (other, expected) => {
    expect(readable(interchangeKey({ ...worked().interchange, ...other }))).toBe(expected)
  })

  test.each([
    [{}, '1512345678|EFT20261120001|2026-11-20|17255'],
    [{ paidOn: null }, '1512345678|EFT20261120001||17255'],
    [{ paymentCents: null }, undefined],
  ])('of a payment with %j', (other, expected) => {
    const { remittance } = worked()
    const identity = { ...remittance.identity, ...other }
    expect(readable(paymentKey({ ...remittance, identity }))).toBe(expected)
  })

  const all =
    '97110 GP 10000 6400 2 2026-11-10|97140 GP 6000 4000 1 2026-11-10|97530 GP 9000 5600 2 2026-11-10'

  test.each([
    [{}, `202611200000001|1|25000|16000|4000|${all}|2026-11-20`],
    [{ patientCents: null }, `202611200000001|1|25000|16000||${all}|2026-11-20`],
    [{ payerClaimNumber: null }, `no number, PCN0000000000000001|1|25000|16000|4000|${all}|2026-11-20`],
    [{ lines: [] }, '202611200000001|1|25000|16000|4000|2026-11-20'],
  ])('of a claim with %j', (other, expected) => {
    const { claim, remittance } = worked()
    expect(readable(claimKey({ ...claim, ...other }, remittance))).toBe(expected)
  })

  test('of a claim has each line with its modifiers, and no day where none is known', () => {
    const { claim, remittance } = worked()
    const lines = claim.lines
      .slice(0, 1)
      .map((line) => ({ ...line, modifiers: ['GP', 'KX'], serviceDate: null }))
    expect(readable(claimKey({ ...claim, lines }, remittance))).toBe(
      '202611200000001|1|25000|16000|4000|97110 GP KX 10000 6400 2 |2026-11-20',
    )
  })

  test.each([
    [
      'the payment',
      { paidOn: serviceDate('2026-11-20'), producedOn: serviceDate('2026-11-21') },
      '2026-11-20',
    ],
    [
      'the file, where no other is known',
      { paidOn: null, producedOn: serviceDate('2026-11-21') },
      '2026-11-21',
    ],
    ['nothing', { paidOn: null, producedOn: null }, ''],
  ])('of a claim has the day of %s', (_, days, expected) => {
    expect(
      readable(claimKey({ ...worked().claim, lines: [] }, days))
        ?.split('|')
        .at(-1),
    ).toBe(expected)
  })
})
