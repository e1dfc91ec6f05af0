import { expect, test } from 'vitest'
import { compositeAt, procedureIn } from './composite.ts'
import { components, element, given, repetitions, type Segment } from './segment.ts'

const segment = (text: string, repetition: string | null = '^'): Segment => ({
  ordinal: 1,
  offset: 0,
  tag: text.slice(0, 3),
  elements: text.split('*'),
  separators: { element: '*', component: ':', repetition, terminator: '~' },
  whole: true,
})

test('an element left out is empty, and not given', () => {
  const eb = segment('EB*1** *30 ')
  expect([element(eb, 1), element(eb, 3), element(eb, 9)]).toEqual(['1', ' ', ''])
  expect([given(eb, 1), given(eb, 2), given(eb, 3), given(eb, 4), given(eb, 9)]).toEqual([
    '1',
    null,
    null,
    '30',
    null,
  ])
})

test.each([
  ['A^B:C^D', '^', ['A', 'B:C', 'D'], ['A']],
  ['A:B^C', '^', ['A:B', 'C'], ['A', 'B']],
  ['A:B^C', null, ['A:B^C'], ['A', 'B^C']],
  ['', '^', [], ['']],
])('%j, repeated by %j', (text, sign, repeated, first) => {
  const read = segment(`AAA*${text}`, sign)
  expect(repetitions(read, 1)).toEqual(repeated)
  expect(components(read, 1)).toEqual(first)
})

test.each([
  ['HC:97110:GP', ['HC', '97110', 'GP'], false],
  ['HC>97110>GP', ['HC', '97110', 'GP'], true],
  ['WO|REF1', ['WO', 'REF1'], true],
  ['HC:A>B', ['HC', 'A>B'], false],
  ['CS', ['CS'], false],
  ['HC>', ['HC>'], false],
  ['97110', ['97110'], false],
  ['', [], false],
])('the composite %j', (text, parts, inferred) => {
  expect(compositeAt(segment(`SVC*${text}`), 1)).toEqual({ parts, inferred })
})

test.each([
  ['HC:97110', { procedureCode: '97110', modifiers: [] }],
  ['HC:97110:GP::KX:CQ:59', { procedureCode: '97110', modifiers: ['GP', 'KX', 'CQ'] }],
  ['HC:97110:GP:KX:CQ:59:SOME WORDS', { procedureCode: '97110', modifiers: ['GP', 'KX', 'CQ', '59'] }],
  ['HC', null],
  ['', null],
])('the procedure %j', (text, expected) => {
  expect(procedureIn(compositeAt(segment(`SVC*${text}`), 1))).toEqual(expected)
})
