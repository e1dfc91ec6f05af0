import { expect, it } from 'vitest'
import { secondsOfRetryAfter } from './retry-after.ts'

const now = Date.parse('2026-11-24T18:00:00.000Z')

it.each([
  [null, null],
  ['', null],
  ['0', 0],
  ['120', 120],
  [' 7 ', 7],
  ['86401', 86_400],
  ['9999999999', 86_400],
  ['99999999999', null],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['Tue, 24 Nov 2026 18:01:30 GMT', 90],
  ['Tue, 24 Nov 2026 17:00:00 GMT', 0],
  ['Thu, 24 Nov 2033 18:00:00 GMT', 86_400],
  ['Tue, 99 Nov 2026 18:01:30 GMT', null],
  ['2026-11-24T18:01:30Z', null],
])('%s is %s s', (header, seconds) => expect(secondsOfRetryAfter(header, now)).toBe(seconds))
