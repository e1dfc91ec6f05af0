/** What is charged, what other payers paid of it, to the cent; and what is not said where an amount is missing. */
import { describe, expect, test } from 'vitest'
import { claimTotalRules } from './claim-total-rules.ts'
import { coordinationBalanceRules } from './coordination-balance-rules.ts'
import {
  after,
  clm,
  first,
  foundIn,
  type Row,
  second,
  ofSecond as secondOf,
  third,
} from './sample-findings.ts'

const rules = [...claimTotalRules, ...coordinationBalanceRules]
const charge = (to: string): Row[2][number] => [clm, clm.replace('*250*', `*${to}*`)]
const ofFirst = (to: string): Row[2][number] => [first, first.replace('*100*', `*${to}*`)]
const ofSecond = (to: string): Row[2][number] => [second, second.replace('*60*', `*${to}*`)]
const ofThird = (to: string): Row[2][number] => [third, third.replace('*90*', `*${to}*`)]
const paid = 'AMT*D*160'
const decided = 'SVD*02302*64*HC:97110:GP:KX**2'
const lastDecided = 'SVD*02302*56*HC:97530:GP:KX**2'
const patientOwes = 'CAS*PR*2*16'
const medicarePays = 'NM1*PR*2*MEDICARE PART B*****PI*02302'
const noLines: Row[2] = [1, 2, 3].flatMap((line): Row[2] => [
  [`LX*${line}`],
  ['DTP*472*D8*20261110'],
  [`REF*6R*L0000000${line}`],
  [[first, second, third][line - 1] ?? ''],
])
/** Medicare says nothing of the third line. */
const undecided: Row[2] = [[lastDecided], ['CAS*PR*2*14'], ...secondOf('CAS*CO*45*20')]
/** Nobody is said to have decided. */
const byNobody: Row[2] = ['64*HC:97110:GP:KX**2', '40*HC:97140:GP:CQ:KX**1', '56*HC:97530:GP:KX**2'].map(
  (rest) => [`SVD*02302*${rest}`, `SVD**${rest}`],
)

