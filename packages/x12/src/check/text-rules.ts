/** Characters, separators and lengths of every segment (x12.md 1.2), each looked at once. */
import { element, type Segment } from '../reader/segment.ts'
import type { CheckRule, Fault } from './check-rule.ts'

const notAscii: CheckRule = {
  slug: 'text/not-ascii',
  snip: 1,
  severity: 'reject',
  sentence: 'No character outside printable ASCII.',
  citation: 'x12.md 1.2, 5.3',
  fix: 'Write accents and typographic signs in their plain form.',
}

const lowerCase: CheckRule = {
  slug: 'text/lower-case',
  snip: 1,
  severity: 'warn',
  sentence: 'Capitals alone: many payers take the basic character set only.',
  citation: 'x12.md 1.2, 5.3',
  fix: 'Write it in capitals.',
}

const leadingSpace: CheckRule = {
  slug: 'text/leading-space',
  snip: 1,
  severity: 'reject',
  sentence: 'No element begins with a space, which would be part of the number or name.',
  citation: 'x12.md 1.2, 5.3',
  fix: 'Take the space away.',
}

const trailingSpace: CheckRule = {
  slug: 'text/trailing-space',
  snip: 1,
  severity: 'warn',
  sentence: 'No element ends in a space.',
  citation: 'x12.md 1.2',
  fix: 'Take the space away.',
}

const trailingSeparator: CheckRule = {
  slug: 'text/trailing-separator',
  snip: 1,
  severity: 'reject',
  sentence: 'No segment ends in an empty element, no composite in an empty component.',
  citation: 'x12.md 1.2, 5.3',
  fix: 'End the segment behind its last value.',
}

const delimiterInData: CheckRule = {
  slug: 'text/delimiter-in-data',
  snip: 1,
  severity: 'reject',
  sentence: 'No delimiter inside data: X12 has no way to write it.',
  citation: 'x12.md 0.4, 1.2, 1.8 (1)',
  fix: 'Replace it by a space in free text; ask for the number again where it stands in one.',
}

const tooLong: CheckRule = {
  slug: 'text/too-long',
  snip: 1,
  severity: 'reject',
  sentence: 'No element is longer than its dictionary says.',
  citation: 'x12.md 1.2',
  fix: 'Shorten it.',
}

export const textRules = {
  notAscii,
  lowerCase,
  leadingSpace,
  trailingSpace,
  trailingSeparator,
  delimiterInData,
  tooLong,
} as const

export type TextFaults = { readonly [Name in keyof typeof textRules]: Fault }

/** How many elements a segment may have, then which are composites. CLM01 and HI have rules of their own. */
const shapes: ReadonlyMap<string, readonly [most: number, ...composites: number[]]> = new Map([
  ['ST', [3]],
  ['BHT', [6]],
  ['HL', [4]],
  ['NM1', [12]],
  ['N3', [2]],
  ['N4', [7]],
  ['PER', [9]],
  ['PRV', [6]],
  ['REF', [4, 4]],
  ['SBR', [9]],
  ['PAT', [9]],
  ['DMG', [11, 5, 10]],
  ['CLM', [20, 5, 11]],
  ['DTP', [3]],
  ['PWK', [9, 8, 9]],
  ['AMT', [3]],
  ['NTE', [2]],
  ['LX', [1]],
  ['SV1', [21, 1, 7]],
  ['SVD', [6, 3]],
  ['CAS', [19]],
  ['OI', [6]],
  ['MOA', [9]],
])

/** Of those that people fill; SV101-7 and CLM01 stand elsewhere. */
const lengths: ReadonlyMap<string, readonly (readonly [position: number, most: number])[]> = new Map([
  [
    'NM1',
    [
      [3, 60],
      [4, 35],
      [5, 25],
      [7, 10],
      [9, 80],
    ] as const,
  ],
  [
    'N3',
    [
      [1, 55],
      [2, 55],
    ] as const,
  ],
  [
    'N4',
    [
      [1, 30],
      [2, 2],
      [3, 15],
    ] as const,
  ],
  ['REF', [[2, 50]] as const],
  [
    'PER',
    [
      [2, 60],
      [4, 256],
      [6, 256],
      [8, 256],
    ] as const,
  ],
  ['NTE', [[2, 80]] as const],
  [
    'SBR',
    [
      [3, 50],
      [4, 60],
    ] as const,
  ],
  ['PWK', [[6, 50]] as const],
  [
    'HL',
    [
      [1, 12],
      [2, 12],
    ] as const,
  ],
  ['BHT', [[3, 50]] as const],
])

export function checkText(segment: Segment, faults: TextFaults): void {
  const { elements, tag, separators } = segment
  const last = elements.length - 1
  if (elements[last] === '') faults.trailingSeparator(segment, last, 'the segment ends in an empty element')
  const shape = shapes.get(tag)
  const component = separators.component.charCodeAt(0)
  for (let at = 1; at <= last; at++) {
    if (checkElement(segment, at, component, faults) && shape) checkComposite(segment, at, shape, faults)
  }
  if (shape && last > shape[0])
    faults.delimiterInData(segment, shape[0] + 1, `${tag} has ${last} elements and at most ${shape[0]}`)
  const limits = lengths.get(tag)
  if (limits) checkLengths(segment, limits, faults)
}

/** True when a component separator stands in it. */
function checkElement(segment: Segment, position: number, component: number, faults: TextFaults): boolean {
  const text = element(segment, position)
  const { length } = text
  let lower = false
  let composite = false
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === component) composite = true
    else if (code > 96 && code < 123) lower = true
    else if (code < 32 || code > 126) {
      faults.notAscii(segment, position, `character ${at + 1} of the element is outside printable ASCII`)
      return false
    }
  }
  if (lower) faults.lowerCase(segment, position, 'the element holds small letters')
  if (text.charCodeAt(0) === 32) faults.leadingSpace(segment, position, 'the element begins with a space')
  else if (text.charCodeAt(length - 1) === 32)
    faults.trailingSpace(segment, position, 'the element ends in a space')
  return composite
}

function checkComposite(
  segment: Segment,
  position: number,
  shape: readonly number[],
  faults: TextFaults,
): void {
  if (!shape.includes(position, 1))
    faults.delimiterInData(
      segment,
      position,
      'a component separator stands in an element that is no composite',
    )
  else if (element(segment, position).endsWith(segment.separators.component))
    faults.trailingSeparator(segment, position, 'the composite ends in an empty component')
}

function checkLengths(
  segment: Segment,
  limits: readonly (readonly [number, number])[],
  faults: TextFaults,
): void {
  for (const [position, most] of limits) {
    const { length } = element(segment, position)
    if (length > most) faults.tooLong(segment, position, `it has ${length} characters and ${most} fit`)
  }
}
