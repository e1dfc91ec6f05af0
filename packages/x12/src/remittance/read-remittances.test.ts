/** Which STs of a file are remittances, and which of them were there before. */
import { describe, expect, test } from 'vitest'
import { readRemittances, streamRemittances } from './read-remittances.ts'
import { brief, fileHolding, fileOf, filePaying } from './sample-remittance.ts'

const body = ['BPR*H*0*C*NON************20261120', 'TRN*1*T1*1512345678', 'CLP*P*25*0*0']
const bare = (...segments: readonly string[]) => segments.map((one) => `${one}~`).join('')

describe('a remittance is', () => {
  test.each([
    ['what its ST calls so', fileHolding(...body)],
    ['what its ST calls so, whatever is in it', fileHolding('TRN*1*T1*1512345678', ...body.toSpliced(1, 1))],
    ['the body of an ST that calls it nothing', fileHolding(...body).replace('ST*835*', 'ST**')],
    ['a body without an ST', bare(...body)],
    ['a body that its second segment tells', bare('TRN*1*T1*1512345678', ...body.toSpliced(1, 1))],
    ['a body that begins with its payer', bare('N1*PR*PLAN', 'N1*PE*CLINIC', ...body)],
  ])('%s', (_, text) => {
    const { transactions } = readRemittances(text)
    expect(transactions).toMatchObject([
      { ordinal: 1, traceNumber: 'T1', paymentCents: 0, claims: [{ claimNumber: 'P' }] },
    ])
    const [{ segments } = { segments: null }] = transactions
    const first = text.startsWith('ISA') ? 3 : 1
    const ends = text.split('~').findIndex((one) => one.includes('SE*'))
    expect(segments).toEqual({ first, last: ends < 0 ? text.split('~').length - 1 : ends + 1 })
  })

  test('and a payer may be its first segment', () => {
    const { transactions } = readRemittances(bare('N1*PR*PLAN', 'N1*PE*CLINIC', ...body))
    expect(transactions).toMatchObject([{ payer: { name: 'PLAN' }, payee: { name: 'CLINIC' } }])
  })

  test.each([
    ['an ST that calls itself otherwise', fileHolding(...body).replace('ST*835*', 'ST*837*')],
    ['the body of a claim', bare('BHT*0019*00*1', 'CLM*P*5', 'BPR*I*5')],
    ['a body that nothing tells', bare('N1*PR*PLAN', 'REF*EA*A')],
  ])('not %s', (_, text) => {
    const { transactions, findings } = readRemittances(text)
    expect(transactions).toEqual([])
    expect(brief(findings)).toContain('error file/no-remittance 0 null')
  })

  test('of several STs those that are', () => {
    const other = fileHolding(...body).replace('ST*835*', 'ST*837*')
    const { transactions } = readRemittances(`${other}\n${fileHolding(...body)}`)
    expect(transactions.map(({ ordinal, segments }) => [ordinal, segments.first])).toEqual([[1, 12]])
  })
})

test('an ST without a number has none, and none is made up', () => {
  const { transactions } = readRemittances(fileOf('ST*835\nLX*1\nSE*3'))
  expect(transactions).toMatchObject([{ controlNumber: '', complete: true }])
})

describe('what was there before', () => {
  const one = filePaying('0', 'CLP*P*25*0*0')
  const other = filePaying('0', 'CLP*Q*25*0*0')
  const cut = (text: string) => text.replace(/SE\*5\*0001~\s/, '')
  const standing = (text: string, sha256?: (text: string) => string) =>
    readRemittances(text, sha256 ? { sha256 } : {}).transactions.map(({ duplicateOf }) => duplicateOf)

  test.each([
    ['each copy names the first', [one, one, one], [null, 1, 1]],
    ['and not another', [one, other, one, other], [null, null, 1, 2]],
    ['one that was cut is no copy', [one, cut(one)], [null, null]],
    ['nor the first', [cut(one), one, one], [null, null, 2]],
    ['nor one of two that were cut alike', [cut(one), cut(one)], [null, null]],
  ])('%s', (_, texts, expected) => {
    expect(standing(texts.join('\n'))).toEqual(expected)
    expect(standing(texts.join('\n'), (text) => text)).toEqual(expected)
  })

  test('is not asked of a stream without digests: nothing is taken for a copy', async () => {
    const { transactions } = await streamRemittances([new TextEncoder().encode(`${one}\n${one}`)], {
      onClaim: () => undefined,
      pause: async () => undefined,
    })
    expect(transactions).toMatchObject([
      { verdict: 'notification-only', duplicateOf: null, digest: null },
      { verdict: 'notification-only', duplicateOf: null, digest: null },
    ])
  })

  test('digests tell two STs apart that were cut, and each from its whole', () => {
    const { transactions } = readRemittances([one, other, cut(one), cut(other)].join('\n'), {
      sha256: (text) => `<${text}>`,
    })
    expect(new Set(transactions.map(({ digest }) => digest)).size).toBe(4)
  })
})

test.each([
  ['whose line breaks posts in part, though its claim need not add up', 'SVC*HC:97110*5*0', 'post-in-part'],
  ['whose line adds up is a notification', 'SVC*HC:97110*0*0', 'notification-only'],
])('a predetermination %s', (_, svc, expected) => {
  const [only] = readRemittances(filePaying('0', 'CLP*P*25*0*0', svc)).transactions
  expect(only?.proof.claimsOutOfBalance).toEqual([])
  expect(only?.verdict).toBe(expected)
})
