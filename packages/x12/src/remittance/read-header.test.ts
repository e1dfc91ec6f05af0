/** What stands before the first claim, as far as it is there (x12.md 2.1). */
import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import { brief, fileHolding } from './sample-remittance.ts'

const bpr = 'BPR*H*0*C*NON************20261120'
const trn = 'TRN*1*T1*1512345678'

function header(...segments: readonly string[]) {
  const { transactions, findings } = readRemittances(fileHolding(...segments))
  return { read: transactions[0], said: brief(findings) }
}

describe('without a segment nothing is made up', () => {
  test('of the payment', () => {
    const { read, said } = header(trn)
    expect(read).toMatchObject({ handling: '', method: '', paymentCents: null, paidOn: null })
    expect(said).toEqual(['error payment/missing 3 null'])
  })

  test('of the trace', () => {
    const { read, said } = header(bpr)
    expect(read).toMatchObject({ traceNumber: '', originatorId: '' })
    expect(said).toEqual(['error payment/no-trace 3 null'])
  })

  test('of payer and payee', () => {
    const { read, said } = header(bpr, 'TRN*1*T1', 'DTM*405*20261120')
    expect(read).toMatchObject({
      originatorId: '',
      payer: { name: '', id: null },
      payerId: null,
      payee: { name: '', npi: null, taxId: null },
      payeeId: null,
    })
    expect(said).toEqual([])
  })

  test('of the days', () => {
    expect(header('BPR*H*0*C*NON', trn).read).toMatchObject({ paidOn: null, producedOn: null })
  })
})

test('without an element nothing is made up', () => {
  const { read, said } = header('BPR**5*C', 'TRN*1**1512345678', 'N1*PR', 'N1*PE')
  expect(read).toMatchObject({
    ...{ handling: '', method: '', paymentCents: 500, traceNumber: '', originatorId: '1512345678' },
    payer: { name: '', id: null },
    payerId: '1512345678',
    payee: { name: '', npi: null, taxId: null },
    payeeId: null,
  })
  expect(said).toEqual(['error payment/no-trace 5 null', 'error remittance/out-of-balance 3 null'])
})

describe('of a payment', () => {
  test.each([
    ['that is negative', 'BPR*I*-5*C*ACH', ['error payment/negative 4 2']],
    ['that is a debit', 'BPR*I*0*D*ACH', ['error payment/debit 4 3', 'warn payment/handling 4 null']],
    ['that is no amount H and NON say nothing', 'BPR*H*x*C*NON', ['error amount/not-to-the-cent 4 2']],
    ['that is missing they don’t either', 'BPR*H**C*NON', ['error amount/missing 4 2']],
    ['a day that is none', 'BPR*H*0*C*NON************20260230', ['warn date/no-day 4 16']],
  ])('%s', (_, payment, expected) => {
    const said = header(payment, trn).said.filter((one) => !one.includes('out-of-balance'))
    expect(said).toEqual(expected)
  })

  test('said twice the first is read, and the second refused where it stands', () => {
    const { read, said } = header(bpr, trn, 'BPR*I*5*C*ACH')
    expect(read).toMatchObject({ handling: 'H', paymentCents: 0, verdict: 'quarantine' })
    expect(said).toEqual(['error payment/twice 6 null'])
  })
})

describe('the payer', () => {
  const payerOf = (...segments: readonly string[]) => {
    const { read } = header(bpr, ...segments)
    return [read?.payer.name, read?.payer.id, read?.payerId]
  }

  test.each([
    ['has the id of its N1', [trn, 'N1*PR*PLAN*XV*12345', 'REF*2U*54321'], ['PLAN', '12345', '12345']],
    ['else the first of its REF*2U', [trn, 'N1*PR*PLAN', 'REF*EO*1', 'REF*2U*2'], ['PLAN', '2', '2']],
    ['else the originator’s', [trn, 'N1*PR*PLAN'], ['PLAN', null, '1512345678']],
    ['else none', ['TRN*1*T1', 'N1*PR*PLAN'], ['PLAN', null, null]],
    ['with no reference of another segment', [trn, 'N1*PR*PLAN', 'N3*2U*X'], ['PLAN', null, '1512345678']],
    ['with none of the payee’s', [trn, 'N1*PR*P', 'N1*PE*Q', 'REF*2U*9'], ['P', null, '1512345678']],
    ['with none that comes before it', [trn, 'REF*2U*9', 'N1*PR*P'], ['P', null, '1512345678']],
    ['is told by N1, not by the currency it pays in', ['CUR*PR*USD', trn, 'N1*PR*P*XV*1'], ['P', '1', '1']],
    ['stands before the payee or behind', [trn, 'N1*PE*Q*XX*2', 'N1*PR*P*XV*1'], ['P', '1', '1']],
  ])('%s', (_, segments, expected) => {
    expect(payerOf(...segments)).toEqual(expected)
  })
})

describe('the payee', () => {
  const payeeOf = (...segments: readonly string[]) => {
    const { read } = header(bpr, trn, 'N1*PR*PLAN*XV*12345', ...segments)
    return [read?.payee.name, read?.payee.npi, read?.payee.taxId, read?.payeeId]
  }

  test.each([
    ['is told by its NPI', ['N1*PE*CLINIC*XX*1234567893'], ['CLINIC', '1234567893', null, '1234567893']],
    ['has a tax id beside', ['N1*PE*C*XX*1234567893', 'REF*TJ*93'], ['C', '1234567893', '93', '1234567893']],
    ['else is told by its tax id', ['N1*PE*C*FI*93'], ['C', null, '93', '93']],
    ['even where N1 has another id', ['N1*PE*C*XV*P9', 'REF*TJ*93'], ['C', null, '93', '93']],
    ['of two tax ids the REF counts', ['N1*PE*C*FI*94', 'REF*TJ*93'], ['C', null, '93', '93']],
    ['else by whatever N1 has', ['N1*PE*C*XV*P9', 'REF*PQ*1'], ['C', null, null, 'P9']],
    ['else by nothing', ['N1*PE*C'], ['C', null, null, null]],
  ])('%s', (_, segments, expected) => {
    expect(payeeOf(...segments)).toEqual(expected)
  })
})

test.each([
  ['DTM*405', ['DTM*405*20261120'], '2026-11-20'],
  ['no other DTM', ['DTM*009*20261101', 'DTM*405*20261120'], '2026-11-20'],
  ['no other segment', ['REF*405*20261101', 'DTM*405*20261120'], '2026-11-20'],
  ['nothing else', ['DTM*009*20261101'], null],
])('the day it was made is that of %s', (_, segments, expected) => {
  expect(header(bpr, trn, ...segments).read?.producedOn).toBe(expected)
})
