/** Code numbers and our own words are ours to publish; the AMA's descriptors are not. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const data = new URL('../data/', import.meta.url)
const tables = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.csv'),
)

/**
 * Runs of words that CMS's short descriptors and CPT's long ones open with, which copies of the files carry: how many
 * words, and the digest of them, since the words themselves may not stand here either.
 */
const descriptors: readonly (readonly [words: number, digest: string])[] = [
  ...['11ee6f3bb673', 'af260ca47f34'].map((digest) => [2, digest] as const),
  ...['0afa4f95fae6', 'd99a8e000eb9', '26d1e053a917', '28b73fe534a9', 'ba3823a8724d', 'a8c0e92216f7'].map(
    (digest) => [3, digest] as const,
  ),
  ...['cf2eddfb15f1', 'dff2629f81f8', '1e11da62ece7', 'd68d95c4e415', 'ab19bb098d37', 'fc38c9b03d58'].map(
    (digest) => [4, digest] as const,
  ),
  ...['e8d31509d0d7', '7f7632c05e20', '9035898c32a4'].map((digest) => [4, digest] as const),
  ...['40c8d1542b8e', 'd3bfc86ded8d'].map((digest) => [5, digest] as const),
  ...['69b4b5f805ac'].map((digest) => [6, digest] as const),
]

const digestOf = (words: readonly string[]) =>
  createHash('sha256').update(words.join(' ')).digest('hex').slice(0, 12)

function descriptorsIn(text: string): number {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const found = descriptors.filter(([length, digest]) =>
    words.some((_, place) => digestOf(words.slice(place, place + length)) === digest),
  )
  return found.length
}

test('there are tables to look at', () => expect(tables.length).toBeGreaterThan(10))

// Lines without a run of words, as in the tables of numbers, need no look.
test.each(tables)('%s has its source, its licence, and no descriptor of the AMA', (name) => {
  const text = readFileSync(new URL(name, data), 'utf8')
  expect(text).toMatch(/^# .* Licence: .+\.\n/)
  const worded = text
    .split('\n')
    .slice(1)
    .filter((line) => /[a-z]{3,} /i.test(line))
  expect(descriptorsIn([...new Set(worded)].join('\n'))).toBe(0)
})

test('a descriptor would be found', () => {
  expect(descriptorsIn(`97110,${['gait', 'training', 'therapy'].join(' ')}`)).toBe(1)
})
