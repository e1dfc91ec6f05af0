import { expect, it } from 'vitest'
import { keyOf, mergeSorted } from './merge-sorted.ts'

async function* rowsOf(keys: string) {
  for (const [place, key] of [...keys].entries()) yield { key, place }
}
const sorted = (keys: string) => ({ rows: rowsOf(keys), keyOf: ({ key }: { readonly key: string }) => key })

async function merged(left: string, right: string): Promise<string[]> {
  const groups: string[] = []
  for await (const group of mergeSorted(sorted(left), sorted(right))) {
    groups.push(`${group.key} ${group.left.length}:${group.right.length}`)
  }
  return groups
}

it.each([
  ['', '', []],
  ['aab', '', ['a 2:0', 'b 1:0']],
  ['', 'bcc', ['b 0:1', 'c 0:2']],
  ['acc', 'bcd', ['a 1:0', 'b 0:1', 'c 2:1', 'd 0:1']],
  ['abc', 'abc', ['a 1:1', 'b 1:1', 'c 1:1']],
])('%s and %s are %j', async (left, right, expected) => {
  expect(await merged(left, right)).toEqual(expected)
})

it('rows that are not sorted would be missed: they are refused', async () => {
  await expect(merged('aba', '')).rejects.toThrow('not sorted')
})

it('a key sorts as its parts do, whatever one begins with', () => {
  const parts = [
    ['prc', 'b', 9],
    ['prc', 'b', 10],
    ['prc', 'ba', 1],
    ['prc_a', '', 0],
  ] as const
  const keys = parts.map((each) => keyOf(...each))
  expect([...keys].sort()).toEqual(keys)
})
