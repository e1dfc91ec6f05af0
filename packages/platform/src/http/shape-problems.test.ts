import { expect, it } from 'vitest'
import { z } from 'zod'
import { shapeProblems } from './shape-problems.ts'

it.each<[string, z.ZodType, unknown, string, string]>([
  ['0 where it must be more', z.int().positive(), 0, 'shape/too-small', 'more than 0'],
  ['less than the least', z.int().min(1), 0, 'shape/too-small', 'at least 1'],
  ['as much as is too much', z.int().negative(), 0, 'shape/too-large', 'less than 0'],
  ['more than the most', z.int().max(9), 10, 'shape/too-large', 'at most 9'],
  ['a text that is too short', z.string().min(2), 'a', 'shape/too-small', 'at least 2 characters'],
  ['a list that is too long', z.array(z.int()).max(1), [1, 2], 'shape/too-large', 'at most 1 entries'],
])('%s is told in words', (_, shape, value, code, says) => {
  const { error } = z.object({ field: shape }).safeParse({ field: value })
  expect(error && shapeProblems(error, '')).toMatchObject([{ pointer: '/field', code, says }])
})
