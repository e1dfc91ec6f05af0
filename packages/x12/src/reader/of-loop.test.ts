/** A value remembers the segments it was read from, unseen by JSON, comparisons and spreads. */
import { expect, test } from 'vitest'
import { ofLoop, unread } from './of-loop.ts'
import { readSegments } from './read-segments.ts'

const read = () => readSegments('CLM*1*100~REF*D9*X~').segments

test('the segments stand beside the value and in none of its copies', () => {
  const segments = read()
  const claim = ofLoop({ number: '1' }, segments)
  expect(claim.segments).toBe(segments)
  expect(claim).toEqual({ number: '1' })
  expect(JSON.stringify(claim)).toBe('{"number":"1"}')
  expect('segments' in { ...claim }).toBe(false)
})

test('a segment nobody reads is kept whole, with its place', () => {
  expect(read().map(unread)).toEqual([
    { segment: 1, elements: ['CLM', '1', '100'] },
    { segment: 2, elements: ['REF', 'D9', 'X'] },
  ])
})
