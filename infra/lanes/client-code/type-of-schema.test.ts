import { describe, expect, it } from 'vitest'
import { comment, typeOf } from './type-of-schema.ts'

describe('a schema as a type', () => {
  it.each([
    [{ type: 'integer', minimum: 0 }, 'number'],
    [{ anyOf: [{ type: 'string', pattern: '^a' }, { type: 'null' }] }, 'string | null'],
    [{ type: ['string', 'null'], enum: ['a', "b'c"] }, "'a' | 'b\\'c'"],
    [{ type: 'array', items: { enum: ['x', 'y'] } }, "readonly ('x' | 'y')[]"],
    [{ type: 'array', items: { $ref: '#/components/schemas/Claim' } }, 'readonly Claim[]'],
    [{ type: 'object', additionalProperties: { type: 'boolean' } }, 'Readonly<Record<string, boolean>>'],
    [{ type: 'object', properties: {}, additionalProperties: false }, 'Readonly<Record<string, never>>'],
    [{ allOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }, 'A & B'],
    [{ type: 'string', allOf: [{ pattern: '^a' }, { pattern: 'b$' }] }, 'string'],
    [{ const: 7 }, '7'],
    [{}, 'unknown'],
  ])('%j', (schema, type) => {
    expect(typeOf(schema)).toBe(type)
  })

  it('an object has its members on lines of their own, the optional marked, descriptions before them', () => {
    const schema = {
      type: 'object',
      properties: { 'zip-code': { type: 'string' }, line1: { type: 'string', description: 'The street.' } },
      required: ['line1'],
    }
    expect(typeOf(schema)).toBe(
      "{\n  readonly 'zip-code'?: string\n  /** The street. */\n  readonly line1: string\n}",
    )
  })

  it('what it does not read is an error, not left out', () => {
    expect(() => typeOf({ not: {} } as object)).toThrow('does not read not yet')
    expect(() => typeOf({ type: 'date' })).toThrow('does not read the type date yet')
    expect(() => typeOf({ $ref: '#/elsewhere' })).toThrow('#/elsewhere is not a schema')
  })
})

it('a comment ends where it should', () => {
  expect(comment('see */ here')).toBe('/** see *\\/ here */\n')
  expect(comment(undefined)).toBe('')
})
