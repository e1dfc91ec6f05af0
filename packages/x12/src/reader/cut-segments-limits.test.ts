/** What is held back, what is too long, and what ends with the file: at the very character where it changes. */
import { describe, expect, test } from 'vitest'
import { limits, SegmentCutter } from './cut-segments.ts'
import { collectFindings } from './finding.ts'
import { readSegments } from './read-segments.ts'

const isa =
  'ISA*00*          *00*          *ZZ*EXPAYER        *ZZ*EXCLINIC       *261120*0815*^*00501*000000211*0*T*:~'
const asLines = isa.replace('~', '\r')
const told = (text: string) =>
  readSegments(text).findings.map((one) => `${one.severity} ${one.rule} ${one.segment}`)
const last = (text: string) => readSegments(text).segments.at(-1)

describe('limits, on the short way and on that of letters beyond ASCII and of line breaks', () => {
  test.each([
    ['ASCII', ''],
    ['an umlaut before', 'N1*PR*ÄRZTE~'],
  ])('%s', (_, before) => {
    const { segmentLength, elements } = limits
    const of = (body: string) => last(`${isa}${before}${body}~`)?.whole
    expect(of(`MSG*${'x'.repeat(segmentLength - 4)}`)).toBe(true)
    expect(of(`MSG*${'x'.repeat(segmentLength - 3)}`)).toBe(false)
    expect(of(`REF${'*1'.repeat(elements - 1)}`)).toBe(true)
    expect(of(`REF${'*1'.repeat(elements)}`)).toBe(false)
    expect(of(`MSG*\n${'x'.repeat(segmentLength - 5)}`)).toBe(true)
    expect(of(`MSG*\n${'x'.repeat(segmentLength - 4)}`)).toBe(false)
  })

  test('the finding tells how long it was', () => {
    const { findings } = readSegments(`${isa}MSG*${'x'.repeat(limits.segmentLength)}~`)
    expect(findings.map(({ says }) => says)).toEqual([
      expect.stringContaining(String(limits.segmentLength + 4)),
    ])
  })

  test('what is too long and has no end is told both ways', () => {
    expect(told(`${isa}MSG*${'x'.repeat(limits.segmentLength)}`)).toEqual([
      'error file/cut 2',
      'error segment/too-long 2',
    ])
  })
})

describe('what a part holds back', () => {
  const opening = 65_536
  const filled = (length: number) => `${isa}${'LX*1~'.repeat(opening)}`.slice(0, length)
  const cutter = () => new SegmentCutter(collectFindings().report)

  test('nothing is judged before the opening of the file is there', () => {
    expect(cutter().cut(filled(opening - 1), false)).toEqual([])
    expect(cutter().cut(filled(opening), false)).not.toEqual([])
    expect(cutter().cut(isa, true)).toHaveLength(1)
  })

  test.each([
    [499, false],
    [500, true],
  ])('an ISA with %i characters: answered is %j', (length, answered) => {
    const second = `${isa}${'LX*1~'.repeat(100)}`.slice(0, length)
    const whole = `${isa}${'LX*1~'.repeat(opening / 4)}${second}`
    const isas = cutter()
      .cut(whole, false)
      .filter(({ tag }) => tag === 'ISA')
    expect(isas).toHaveLength(answered ? 2 : 1)
  })

  test('behind what is no X12 nothing is read any more', () => {
    const { findings, report } = collectFindings()
    const one = new SegmentCutter(report)
    expect(one.cut('x'.repeat(opening), false)).toEqual([])
    expect(one.cut(`~${isa}`, true)).toEqual([])
    expect(findings.map(({ rule }) => rule)).toEqual(['file/not-x12'])
  })
})

describe('tags', () => {
  test.each(['N1', 'L0', 'L9', 'AZ', 'ZAZ', 'N1Z', 'NM1'])('%s is one', (tag) => {
    expect(told(`${isa}${tag}*1~`)).toEqual([])
    expect(told(`${isa}${tag}*Ä~`)).toEqual([])
  })

  test.each([
    'N',
    'NM1X',
    'N/',
    'N:',
    'N@',
    'N[',
    'nm1',
    'N1a',
    '1N',
    '@N',
    '[N',
    'N 1',
    'LX\0',
    'N\0\u4d31',
  ])('%j is none', (tag) => {
    expect(told(`${isa}${tag}*1~`)).toEqual(['warn segment/tag 2'])
    expect(told(`${isa}${tag}*Ä~`)).toEqual(['warn segment/tag 2'])
  })

  test.each(['LX *1', 'LX  *Ä', 'LX\n*1'])('blanks behind one are no part of it: %j', (text) => {
    expect(last(`${isa}${text}~`)).toMatchObject({ tag: 'LX', whole: true })
  })
})

describe('a last line without its break', () => {
  test.each([
    ['the IEA of its ISA, after carriage returns', `${asLines}IEA*0*000000211`, true],
    ['the IEA of its ISA, blanks around the number', `${asLines}IEA*0* 000000211 `, true],
    ['another segment with that number', `${asLines}GE*0*000000211`, false],
    ['an IEA of another number', `${asLines}IEA*0*000000212`, false],
    ['an IEA without a number', `${asLines}IEA*0`, false],
    ['the IEA of a file with signs as terminators', `${isa}IEA*0*000000211`, false],
    ['an IEA without any ISA', 'ST*835*1\rSE*2*1\rIEA*0*', false],
  ])('%s', (_, text, whole) => {
    expect(last(text)?.whole).toBe(whole)
    expect(told(text).at(-1)).toMatch(whole ? /^warn file\/last-line-break 0$/ : /^error file\/cut \d$/)
  })
})

describe('the heading', () => {
  test.each([
    ['another sign behind ISA is none', `ISAX\n${isa}`],
    ['a word with ISA in it', `VISA card\n${isa}`],
  ])('%s', (_, text) => {
    expect(readSegments(text).segments.map(({ tag }) => tag)).toEqual(['ISA'])
    expect(told(text)).toEqual(['warn file/heading 0'])
    expect(last(text)?.offset).toBe(text.length - isa.length)
  })

  test('an ISA further down than a segment may be long is not looked for', () => {
    expect(told(`${' x'.repeat(limits.segmentLength)}${isa}`)).toEqual(['error file/not-x12 0'])
  })
})
