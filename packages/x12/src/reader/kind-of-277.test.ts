/** Which of the guides a 277 follows: its number tells, else its BHT; a patient level makes a status a 277CA. */
import { describe, expect, test } from 'vitest'
import { envelopesOf, type Transaction } from './envelope.ts'
import { collectFindings } from './finding.ts'
import { kindOf277 } from './kind-of-277.ts'
import { segmentsIn } from './read-segments.ts'
import type { Segment } from './segment.ts'

function transactionOf(version: string, ...body: string[]): Transaction {
  const { report } = collectFindings()
  const text = `${['ST*277*1', ...body, `SE*${body.length + 2}*1`].join('~')}~`
  const file = `GS*HN*S*R*20261120*0815*1*X*${version}~${text}GE*1*1~`
  for (const part of envelopesOf(segmentsIn(file, report), report).parts)
    if (part.kind === 'transaction') return part
  throw new Error('the sample holds no ST')
}
const bht = (purpose: string, structure = '0085') => `BHT*${structure}*08*1*20261121*1200*${purpose}`

test.each([
  ['005010X212', 'status'],
  ['004010X093A1', 'status'],
  ['005010X214', '277CA'],
  ['005010X167', '277CA'],
  ['005010X213', '277 request'],
  ['004010X150', '277 request'],
  ['005010X228', '277 pending'],
  ['006020X364', '277 pending'],
  ['003070X070', '277 unsolicited'],
  ['005010X999', '277 unknown'],
  ['005010', '277 unknown'],
  ['', '277 unknown'],
])('%j alone says %s', (version, kind) => {
  expect(kindOf277(transactionOf(version))).toBe(kind)
})

test.each([
  ['DG', '0085', 'status'],
  ['TH', '0085', '277CA'],
  ['RQ', '0085', '277 request'],
  ['NO', '0085', '277 pending'],
  ['', '0010', 'status'],
  ['XX', '0010', 'status'],
  ['XX', '0085', '277 unknown'],
  ['', '0085', '277 unknown'],
])('without a version BHT06 %j in %s says %s', (purpose, structure, kind) => {
  expect(kindOf277(transactionOf('', bht(purpose, structure)))).toBe(kind)
})

describe('an acknowledgment under the number of a status', () => {
  test.each([
    ['BHT06 TH', '005010X212', [bht('TH')], '277CA'],
    ['a patient level', '005010X212', [bht('DG'), 'HL*1**20*1', 'HL*2*1*PT*0'], '277CA'],
    ['a patient level without a version', '', ['HL*1**20*1', 'HL*2*1*PT*0'], '277CA'],
    ['another level', '005010X212', [bht('DG'), 'HL*1**20*1', 'HL*2*1*22*0'], 'status'],
    ['PT in what is no HL', '005010X212', [bht('DG'), 'REF*A*B*PT'], 'status'],
    ['BHT06 DG', '005010X214', [bht('DG', '0010')], '277CA'],
    ['a request stays one', '005010X213', [bht('TH'), 'HL*2*1*PT*0'], '277 request'],
    ['what is pending stays so', '005010X228', [bht('DG')], '277 pending'],
  ])('%s', (_, version, body, kind) => {
    expect(kindOf277(transactionOf(version, ...body))).toBe(kind)
  })

  test('a segment that is not whole says nothing', () => {
    const cut = (transaction: Transaction, tag: string): Transaction => {
      const segments = transaction.segments.map(
        (one): Segment => (one.tag === tag ? { ...one, whole: false } : one),
      )
      return { ...transaction, segments }
    }
    expect(kindOf277(cut(transactionOf('', bht('TH')), 'BHT'))).toBe('277 unknown')
    expect(kindOf277(cut(transactionOf('', 'HL*2*1*PT*0'), 'HL'))).toBe('277 unknown')
  })
})
