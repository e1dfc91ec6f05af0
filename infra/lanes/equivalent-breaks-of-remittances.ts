/** Breaks in the reading of an 835 that change nothing anybody can see. */
import type { Equivalent } from './mutation-result.ts'

export const remittanceEquivalents: readonly Equivalent[] = [
  {
    path: 'src/remittance/read-adjustments.ts',
    line: 'if (place >= cas.elements.length) return',
    breaks: [
      'place >= cas.elements.length → false',
      'place >= cas.elements.length → place > cas.elements.length',
    ],
    why: 'a short way: behind its last element a CAS holds no adjustment',
  },
]
