import { expect, it } from 'vitest'
import { arrayParameter, arraysIn } from './array-parameter.ts'

const written = (cast: string, values: readonly unknown[]) => {
  const element = arraysIn(`select $1::${cast}[]`).get(0)
  if (!element) throw new Error(`${cast} is written by the driver`)
  return arrayParameter(element, values)?.toString('hex') ?? null
}

it('a statement’s casts say which parameters are arrays', () => {
  const arrays = arraysIn(
    'select $1, $2::text[], $10::bigint[] where x = any($3::bytea[]) and $4::date[] is null',
  )
  expect([...arrays].map(([place, { oid }]) => [place, oid])).toEqual([
    [1, 25],
    [9, 20],
    [2, 17],
  ])
})

it.each<[cast: string, values: readonly unknown[], bytes: string]>([
  ['text', [], '00000000 00000000 00000019'],
  ['text', ['a', 'é'], '00000001 00000000 00000019 00000002 00000001 00000001 61 00000002 c3a9'],
  ['text', [null, ''], '00000001 00000001 00000019 00000002 00000001 ffffffff 00000000'],
  ['integer', [-2], '00000001 00000000 00000017 00000001 00000001 00000004 fffffffe'],
  [
    'bigint',
    [-2, 2 ** 40],
    '00000001 00000000 00000014 00000002 00000001 00000008 fffffffffffffffe 00000008 0000010000000000',
  ],
  ['boolean', [true, false], '00000001 00000000 00000010 00000002 00000001 00000001 01 00000001 00'],
  ['bytea', [Buffer.from([0, 255])], '00000001 00000000 00000011 00000001 00000001 00000002 00ff'],
])('%s: %j', (cast, values, bytes) => {
  expect(written(cast, values)).toBe(bytes.replaceAll(' ', ''))
})

it.each<[cast: string, values: readonly unknown[]]>([
  ['text', ['a', 1]],
  ['text', [['a']]],
  ['integer', ['1']],
  ['integer', [2 ** 31]],
  ['integer', [1.5]],
  ['bigint', [2 ** 53]],
  ['bigint', [1n]],
  ['boolean', ['true']],
  ['bytea', ['\\x00']],
  ['text', [undefined]],
])('%s: %s is the driver’s to write', (cast, values) => {
  expect(written(cast, values)).toBeNull()
})
