/** The envelope: its codes, guides and control numbers. */
import { describe, expect, test } from 'vitest'
import { envelopeRules } from './envelope-rules.ts'
import { foundIn, type Row } from './sample-findings.ts'
import { facts } from './sample-worked-claims.ts'

const isa =
  'ISA*00*          *00*          *ZZ*CLINICSUB      *ZZ*CLEARHOUSE     *261121*0930*^*00501*000000101*0*T*:'
const gs = 'GS*HC*CLINICSUB*CLEARHOUSE*20261121*0930*101*X*005010X222A1'
const st = 'ST*837*0001*005010X222A1'
const bht = 'BHT*0019*00*B0000101*20261121*0930*CH'
const ofIsa = (was: string, becomes: string): Row[2] => [[isa, isa.replace(was, becomes)]]
const ofGs = (was: string, becomes: string): Row[2] => [[gs, gs.replace(was, becomes)]]
/** Both ends of a transaction, with the number `own`. */
const ofSet = (own: string): Row[2] => [
  [st, `ST*837*${own}*005010X222A1`],
  ['SE*39*0001', `SE*39*${own}`],
]
const used = (kind: 'interchanges' | 'groups' | 'batches', number: string) => ({
  ...facts,
  seenControlNumbers: { [kind]: new Set([number]) },
})

