/**
 * A segment as its tag and elements, and how it is written. X12 5010 has no escape character, so a delimiter
 * inside data would be another segment: data is cleaned before it comes here, and this is the last gate.
 */
import { assert } from '@tally/kernel'

/** An element; `''` is absent. A list of components is a composite. */
export type Element = string | readonly string[]
export type SegmentToWrite = readonly [tag: string, ...elements: Element[]]

export const delimiters = { element: '*', component: ':', repetition: '^', terminator: '~' } as const

const notData = /[*:^~]|[^\x20-\x7e]/

/**
 * The segment with its terminator, without trailing empty elements and components; `''` when all are empty.
 * Throws a `Defect` on a delimiter or a character outside ASCII in the data.
 */
export function segmentText([tag, ...elements]: SegmentToWrite): string {
  const texts = withoutTrailingEmpty(elements.map(elementText))
  if (texts.length === 0) return ''
  return [tag, ...texts].join(delimiters.element) + delimiters.terminator
}

function elementText(element: Element): string {
  const components = typeof element === 'string' ? [element] : withoutTrailingEmpty(element)
  for (const component of components) {
    assert(!notData.test(component), 'data without delimiters, of printable ASCII alone')
  }
  return components.join(delimiters.component)
}

function withoutTrailingEmpty(texts: readonly string[]): readonly string[] {
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1)
}