const rows: readonly Row[] = [
  // CLM02 and SV102.
  [
    'a cent more',
    'medicare',
    [charge('250.01')],
    ['reject claim/total CLM-2 at 21: CLM02 is 25001 cents, the lines come to 25000'],
  ],
  [
    'a cent less',
    'medicare',
    [charge('249.99')],
    ['reject claim/total CLM-2 at 21: CLM02 is 24999 cents, the lines come to 25000'],
  ],
  ['no charge of the claim', 'medicare', [charge('')], []],
  ['no charge of a line', 'medicare', [ofSecond('')], []],
  ['a charge of nothing, in all', 'medicare', [charge('0'), ofFirst('0'), ofSecond('0'), ofThird('0')], []],
  [
    'a charge of nothing of the claim',
    'medicare',
    [charge('0')],
    ['reject claim/total CLM-2 at 21: CLM02 is 0 cents, the lines come to 25000'],
  ],
  [
    'a charge of nothing of a line',
    'medicare',
    [ofFirst('0')],
    ['reject claim/total CLM-2 at 21: CLM02 is 25000 cents, the lines come to 15000'],
  ],
  [
    'a claim below zero',
    'medicare',
    [charge('-250')],
    ['reject claim/negative-charge CLM-2 at 21: the claim charges -25000 cents'],
  ],
  [
    'a cent below zero',
    'medicare',
    [charge('-0.01')],
    ['reject claim/negative-charge CLM-2 at 21: the claim charges -1 cents'],
  ],
  [
    'a line below zero that adds up',
    'medicare',
    [charge('50'), ofFirst('-100')],
    ['reject claim/negative-charge SV1-2 at 30: line 1 charges -10000 cents'],
  ],
  [
    'a line below zero that does not',
    'medicare',
    [ofFirst('-100')],
    ['reject claim/negative-charge SV1-2 at 30: line 1 charges -10000 cents'],
  ],
  [
    'two lines below zero',
    'medicare',
    [ofFirst('-0.01'), ofThird('-90')],
    [
      'reject claim/negative-charge SV1-2 at 30: line 1 charges -1 cents',
      'reject claim/negative-charge SV1-2 at 38: line 3 charges -9000 cents',
    ],
  ],
  [
    'line and claim below zero',
    'medicare',
    [charge('-50'), ofSecond('-200')],
    ['reject claim/negative-charge SV1-2 at 34: line 2 charges -20000 cents'],
  ],
  [
    'all below zero',
    'medicare',
    [charge('-250'), ofFirst('-100'), ofSecond('-60'), ofThird('-90')],
    [
      'reject claim/negative-charge SV1-2 at 30: line 1 charges -10000 cents',
      'reject claim/negative-charge SV1-2 at 34: line 2 charges -6000 cents',
      'reject claim/negative-charge SV1-2 at 38: line 3 charges -9000 cents',
    ],
  ],
  [
    'a claim below zero, a line without charge',
    'medicare',
    [charge('-250'), ofThird('')],
    ['reject claim/negative-charge CLM-2 at 21: the claim charges -25000 cents'],
  ],
  ['ten digits', 'medicare', [charge('99999999.99'), ofFirst('99999849.99')], []],
  [
    'eleven digits',
    'medicare',
    [charge('100000000'), ofFirst('99999850')],
    ['reject claim/amount-too-long CLM-2 at 21: CLM02 has more than ten digits'],
  ],
  ['a charge of no lines', 'medicare', noLines, []],
  // 2320 and 2430.
  [
    'a cent more paid on a line',
    'secondary',
    [[decided, decided.replace('*64*', '*64.01*')]],
    ['reject cob/line-balance SVD-2 at 39: paid and adjusted come to 10001 cents, line 1 charges 10000'],
  ],
  [
    'a cent less adjusted on a line',
    'secondary',
    [[patientOwes, 'CAS*PR*2*15.99']],
    ['reject cob/line-balance SVD-2 at 39: paid and adjusted come to 9999 cents, line 1 charges 10000'],
  ],
  [
    'two lines out',
    'secondary',
    [
      [decided, decided.replace('*64*', '*63*')],
      [lastDecided, lastDecided.replace('*56*', '*57*')],
    ],
    [
      'reject cob/line-balance SVD-2 at 39: paid and adjusted come to 9900 cents, line 1 charges 10000',
      'reject cob/line-balance SVD-2 at 55: paid and adjusted come to 9100 cents, line 3 charges 9000',
    ],
  ],
  ['a line’s charge not given', 'secondary', [ofFirst('')], []],
  ['a payment not given', 'secondary', [[decided, decided.replace('*64*', '**')]], []],
  [
    'a payment not given, and the whole out',
    'secondary',
    [
      [decided, decided.replace('*64*', '**')],
      [paid, 'AMT*D*1'],
    ],
    [],
  ],
  ['an adjustment not given', 'secondary', [[patientOwes, 'CAS*PR*2*X']], []],
  ['an adjustment of the claim not given', 'secondary', [[paid, 'CAS*CO*144*X', paid]], []],
  ['the claim’s charge not given', 'secondary', [charge('')], []],
  ['the whole not given', 'secondary', [[paid]], []],
  [
    'a cent more in the whole',
    'secondary',
    [[paid, 'AMT*D*160.01']],
    ['reject cob/claim-balance AMT-2 at 30: paid and adjusted come to 25001 cents, the claim charges 25000'],
  ],
  [
    'a cent less in the whole',
    'secondary',
    [[paid, 'AMT*D*159.99']],
    ['reject cob/claim-balance AMT-2 at 30: paid and adjusted come to 24999 cents, the claim charges 25000'],
  ],
  [
    'an adjustment of the claim too much',
    'secondary',
    [[paid, 'CAS*CO*144*10', paid]],
    ['reject cob/claim-balance AMT-2 at 31: paid and adjusted come to 26000 cents, the claim charges 25000'],
  ],
  [
    'the charge out, and the lines in',
    'secondary',
    [charge('251')],
    [
      'reject claim/total CLM-2 at 21: CLM02 is 25100 cents, the lines come to 25000',
      'reject cob/claim-balance AMT-2 at 30: paid and adjusted come to 25000 cents, the claim charges 25100',
    ],
  ],
  [
    'a line out and the whole too',
    'secondary',
    [
      [decided, decided.replace('*64*', '*63*')],
      [paid, 'AMT*D*1'],
    ],
    ['reject cob/line-balance SVD-2 at 39: paid and adjusted come to 9900 cents, line 1 charges 10000'],
  ],
  [
    'a line that is not decided',
    'secondary',
    undecided,
    ['reject cob/claim-balance AMT-2 at 30: paid and adjusted come to 21600 cents, the claim charges 25000'],
  ],
  [
    'a line not decided, and adjusted on the claim',
    'secondary',
    [...undecided, [paid, 'CAS*CO*144*34', paid]],
    ['reject cob/claim-balance AMT-2 at 31: AMT*D is 16000 cents, the lines come to 7000'],
  ],
  [
    'decided by who is no payer of the claim',
    'secondary',
    [[decided, decided.replace('02302', '99999')]],
    [],
  ],
  [
    'decided by nobody of the claim, the whole out',
    'secondary',
    [
      [lastDecided, lastDecided.replace('02302', '99999')],
      [paid, 'AMT*D*1'],
    ],
    [],
  ],
  [
    'no line decided',
    'secondary',
    [
      [medicarePays, 'NM1*PR*2*MEDICARE PART B*****PI*99999'],
      ['AMT*D*160', 'AMT*D*150'],
    ],
    [],
  ],
  [
    'a payer without id',
    'secondary',
    [
      [medicarePays, 'NM1*PR*2*MEDICARE PART B'],
      [paid, 'AMT*D*1'],
    ],
    [],
  ],
  ['no payer named', 'secondary', [[medicarePays], [paid, 'AMT*D*1']], []],
  ['no payer named, nobody that decided', 'secondary', [[medicarePays], ...byNobody], []],
  [
    'no payer named, nobody that decided, the whole out',
    'secondary',
    [[medicarePays], ...byNobody, [paid, 'AMT*D*159']],
    ['reject cob/claim-balance AMT-2 at 30: paid and adjusted come to 24900 cents, the claim charges 25000'],
  ],
  [
    'no payer named, nobody that decided, a line out',
    'secondary',
    [[medicarePays], ...byNobody, ['CAS*PR*2*14', 'CAS*PR*2*15']],
    ['reject cob/line-balance SVD-2 at 54: paid and adjusted come to 9100 cents, line 3 charges 9000'],
  ],
  [
    'a decision and no other payer',
    'medicare',
    [after('REF*6R*L00000001', decided.replace('*64*', '*1*'))],
    [],
  ],
]

describe('of money is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(rules, row)).toEqual(row[3])
  })
})
