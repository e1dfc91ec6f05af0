import { describe, expect, test } from 'vitest'
import { jsonFaults, pointerStep } from './json-text.ts'

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

describe('JSON is looked over before it is read', () => {
  test.each<[string, string, string[]]>([
    ['nothing twice', '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', []],
    ['twice', '{"a":1,"a":2}', ['duplicate-key /a']],
    ['twice, once escaped', '{"a":1,"\\u0061":2}', ['duplicate-key /a']],
    ['twice in an object of a list', '{"c":[{"a":3},{"a":4,"a":5}]}', ['duplicate-key /c/1/a']],
    ['twice after an object', '{"a":{"b":1},"a":2}', ['duplicate-key /a']],
    ['a value like a key', '{"a":"a","b":"a"}', []],
    ['a quote within', '{"a":"x\\",\\"a","b":1}', []],
    ['a name that may be a person’s', '{"Ann Lee":1,"Ann Lee":2}', ['duplicate-key /*']],
    ['not closed', '{"a":1,"a', []],
    ['32 deep', deep(32), []],
    ['33 deep', deep(33), ['too-deep ']],
  ])('%s', (_, text, expected) => {
    expect(jsonFaults(text, 50).map(({ kind, pointer }) => `${kind} ${pointer}`)).toEqual(expected)
  })

  test('of many faults as many are told as are asked for', () => {
    expect(jsonFaults(`{${'"a":1,'.repeat(9)}"a":1}`, 3)).toHaveLength(3)
  })

  test('a step is a plain name, or a star', () => {
    expect(['a1', '1a', 'a/b', ''].map(pointerStep)).toEqual(['/a1', '/*', '/*', '/*'])
  })
})
