import { describe, expect, test } from 'vitest'
import { duplicateNumber, partAccepted } from '../acknowledgment/sample-acknowledgments.ts'
import { contentOf, contentsOf } from './content-of.ts'

describe('told by ST01 and the version', () => {
  const file = (group: string, set: string, version: string, ...body: string[]) =>
    ['GS', group, 'A', 'B', '20261120', '0815', '1', 'X', version].join('*') +
    `~ST*${set}*1~${body.map((segment) => `${segment}~`).join('')}SE*${body.length + 2}*1~GE*1*1~`

  test.each([
    ['HP', '835', '005010X221A1', '835'],
    ['HC', '837', '005010X222A1', '837'],
    ['HC', '835', '005010X221A1', '835'], // edi-lens marks an 835 HC
    ['HS', '270', '005010X279A1', '270'],
    ['HB', '271', '005010X279A1', '271'],
    ['HR', '276', '005010X212', '276'],
    ['HN', '277', '005010X212', '277'],
    ['HN', '277', '005010X214', '277CA'],
    ['FA', '999', '005010X231A1', '999'],
    ['FA', '997', '005010X230', '997'],
    ['HI', '278', '005010X217', 'unknown'],
    ['BE', '834', '005010X220A1', 'unknown'],
  ])('GS %s with ST %s and %s is %s', (group, set, version, expected) => {
    expect(contentOf(file(group, set, version))).toBe(expected)
  })

  test('a 277 without a version by its BHT', () => {
    expect(contentOf(file('HN', '277', '', 'BHT*0085*08*1*20261121*1200*TH'))).toBe('277CA')
    expect(contentOf(file('HN', '277', '', 'BHT*0010*08*1*20261121*1200*DG'))).toBe('277')
    expect(contentOf('ST*277*1*005010X214~SE*2*1~')).toBe('277CA')
  })
})

describe('a body without an ST by what only one kind has', () => {
  test.each([
    ['BPR*I*1~TRN*1*2~', '835'],
    ['HL*1**20*1~CLM*1*100~', '837'],
    ['HL*1**20*1~EQ*30~', '270'],
    ['HL*1**20*1~EB*1**30~', '271'],
    ['AK1*HC*1~IK5*A~AK9*A*1*1*1~', '999'],
    ['AK1*HC*1~AK5*A~AK9*A*1*1*1~', '997'],
    ['HL*1**20*1~NM1*PR~', 'unknown'],
  ])('%s is %s', (text, expected) => {
    expect(contentOf(text)).toBe(expected)
  })
})

test('an interchange of a TA1 alone', () => {
  expect(contentsOf(duplicateNumber)).toEqual(['TA1'])
})

test('several kinds in one file, each once, as they come', () => {
  const mixed = `${partAccepted.replace('IEA*1', 'TA1*000000301*261121*0930*A*000~IEA*1')}${duplicateNumber}${partAccepted}`
  expect(contentsOf(mixed)).toEqual(['999', 'TA1'])
  expect(contentOf(mixed)).toBe('999')
  expect(contentsOf('ST*278*1~SE*2*1~ST*835*2~SE*2*2~')).toEqual(['unknown', '835'])
  expect(contentOf('ST*278*1~SE*2*1~ST*835*2~SE*2*2~')).toBe('835')
})

test.each(['', 'hello', '{}'])('%j holds nothing', (text) => {
  expect(contentsOf(text)).toEqual([])
  expect(contentOf(text)).toBe('unknown')
})
