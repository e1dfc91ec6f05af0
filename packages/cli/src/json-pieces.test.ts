import { describe, expect, test } from 'vitest'
import { jsonPieces } from './json-pieces.ts'

const deep = { a: [{ b: [{ c: [{ d: [{ e: [1, { f: 'g' }] }] }] }] }] }

describe('pieces of a document', () => {
  test.each<[string, object]>([
    ['nothing', {}],
    ['an empty list', []],
    ['empty lists and objects within', { a: [], b: {}, c: [[], {}] }],
    ['every plain value', { a: null, b: true, c: -1.5, d: 'text', e: [null, false, 0, ''] }],
    ['signs that JSON escapes', { 'a"\n\\': 'b"\n\\\u2028', c: [['\n']] }],
    ['what is left out', { a: undefined, b: [undefined] }],
    ['a deep nest', deep],
  ])('of %s are its JSON', (_, document) => {
    expect([...jsonPieces(document)].join('')).toBe(`${JSON.stringify(document, null, 2)}\n`)
  })

  test('of a long list are many, and none is long', () => {
    const document = {
      transactions: [{ claimDetails: Array.from({ length: 5000 }, (_, claim) => ({ claim })) }],
    }
    const pieces = [...jsonPieces(document)]
    expect(pieces.join('')).toBe(`${JSON.stringify(document, null, 2)}\n`)
    expect(pieces.length).toBeGreaterThan(2)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000)
  })
})