const rows: readonly Row[] = [
  // Guides.
  [
    'GS08 without its addenda',
    'medicare',
    ofGs('A1', ''),
    ['reject envelope/guide-of-group GS-8 at 2: GS08 is not 005010X222A1'],
  ],
  [
    'ST03 without its addenda',
    'medicare',
    [[st, st.replace('A1', '')]],
    ['reject envelope/guide-of-set ST-3 at 3: ST03 is not 005010X222A1'],
  ],
  [
    'both without their addenda',
    'medicare',
    [...ofGs('A1', ''), [st, st.replace('A1', '')]],
    ['reject envelope/guide-of-group GS-8 at 2: GS08 is not 005010X222A1'],
  ],
  [
    'GS08 and ST03 each its own',
    'medicare',
    [...ofGs('A1', ''), [st, st.replace('A1', 'A2')]],
    [
      'reject envelope/guide-of-group GS-8 at 2: GS08 is not 005010X222A1',
      'reject envelope/guide-of-set ST-3 at 3: ST03 is not 005010X222A1',
    ],
  ],
  [
    'no ST03',
    'medicare',
    [[st, 'ST*837*0001']],
    ['reject envelope/guide-of-set ST-3 at 3: ST03 is not 005010X222A1'],
  ],
  ['no GS', 'medicare', [[gs], ['GE*1*101']], []],
  [
    'no GS, another ST03',
    'medicare',
    [[gs], ['GE*1*101'], [st, st.replace('A1', '')]],
    ['reject envelope/guide-of-set ST-3 at 2: ST03 is not 005010X222A1'],
  ],
  // Codes.
  [
    'ISA01 of 03',
    'medicare',
    ofIsa('ISA*00', 'ISA*03'),
    ['reject envelope/interchange-codes ISA-1 at 1: it is none of: 00'],
  ],
  [
    'ISA03 of 01',
    'medicare',
    ofIsa('          *00*', '          *01*'),
    ['reject envelope/interchange-codes ISA-3 at 1: it is none of: 00'],
  ],
  [
    'ISA12 of 00401',
    'medicare',
    ofIsa('*00501*', '*00401*'),
    ['reject envelope/interchange-codes ISA-12 at 1: it is none of: 00501'],
  ],
  ['ISA14 of 1, ISA15 of P', 'medicare', ofIsa('*0*T*', '*1*P*'), []],
  [
    'ISA14 of 2, ISA15 of X',
    'medicare',
    ofIsa('*0*T*', '*2*X*'),
    [
      'reject envelope/interchange-codes ISA-14 at 1: it is none of: 0 1',
      'reject envelope/interchange-codes ISA-15 at 1: it is none of: P T',
    ],
  ],
  [
    'spaces in ISA14 and ISA15',
    'medicare',
    ofIsa('*0*T*', '* * *'),
    [
      'reject envelope/interchange-codes ISA-14 at 1: it is none of: 0 1',
      'reject envelope/interchange-codes ISA-15 at 1: it is none of: P T',
    ],
  ],
  ['a space behind a code of ISA', 'medicare', ofIsa('*0*T*', '*0 *T*'), []],
  [
    'GS01 of HP',
    'medicare',
    ofGs('GS*HC', 'GS*HP'),
    ['reject envelope/interchange-codes GS-1 at 2: GS01 is not HC'],
  ],
  [
    'GS07 of T',
    'medicare',
    ofGs('*X*', '*T*'),
    ['reject envelope/interchange-codes GS-7 at 2: GS07 is not X'],
  ],
  [
    'neither GS01 nor GS07',
    'medicare',
    [[gs, 'GS**CLINICSUB*CLEARHOUSE*20261121*0930*101**005010X222A1']],
    [
      'reject envelope/interchange-codes GS-1 at 2: GS01 is not HC',
      'reject envelope/interchange-codes GS-7 at 2: GS07 is not X',
    ],
  ],
  // The form of control numbers.
  [
    'ISA13 with a letter',
    'medicare',
    ofIsa('000000101', 'A00000101'),
    ['reject envelope/control-number-form ISA-13 at 1: it does not have nine digits'],
  ],
  [
    'ISA13 with a letter at its end',
    'medicare',
    ofIsa('000000101', '00000010A'),
    ['reject envelope/control-number-form ISA-13 at 1: it does not have nine digits'],
  ],
  [
    'ISA13 of ten digits',
    'medicare',
    ofIsa('000000101', '0000000101'),
    ['reject envelope/control-number-form ISA-13 at 1: it does not have nine digits'],
  ],
  [
    'ISA13 of ten signs, the first a letter',
    'medicare',
    ofIsa('000000101', 'A000000101'),
    ['reject envelope/control-number-form ISA-13 at 1: it does not have nine digits'],
  ],
  [
    'ISA13 of ten signs, the last a letter',
    'medicare',
    ofIsa('000000101', '000000101A'),
    ['reject envelope/control-number-form ISA-13 at 1: it does not have nine digits'],
  ],
  ['GS06 of nine digits', 'medicare', ofGs('*101*', '*999999999*'), []],
  [
    'GS06 of ten digits',
    'medicare',
    ofGs('*101*', '*1000000000*'),
    [
      'reject envelope/control-number-form GS-6 at 2: it does not have one to nine digits without leading zeros',
    ],
  ],
  ['GS06 of 1', 'medicare', ofGs('*101*', '*1*'), []],
  [
    'GS06 of 0',
    'medicare',
    ofGs('*101*', '*0*'),
    [
      'reject envelope/control-number-form GS-6 at 2: it does not have one to nine digits without leading zeros',
    ],
  ],
  [
    'GS06 with a zero before it',
    'medicare',
    ofGs('*101*', '*0101*'),
    [
      'reject envelope/control-number-form GS-6 at 2: it does not have one to nine digits without leading zeros',
    ],
  ],
  [
    'GS06 with a letter behind it',
    'medicare',
    ofGs('*101*', '*101A*'),
    [
      'reject envelope/control-number-form GS-6 at 2: it does not have one to nine digits without leading zeros',
    ],
  ],
  [
    'GS06 with a letter before it',
    'medicare',
    ofGs('*101*', '*A101*'),
    [
      'reject envelope/control-number-form GS-6 at 2: it does not have one to nine digits without leading zeros',
    ],
  ],
  ['GS06 with a space behind it', 'medicare', ofGs('*101*', '*101 *'), []],
  [
    'no GS06',
    'medicare',
    ofGs('*101*', '**'),
    [
      'reject envelope/control-number-form GS-6 at 2: it does not have one to nine digits without leading zeros',
    ],
  ],
  ['ST02 of nine characters', 'medicare', ofSet('A1b2C3d4E'), []],
  [
    'ST02 of ten characters',
    'medicare',
    ofSet('A1b2C3d4E5'),
    ['reject envelope/control-number-form ST-2 at 3: it does not have four to nine characters'],
  ],
  [
    'ST02 of three characters',
    'medicare',
    ofSet('001'),
    ['reject envelope/control-number-form ST-2 at 3: it does not have four to nine characters'],
  ],
  [
    'ST02 with a hyphen before it',
    'medicare',
    ofSet('-0001'),
    ['reject envelope/control-number-form ST-2 at 3: it does not have four to nine characters'],
  ],
  [
    'ST02 with a hyphen behind it',
    'medicare',
    ofSet('0001-'),
    ['reject envelope/control-number-form ST-2 at 3: it does not have four to nine characters'],
  ],
  [
    'all of another form',
    'medicare',
    [...ofIsa('000000101', 'A00000101'), ...ofGs('*101*', '*0*'), ...ofSet('1')],
    [
      'reject envelope/control-number-form ISA-13 at 1: it does not have nine digits',
      'reject envelope/control-number-form GS-6 at 2: it does not have one to nine digits without leading zeros',
      'reject envelope/control-number-form ST-2 at 3: it does not have four to nine characters',
    ],
  ],
  // Used before.
  [
    'ISA13',
    'medicare',
    [],
    ['reject envelope/control-number-used ISA-13 at 1: ISA13 was used before'],
    used('interchanges', '000000101'),
  ],
  ['another ISA13', 'medicare', [], [], used('interchanges', '000000102')],
  [
    'GS06',
    'medicare',
    [],
    ['reject envelope/control-number-used GS-6 at 2: GS06 was used before'],
    used('groups', '101'),
  ],
  ['another GS06', 'medicare', [], [], used('groups', '0101')],
  [
    'BHT03',
    'medicare',
    [],
    ['reject envelope/control-number-used BHT-3 at 4: BHT03 was used before'],
    used('batches', 'B0000101'),
  ],
  [
    'BHT03 with a space',
    'medicare',
    [[bht, bht.replace('B0000101', 'B0000101 ')]],
    ['reject envelope/control-number-used BHT-3 at 4: BHT03 was used before'],
    used('batches', 'B0000101'),
  ],
  ['a batch that has the group’s number', 'medicare', [], [], used('batches', '101')],
  ['no BHT', 'medicare', [[bht]], [], used('batches', 'B0000101')],
]

describe('of the envelope is found', () => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    expect(foundIn(envelopeRules, row)).toEqual(row[3])
  })
})
