/** SVC: what it leaves out, what is refused, and what may stand beside what is looked for (x12.md 2.3). */
import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import { brief, filePaying } from './sample-remittance.ts'

/** Of a predetermination, whose claim need not add up. */
function read(...segments: readonly string[]) {
  const { transactions, findings } = readRemittances(filePaying('0', 'CLP*P*25*0*0', ...segments))
  const [only] = transactions
  return { lines: only?.claims[0]?.lines ?? [], verdict: only?.verdict, said: brief(findings) }
}

const svc = 'SVC*HC:97110*0*0'
const lineOf = (...segments: readonly string[]) => read(...segments).lines[0]

test('what a line leaves out is null', () => {
  expect(lineOf(svc)).toEqual({
    ...{ position: 1, procedureCode: '97110', modifiers: [], submittedProcedure: null },
    ...{ chargeCents: 0, paidCents: 0, unitsPaid: 1, unitsSubmitted: null, serviceDate: null },
    ...{ adjustments: [], remarks: [], lineControlNumber: null, references: [], allowedCents: 0 },
    ...{ denied: false, segment: 7 },
  })
})

describe('a procedure', () => {
  test.each([
    ['that is missing', 'SVC**0*0', '', ['warn line/no-procedure 7 1']],
    ['without its code', 'SVC*HC*0*0', '', ['warn line/no-procedure 7 1']],
    ['behind a foreign separator', 'SVC*HC>97110*0*0', '97110', ['warn segment/component-separator 7 1']],
    ['as it should be', svc, '97110', []],
  ])('%s', (_, segment, procedureCode, expected) => {
    const { lines, said, verdict } = read(segment)
    expect(lines).toMatchObject([{ procedureCode, modifiers: [], submittedProcedure: null }])
    expect(said).toEqual(expected)
    expect(verdict).toBe('notification-only')
  })
})

describe('a line is refused, and counted, of which', () => {
  test.each([
    ['the charge is missing', 'SVC*HC:97110**0', ['error amount/missing 7 2']],
    ['the charge is no amount', 'SVC*HC:97110*1,00*0', ['error amount/not-to-the-cent 7 2']],
    ['the payment is missing', 'SVC*HC:97110*0', ['error amount/missing 7 3']],
    ['the units are no number', 'SVC*HC:97110*0*0**x', ['error quantity/no-number 7 5']],
  ])('%s', (_, segment, expected) => {
    const { lines, said, verdict } = read(segment, 'REF*6R*L1', 'SVC*HC:97140*0*0', 'REF*6R*L2')
    expect(lines).toMatchObject([{ position: 2, procedureCode: '97140', lineControlNumber: 'L2' }])
    expect(said).toEqual(expected)
    expect(verdict).toBe('quarantine')
  })

  test('units sent that are no number take the ST with them, not the line', () => {
    const { lines, said, verdict } = read('SVC*HC:97110*0*0**1**x')
    expect(lines).toMatchObject([{ unitsPaid: 1, unitsSubmitted: null }])
    expect(said).toEqual(['error quantity/no-number 7 7'])
    expect(verdict).toBe('quarantine')
  })

  test('the end was cut: what stands there may be half an amount', () => {
    const text = filePaying('0', 'CLP*P*25*0*0', svc, 'SVC*HC:97140*100*64')
    const { transactions } = readRemittances(text.slice(0, text.indexOf('64~') + 1))
    expect(transactions[0]?.claims[0]?.lines.map(({ procedureCode }) => procedureCode)).toEqual(['97110'])
    expect(transactions[0]?.totals.lines).toBe(2)
  })
})

describe('beside what is looked for', () => {
  test.each([
    ['REF*6R is the line’s number', ['REF*G1*A', 'REF*6R*L1'], 'L1'],
    ['the first of two', ['REF*6R*L1', 'REF*6R*L2'], 'L1'],
    ['without a value it is none', ['REF*6R'], null],
    ['no other is', ['REF*G1*A'], null],
  ])('stand other references: %s', (_, segments, expected) => {
    expect(lineOf(svc, ...segments)?.lineControlNumber).toBe(expected)
  })

  test('a reference may lack its qualifier or its value', () => {
    expect(lineOf(svc, 'REF**A', 'REF*G1')?.references).toEqual([
      { qualifier: '', value: 'A' },
      { qualifier: 'G1', value: '' },
    ])
  })

  test.each([
    ['472 is the day', ['DTM*036*20261101', 'DTM*472*20261110'], '2026-11-10'],
    ['of a span it is the first', ['DTM*151*20261112', 'DTM*150*20261110'], '2026-11-10'],
    ['of two the first', ['DTM*472*20261110', 'DTM*472*20261111'], '2026-11-10'],
    ['no other is', ['DTM*151*20261112'], null],
  ])('stand other days: %s', (_, segments, expected) => {
    expect(lineOf(svc, ...segments)?.serviceDate).toBe(expected)
  })

  test('stand other amounts: of B6 the first counts', () => {
    expect(lineOf(svc, 'AMT*T*1', 'AMT*B6*2', 'AMT*B6*3')?.allowedCents).toBe(200)
  })

  test('a remark may lack its code', () => {
    expect(lineOf(svc, 'LQ*HE', 'LQ*HE*N362')?.remarks).toEqual(['N362'])
  })
})
