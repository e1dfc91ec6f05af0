/**
 * The outside's own segment split. Separators come from the ISA (x12.md section 7): the character after `ISA`
 * divides elements, the one after the sixteenth divides components, the next ends a segment.
 */

/** Segment name first, then its elements: `['CLM', 'PCN1', '250', …]`. */
export type Segment = readonly string[]

export interface Separators {
  readonly component: string
  readonly repetition: string | null
}

export interface Interchange {
  readonly separators: Separators
  /** From ISA to IEA. */
  readonly segments: readonly Segment[]
}

/** The one interchange in `text`, or a sentence that says what is wrong with it. */
export function splitInterchange(text: string): Interchange | string {
  const begun = text.replace(/^\uFEFF?\s*/, '')
  if (!begun.startsWith('ISA')) return 'The body does not begin with ISA: send an X12 interchange.'
  const element = begun.charAt(3)
  const header = begun.split(element, 17)
  const last = header[16] ?? ''
  const end = header.slice(0, 16).join(element).length + 1
  const component = last.charAt(0)
  const terminator = terminatorAfter(begun, end + 1)
  if (header.length < 17 || !component || !terminator)
    return 'The ISA segment is cut short: it has sixteen elements.'
  const segments = begun
    .split(terminator)
    .map((segment) => segment.replace(/^\s+/, '').replace(/[\r\n]+$/, ''))
    .filter((segment) => segment !== '')
    .map((segment) => segment.split(element))
  if (segments.filter(([name]) => name === 'ISA').length > 1)
    return 'The body holds more than one interchange: send one at a time.'
  if (segments.at(-1)?.[0] !== 'IEA') return 'The interchange does not end with IEA: it was cut off.'
  const repeats = header[11] ?? ''
  return { separators: { component, repetition: /^[^A-Za-z0-9 ]$/.test(repeats) ? repeats : null }, segments }
}

/** A line end before the real terminator is layout, not the terminator. */
function terminatorAfter(text: string, at: number): string {
  const candidate = text.charAt(at)
  if (candidate !== '\r' && candidate !== '\n') return candidate
  const next = /\S/.exec(text.slice(at))?.[0] ?? ''
  return /[A-Za-z]/.test(next) ? candidate : next
}

/** Element `position` (from 1, as the guides count), `''` when absent. */
export function elementOf(segment: Segment, position: number): string {
  return segment[position] ?? ''
}
