/** Which level stands under which: by HL02, else by the latest of the level above, and that doubt is said. */
import { expect, test } from 'vitest'
import { collectFindings } from './finding.ts'
import { hierarchyOf } from './hierarchy.ts'
import type { Segment } from './segment.ts'

const hlOf = (text: string): Segment => ({
  ordinal: 4,
  offset: 200,
  tag: 'HL',
  elements: ['HL', ...text.split('*')],
  separators: { element: '*', component: ':', repetition: '^', terminator: '~' },
  whole: true,
})

/** Takes each HL in as a level named by its number; answers under which the last one stands. */
function parentOfLast(...texts: string[]) {
  const { findings, report } = collectFindings()
  const hierarchy = hierarchyOf<string>(['20', '22', '23'], report)
  const hls = texts.map(hlOf)
  for (const hl of hls.slice(0, -1)) hierarchy.add(hl, hl.elements[3] ?? '', `level ${hl.elements[1]}`)
  const parent = hierarchy.parentOf(hls.at(-1) ?? hlOf(''))
  const told = findings.map((one) => `${one.severity} ${one.rule} ${one.tag}${one.element} in ${one.segment}`)
  return { parent, told }
}

const unknownLevel = 'warn hierarchy/level HL3 in 4'
const noParent = 'warn hierarchy/parent HL2 in 4'

test.each([
  ['at the top', ['1**20*1'], null, []],
  ['under the one HL02 names', ['1**20*1', '2*1*22*0'], 'level 1', []],
  ['not under a later one', ['1**20*1', '2**20*1', '3*1*22*0'], 'level 1', []],
  ['two levels down', ['1**20*1', '2*1*22*1', '3*2*23*0'], 'level 2', []],
  ['HL02 names a level that never came', ['1**20*1', '2**20*1', '3*9*22*0'], 'level 2', [noParent]],
  ['HL02 is left out', ['1**20*1', '2**22*0'], 'level 1', [noParent]],
  ['HL02 is left out and so is a number', ['**20*1', '2**22*0'], 'level ', [noParent]],
  ['HL02 names a level of the same kind', ['1**20*1', '2*1*22*1', '3*2*22*0'], 'level 1', [noParent]],
  ['HL02 skips a level', ['1**20*1', '2*1*22*1', '3*1*23*0'], 'level 2', [noParent]],
  ['nothing stands above', ['2*1*22*0'], null, [noParent]],
  ['a level the guide does not know', ['1**20*1', '2*1*99*0'], null, [unknownLevel]],
  ['a level left out', ['1**20*1', '2*1'], null, [unknownLevel]],
  ['under a level the guide does not know', ['1**20*1', '2*1*99*1', '3*2*22*0'], 'level 1', [noParent]],
  [
    'what hung below the one before has no place under this one',
    ['1**20*1', '2*1*22*1', '3**20*1', '4**23*0'],
    null,
    [noParent],
  ],
  [
    'a sibling takes the place of the one before',
    ['1**20*1', '2*1*22*1', '3*1*22*1', '4**23*0'],
    'level 3',
    [noParent],
  ],
])('%s', (_, hls, parent, told) => {
  expect(parentOfLast(...hls)).toEqual({ parent, told })
})

test('files without HL: the latest of the level above', () => {
  const { findings, report } = collectFindings()
  const { add, latestAbove } = hierarchyOf<string>(['20', '22', '23'], report)
  expect(latestAbove('22')).toBeNull()
  add(null, '20', 'provider')
  add(null, '22', 'subscriber')
  expect(['20', '22', '23', '99', ''].map(latestAbove)).toEqual([null, 'provider', 'subscriber', null, null])
  add(null, '20', 'another provider')
  expect(['22', '23'].map(latestAbove)).toEqual(['another provider', null])
  add(null, '99', 'unknown')
  expect(latestAbove('22')).toBe('another provider')
  expect(findings).toEqual([])
})

test('the finding names the level that is looked for', () => {
  const { findings, report } = collectFindings()
  hierarchyOf<string>(['20', '22', '23'], report).parentOf(hlOf('3*2*23*0'))
  expect(findings[0]?.says).toContain('22')
})
