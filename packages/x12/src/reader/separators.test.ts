/** Which characters separate where a file has no ISA, or one with breaks in it (x12.md 7.1 to 7.4). */
import { describe, expect, test } from 'vitest'
import { apart, separatorsOfIsa, separatorsWithoutIsa, skipWhite } from './separators.ts'

const isa =
  'ISA*00*          *00*          *ZZ*EXPAYER        *ZZ*EXCLINIC       *261120*0815*^*00501*000000211*0*T*'

describe('at the end of an ISA', () => {
  test.each([
    ['the usual', ':~GS', ':', '~', true],
    ['a line feed before the component separator', '\n:~GS', ':', '~', false],
    ['a carriage return and a line feed before it', '\r\n:~GS', ':', '~', false],
    ['a line feed before the terminator', ':\n~GS', ':', '~', false],
    ['a carriage return before the terminator', ':\r~GS', ':', '~', false],
    ['a line feed that is the terminator', ':\nGS', ':', '\n', true],
    ['a line feed that is the end of the file', ':\n', ':', '\n', true],
    ['breaks and nothing more', ':\r\n \n', ':', '\r', true],
  ])('%s', (_, end, component, terminator, regular) => {
    expect(separatorsOfIsa(`${isa}${end}`, 0)).toEqual({
      separators: { element: '*', component, repetition: '^', terminator },
      regular,
    })
  })

  test.each([
    ['the component separator', ''],
    ['the terminator', ':'],
  ])('cut before %s it tells nothing', (_, end) => {
    expect(separatorsOfIsa(`${isa}${end}`, 0)).toBeNull()
  })

  test('it may stand further down', () => {
    const text = `IEA*1*1~\n${isa}:~`
    expect(separatorsOfIsa(text, 9)).toEqual(separatorsOfIsa(`${isa}:~`, 0))
  })

  test.each([
    [':', null],
    ['U', null],
    ['^^', null],
    ['', null],
    ['{', '{'],
    [' { ', '{'],
  ])('%j in ISA11 repeats by %j', (sign, repetition) => {
    expect(separatorsOfIsa(`${isa.replace('^', sign)}:~`, 0)?.separators.repetition).toBe(repetition)
  })
})

describe('without an ISA', () => {
  test.each([
    ['ST*835*1~BPR*I~', '*', '~', '^'],
    ['ST^835^1~BPR^I~', '^', '~', null],
    ['ST*835*1^BPR*I^', '*', '^', null],
    ['ST|835|1\r\nBPR|I\r\n', '|', '\r', '^'],
    ['ST*835*1', '*', '~', '^'],
    ['GS*HP*S!AB*R~ST*835*1~', '*', '~', '^'],
  ])('%j', (text, element, terminator, repetition) => {
    expect(separatorsWithoutIsa(text, 0)).toEqual({ element, component: ':', repetition, terminator })
  })

  test.each(['hello', 'ST', 'STAB*1~', ' ST*835*1~', '1ST*835*1~', 'xST*835*1', 'PK\u0003\u0004'])(
    '%j begins with no segment',
    (text) => {
      expect(separatorsWithoutIsa(text, 0)).toBeNull()
    },
  )

  test('it is looked for at the place that is asked for, and in two thousand characters', () => {
    expect(separatorsWithoutIsa('xx|ST*835*1!BPR*I!', 3)?.terminator).toBe('!')
    expect(separatorsWithoutIsa(`ST*835*${'1'.repeat(3_000)}!BPR*I!`, 0)?.terminator).toBe('~')
  })
})

test('signs are apart when none is a letter, a digit, a space or another one', () => {
  const signs = { element: '*', component: ':', repetition: '^', terminator: '~' }
  expect(apart(signs)).toBe(true)
  for (const sign of ['A', 'z', '7', ' ', ':', '~']) expect(apart({ ...signs, element: sign })).toBe(false)
})

test('white space, control signs, marks and hard spaces are skipped', () => {
  expect(skipWhite('\ufeff\u00a0 \t\r\n\u0000ST', 0)).toBe(7)
  expect(skipWhite('  ', 0)).toBe(2)
  expect(skipWhite('ST  X', 2)).toBe(4)
})
