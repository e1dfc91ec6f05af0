/** One segment as it arrived, known or not; elements are text until somebody asks for an amount or a date. */

export interface Separators {
  readonly element: string
  readonly component: string
  /** null where the version has none (4010 puts U in ISA11). */
  readonly repetition: string | null
  readonly terminator: string
}

export interface Segment {
  /** From 1 in the file. */
  readonly ordinal: number
  /** Of its first character, in bytes from the file's start. */
  readonly offset: number
  readonly tag: string
  /** The tag at 0, so that an index is the element's position. */
  readonly elements: readonly string[]
  readonly separators: Separators
  /** False for a last segment without its terminator and for one too long to split: neither is read. */
  readonly whole: boolean
}

/** Element `position`, '' when it is left out. */
export function element({ elements }: Segment, position: number): string {
  return elements[position] ?? ''
}

/** Element `position`, null when it is left out or blank. */
export function given(segment: Segment, position: number): string | null {
  const text = element(segment, position).trim()
  return text === '' ? null : text
}

/** The components of element `position`, of its first repetition. */
export function components(segment: Segment, position: number): string[] {
  const { component, repetition } = segment.separators
  const text = element(segment, position)
  const end = repetition === null ? -1 : text.indexOf(repetition)
  return (end < 0 ? text : text.slice(0, end)).split(component)
}

/** The repetitions of element `position`; none when it is left out. */
export function repetitions(segment: Segment, position: number): string[] {
  const text = element(segment, position)
  if (text === '') return []
  const { repetition } = segment.separators
  return repetition === null ? [text] : text.split(repetition)
}
