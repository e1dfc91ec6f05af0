/** Files of two transactions, groups or interchanges: each is judged once, and its numbers are unique in it. */
import { describe, expect, test } from 'vitest'
import { envelopeRules } from './envelope-rules.ts'
import type { CheckFacts } from './facts.ts'
import { foundOf } from './sample-findings.ts'
import { facts, workedClaim } from './sample-worked-claims.ts'

/** A file of two ST, or of two GS of one each, or of two ISA. */
const text = workedClaim('medicare')
const set = text.slice(text.indexOf('ST*'), text.indexOf('GE*'))
const group = text.slice(text.indexOf('GS*'), text.indexOf('IEA*'))
const nextSet = set.replaceAll('*0001', '*0002').replace('B0000101', 'B0000102').replace('PCN0', 'PCN1')
const nextGroup = group.replace(set, nextSet).replaceAll(/\*101(?=\*X|~)/g, '*102')
const twoSets = text.replace(set, set + nextSet).replace('GE*1*', 'GE*2*')
const twoGroups = text.replace(group, group + nextGroup).replace('IEA*1*', 'IEA*2*')
const again = text
  .replaceAll('000000101', '000000102')
  .replace('B0000101', 'B0000102')
  .replace('PCN0', 'PCN1')
const everyNumber: CheckFacts = {
  ...facts,
  seenControlNumbers: {
    interchanges: new Set(['000000101']),
    groups: new Set(['101', '102']),
    batches: new Set(['B0000101', 'B0000102']),
  },
}

const files: readonly (readonly [name: string, file: string, found: readonly string[], told?: CheckFacts])[] =
  [
    ['two ST', twoSets, []],
    ['two GS', twoGroups, []],
    ['two ISA', `${text}\n${again}`, []],
    [
      'two ST of one number',
      twoSets.replaceAll('*0002', '*0001'),
      ['reject envelope/control-number-twice ST-2 at 42: ST02 stands twice'],
    ],
    [
      'two ST without numbers',
      twoSets.replaceAll('ST*837*0001', 'ST*837*').replaceAll('ST*837*0002', 'ST*837*'),
      [
        'reject envelope/control-number-form ST-2 at 3: it does not have four to nine characters',
        'reject envelope/control-number-form ST-2 at 42: it does not have four to nine characters',
      ],
    ],
    ['two ST of one number, each in its GS', twoGroups.replaceAll('*0002', '*0001'), []],
    [
      'two GS of one number',
      twoGroups.replaceAll(/\*102(?=\*X|~)/g, '*101'),
      ['reject envelope/control-number-twice GS-6 at 43: GS06 stands twice'],
    ],
    [
      'two GS of one number, a space behind one',
      twoGroups.replaceAll(/\*102(?=\*X)/g, '*101 '),
      ['reject envelope/control-number-twice GS-6 at 43: GS06 stands twice'],
    ],
    [
      'two GS without numbers',
      twoGroups.replaceAll(/\*10[12](?=\*X)/g, '*'),
      [
        'reject envelope/control-number-form GS-6 at 2: it does not have one to nine digits without leading zeros',
        'reject envelope/control-number-form GS-6 at 43: it does not have one to nine digits without leading zeros',
      ],
    ],
    [
      'two ISA of one number',
      `${text}\n${again.replaceAll('000000102', '000000101')}`,
      ['reject envelope/control-number-twice ISA-13 at 44: ISA13 stands twice'],
    ],
    [
      'two BHT of one number',
      twoSets.replace('B0000102', 'B0000101'),
      ['reject envelope/control-number-twice BHT-3 at 43: BHT03 stands twice'],
    ],
    ['two BHT without numbers', twoSets.replace('B0000102', '').replace('B0000101', ''), []],
    [
      'two BHT of one number, each in its ISA',
      `${text}\n${again.replace('B0000102', 'B0000101')}`,
      ['reject envelope/control-number-twice BHT-3 at 47: BHT03 stands twice'],
    ],
    [
      'three ST of one number',
      twoSets.replace('GE*2*', `${nextSet}GE*3*`).replaceAll('*0002', '*0001'),
      [
        'reject envelope/control-number-twice ST-2 at 42: ST02 stands twice',
        'reject envelope/control-number-twice ST-2 at 81: ST02 stands twice',
        'reject envelope/control-number-twice BHT-3 at 82: BHT03 stands twice',
      ],
    ],
    [
      'two ST in an envelope of other codes',
      twoSets.replace('*0*T*', '*2*X*').replace('GS*HC', 'GS*HP').replace('*X*0', '*T*0'),
      [
        'reject envelope/interchange-codes ISA-14 at 1: it is none of: 0 1',
        'reject envelope/interchange-codes ISA-15 at 1: it is none of: P T',
        'reject envelope/interchange-codes GS-1 at 2: GS01 is not HC',
        'reject envelope/interchange-codes GS-7 at 2: GS07 is not X',
      ],
    ],
    [
      'two GS of other codes',
      twoGroups.replaceAll('GS*HC', 'GS*HP'),
      [
        'reject envelope/interchange-codes GS-1 at 2: GS01 is not HC',
        'reject envelope/interchange-codes GS-1 at 43: GS01 is not HC',
      ],
    ],
    [
      'two ST in an envelope of another guide',
      twoSets.replace('*X*005010X222A1', '*X*005010X222'),
      ['reject envelope/guide-of-group GS-8 at 2: GS08 is not 005010X222A1'],
    ],
    [
      'two GS of another guide',
      twoGroups.replaceAll('*X*005010X222A1', '*X*005010X222'),
      [
        'reject envelope/guide-of-group GS-8 at 2: GS08 is not 005010X222A1',
        'reject envelope/guide-of-group GS-8 at 43: GS08 is not 005010X222A1',
      ],
    ],
    [
      'two ST in an envelope of other numbers',
      twoSets.replaceAll('000000101', 'A00000101').replaceAll(/\*101(?=\*X|~)/g, '*0101'),
      [
        'reject envelope/control-number-form ISA-13 at 1: it does not have nine digits',
        'reject envelope/control-number-form GS-6 at 2: it does not have one to nine digits without leading zeros',
      ],
    ],
    [
      'two ST, every number used',
      twoSets,
      [
        'reject envelope/control-number-used ISA-13 at 1: ISA13 was used before',
        'reject envelope/control-number-used GS-6 at 2: GS06 was used before',
        'reject envelope/control-number-used BHT-3 at 4: BHT03 was used before',
        'reject envelope/control-number-used BHT-3 at 43: BHT03 was used before',
      ],
      everyNumber,
    ],
    [
      'two GS, every number used',
      twoGroups,
      [
        'reject envelope/control-number-used ISA-13 at 1: ISA13 was used before',
        'reject envelope/control-number-used GS-6 at 2: GS06 was used before',
        'reject envelope/control-number-used BHT-3 at 4: BHT03 was used before',
        'reject envelope/control-number-used GS-6 at 43: GS06 was used before',
        'reject envelope/control-number-used BHT-3 at 45: BHT03 was used before',
      ],
      everyNumber,
    ],
  ]

describe('of two envelopes is found', () => {
  test.each(files.map(([name, file, found, told]) => ({ name, file, found, told })))('$name', (row) => {
    expect(foundOf(envelopeRules, row.file, row.told)).toEqual(row.found)
  })
})
