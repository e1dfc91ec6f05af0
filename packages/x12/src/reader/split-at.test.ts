import { expect, test } from 'vitest'
import { readSegments } from './read-segments.ts'
import { beforeFirst, splitAt } from './split-at.ts'

const read = () => readSegments('ST*271*1~HL*1~NM1*PR~HL*2~EB*1~EB*2~').segments
const tagsOf = (loop: readonly { tag: string }[]) => loop.map(({ tag }) => tag).join(' ')

test('each loop begins with its own tag; what stands before the first is left out', () => {
  const segments = read()
  expect(splitAt(segments, ['HL']).map(tagsOf)).toEqual(['HL NM1', 'HL EB EB'])
  expect(splitAt(segments, ['HL', 'EB']).map(tagsOf)).toEqual(['HL NM1', 'HL', 'EB', 'EB'])
  expect(splitAt(segments, ['CLM'])).toEqual([])
})

test('what stands before the first', () => {
  const segments = read()
  expect(tagsOf(beforeFirst(segments, ['EB']))).toBe('ST HL NM1 HL')
  expect(beforeFirst(segments, ['ST'])).toEqual([])
  expect(beforeFirst(segments, ['CLM'])).toBe(segments)
})
