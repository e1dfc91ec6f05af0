/**
 * A segment as its tag and elements, and how it is written. X12 5010 has no escape character, so a delimiter
 * inside data would be another segment: data is cleaned before it comes here, and this is the last gate.
 */
import { assert } from '@tally/kernel'

/** An element; `''` is absent. A list of components is a composite. */
export type Element = string | readonly string[]
export type SegmentToWrite = readonly [tag: string, ...elements: Element[]]

export const delimiters = { element: '*', component: ':', repetition: '^', terminator: '~' } as const

/** Segments one behind the other, and how many they are. */
export interface SegmentsText {
  readonly text: string
  readonly count: number
}

/** None of the segments may be empty: a count of segments would be wrong. */
export function segmentsText(segments: readonly SegmentToWrite[]): SegmentsText {
  const texts: string[] = []
  for (const segment of segments) {
    const text = segmentText(segment)
    assert(text !== '', 'a segment that says something')
    texts.push(text)
  }
  return { text: texts.join(''), count: texts.length }
}

/**
 * The segment with its terminator, without trailing empty elements and components; `''` when all are empty.
 * Throws a `Defect` on a delimiter or a character outside ASCII in the data.
 */
export function segmentText(segment: SegmentToWrite): string {
  const [tag] = segment
  let text = tag
  // What separates is written once something follows.
  let before = ''
  for (let at = 1; at < segment.length; at++) {
    const element = segment[at] ?? ''
    before += delimiters.element
    const own = typeof element === 'string' ? dataText(element) : compositeText(element)
    if (own === '') continue
    text += before + own
    before = ''
  }
  return text === tag ? '' : text + delimiters.terminator
}

function compositeText(components: readonly string[]): string {
  let text = ''
  let before = ''
  for (const component of components) {
    const own = dataText(component)
    if (own !== '') {
      text += before + own
      before = ''
    }
    before += delimiters.component
  }
  return text
}

/** In one look at each character: most of the time of writing a file would be spent here otherwise. */
function dataText(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const delimits = code === star || code === colon || code === caret || code === tilde
    assert(code >= 0x20 && code < 0x7f && !delimits, 'data without delimiters, of printable ASCII alone')
  }
  return text
}

const star = delimiters.element.charCodeAt(0)
const colon = delimiters.component.charCodeAt(0)
const caret = delimiters.repetition.charCodeAt(0)
const tilde = delimiters.terminator.charCodeAt(0)
