/** Breaks of packages/x12/src/check that change nothing anybody can see, each with why no test can notice it. */
import type { Equivalent } from './mutation-result.ts'

export const checkerEquivalents: readonly Equivalent[] = [
  {
    path: 'src/check/text-rules.ts',
    line: 'for (let at = 0; at < length; at++) {',
    breaks: ['at < length → at <= length'],
    why: 'behind the last character stands NaN, which is no separator and within no range',
  },
]
