import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Defect } from './assert.ts'
import { base32, type DerivedKind, derivedId, ulid } from './identifiers.ts'

const noChance = new Uint8Array(10)
const time = fc.nat(2 ** 48 - 1)
const chance = fc.uint8Array({ minLength: 10, maxLength: 10 })

describe('ulid', () => {
  it.each([
    [0, noChance, '00000000000000000000000000'],
    [1, noChance, '00000000010000000000000000'],
    [32, noChance, '00000000100000000000000000'],
    [1_469_918_176_385, noChance, '01ARYZ6S410000000000000000'], // the specification's example of a time
    [2 ** 48 - 1, new Uint8Array(10).fill(255), '7ZZZZZZZZZZZZZZZZZZZZZZZZZ'],
    [0, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1), '00000000000000000000000001'],
  ])('%i ms with %j is %s', (milliseconds, bytes, id) => {
    expect(ulid(milliseconds, bytes)).toBe(id)
  })

  it('sorts by time whatever chance says, and fits an 837', () => {
    fc.assert(
      fc.property(time, time, chance, chance, (one, other, first, second) => {
        fc.pre(one !== other)
        expect(ulid(one, first) < ulid(other, second)).toBe(one < other)
        expect(ulid(one, first)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
      }),
    )
  })

  it('is another for other chance', () => {
    fc.assert(
      fc.property(time, chance, chance, (at, first, second) => {
        expect(ulid(at, first) === ulid(at, second)).toBe(Buffer.from(first).equals(second))
      }),
    )
  })

  it.each([
    [-1, noChance, 'a ULID holds 48 bits of time'],
    [0.5, noChance, 'a ULID holds 48 bits of time'],
    [2 ** 48, noChance, 'a ULID holds 48 bits of time'],
    [0, new Uint8Array(9), 'a ULID holds ten random bytes'],
    [0, new Uint8Array(11), 'a ULID holds ten random bytes'],
  ])('%d ms and %j are a defect: %s', (milliseconds, bytes, says) => {
    expect(() => ulid(milliseconds, bytes)).toThrow(new Defect(says))
  })
})

it.each([
  [[], ''],
  [[0], '00'],
  [[255], 'ZW'], // 11111 111(00)
  [[1, 2, 3, 4, 5], '04106105'],
  [[0xde, 0xad, 0xbe, 0xef], 'VTPVXVR'],
])('%j in base32 is %s', (bytes, text) => {
  expect(base32(Uint8Array.from(bytes))).toBe(text)
})

describe('derivedId', () => {
  const digest = Uint8Array.from({ length: 32 }, (_, index) => index)

  it.each([
    ['patient', 'pat_000G40R40M30E209185GR38E1W'],
    ['encounter', 'enc_000G40R40M30E209185GR38E1W'],
    ['episode', 'epi_000G40R40M30E209185GR38E1W'],
    ['treatmentDay', 'day_000G40R40M30E209185GR38E1W'],
  ] satisfies [DerivedKind, string][])('of a %s is its prefix and 130 bits: %s', (kind, id) => {
    expect(derivedId(kind, digest)).toBe(id)
  })

  it('needs a whole digest', () => {
    expect(() => derivedId('patient', digest.subarray(1))).toThrow(
      new Defect('a derived id is made of an HMAC-SHA-256'),
    )
  })
})
