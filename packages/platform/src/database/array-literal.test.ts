import { expect, it } from 'vitest'
import { arrayLiteral } from './array-literal.ts'

it.each<[what: string, values: readonly unknown[], literal: string | null]>([
  ['texts', ['a', 'b c', ''], '{"a","b c",""}'],
  ['none', [], '{}'],
  ['nothing, which is not the word for it', [null, 'null', 'NULL'], '{null,"null","NULL"}'],
  [
    'what separates and encloses',
    ['a,b', '{a}', 'it’s "so"', 'a\\b'],
    '{"a,b","{a}","it’s \\"so\\"","a\\\\b"}',
  ],
  ['a JSON text', ['{"a":"b"}'], '{"{\\"a\\":\\"b\\"}"}'],
  ['whole numbers and truth', [1, -20, true, false], '{1,-20,true,false}'],
  ['a line break, which JSON writes as \\n and Postgres would take for an n', ['a\nb'], null],
  ['a backslash before a letter, which looks the same', ['a\\nb'], null],
  ['another control character', ['\u001f'], null],
  ['half a character', ['\ud800'], null],
  ['bytes', [Buffer.from('a')], null],
  ['a list of lists', [['a'], ['b']], null],
  ['a date', [new Date(0)], null],
  ['what is missing', [undefined], null],
  ['no number', [Number.NaN], null],
])('%s', (_, values, literal) => {
  expect(arrayLiteral(values)).toBe(literal)
})
