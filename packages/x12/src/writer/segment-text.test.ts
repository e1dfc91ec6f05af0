import { Defect } from '@tally/kernel'
import { expect, it } from 'vitest'
import { type SegmentToWrite, segmentText } from './segment-text.ts'

it.each<[SegmentToWrite, string, string]>([
  [['LX', '1'], 'LX*1~', 'an element'],
  [['NM1', '87', '2', '', '', ''], 'NM1*87*2~', 'no trailing empty elements'],
  [['CLM', 'A', '1', '', '', ['11', 'B', '1']], 'CLM*A*1***11:B:1~', 'empty elements inside stay'],
  [['CLM', 'A', ['AA', '', '', '']], 'CLM*A*AA~', 'no trailing empty components'],
  [['CLM', ['AA', '', '', 'WA']], 'CLM*AA:::WA~', 'empty components inside stay'],
  [['NTE', '', ['', '']], '', 'a segment that says nothing is none'],
])('%j is written %s: %s', (segment, text) => {
  expect(segmentText(segment)).toBe(text)
})

it.each(['*', ':', '^', '~', 'É', '\n', '\u0000', '\u007f'])('%j never stands in data', (bad) => {
  expect(() => segmentText(['NTE', 'ADD', `A${bad}B`])).toThrow(Defect)
  expect(() => segmentText(['CLM', ['11', bad]])).toThrow(Defect)
})
