/**
 * Which characters separate, told by the ISA and not by habit: of 468 public files 106 have another component
 * separator than `:`, 33 an ISA of another length than 106 (x12.md 0.5, 7). Without an ISA they are found
 * from the first segments.
 */
import type { Separators } from './segment.ts'

export interface FoundSeparators {
  readonly separators: Separators
  /** False when the terminator doesn't stand at index 105. */
  readonly regular: boolean
}

/** An ISA and its tag is never longer, padded or not; sixteen separators must stand in it. */
const longestIsa = 400

/** From the ISA at `start`; null when it is cut or has too few elements. */
export function separatorsOfIsa(text: string, start: number): FoundSeparators | null {
  const element = text.charAt(start + 3)
  const places = [start + 3]
  while (places.length < 16) {
    const next = text.indexOf(element, (places.at(-1) ?? start) + 1)
    if (next < 0 || next - start > longestIsa) return null
    places.push(next)
  }
  const isa11 = text.slice((places[10] ?? start) + 1, places[11])
  const component = skipBreaks(text, (places[15] ?? start) + 1)
  const terminator = terminatorAt(text, component + 1)
  if (terminator === null) return null
  const separators = {
    element,
    component: text.charAt(component),
    repetition: repetitionIn(isa11, element, text.charAt(component)),
    terminator: text.charAt(terminator),
  }
  return { separators, regular: terminator - start === 105 }
}

/**
 * The character after the component separator; where that is a line break before the real one (files with a
 * newline before `~`), the next that is no letter.
 */
function terminatorAt(text: string, at: number): number | null {
  if (at >= text.length) return null
  if (!isBreak(text.charAt(at))) return at
  const next = skipWhite(text, at)
  return next >= text.length || /[A-Za-z]/.test(text.charAt(next)) ? at : next
}

/** 4010 says U in ISA11, others a letter or nothing: then nothing repeats. */
function repetitionIn(isa11: string, element: string, component: string): string | null {
  const sign = isa11.trim()
  return sign.length === 1 && !/[A-Za-z0-9]/.test(sign) && sign !== element && sign !== component
    ? sign
    : null
}

/** True for signs that can be told from data and from each other (reliability-security.md E4). */
export function apart({ element, component, terminator }: Separators): boolean {
  const signs = [element, component, terminator]
  return new Set(signs).size === 3 && !signs.some((sign) => /^[A-Za-z0-9 ]$/.test(sign))
}

/** For a file that begins with GS, ST or a body: the usual ones, corrected by what its first segments show. */
export function separatorsWithoutIsa(text: string, start: number): Separators | null {
  const opening = /^([A-Z][A-Z0-9]{1,2})([^A-Za-z0-9\s])/.exec(text.slice(start, start + 4))
  if (!opening) return null
  const [, tag = '', element = '*'] = opening
  // A ZIP begins with PK and such a sign; what separates are 0x1C to 0x1F or signs that can be seen.
  if (element.charCodeAt(0) < 0x1c) return null
  const nextTag = tag === 'GS' ? 'ST' : '[A-Z][A-Z0-9]{1,2}'
  const sep = escaped(element)
  const ending = new RegExp(`([^A-Za-z0-9 ${sep}])\\s*${nextTag}${sep}`).exec(text.slice(start, start + 2000))
  const terminator = ending?.[1] ?? '~'
  const composite = new RegExp(`SV[C1]${sep}[A-Z0-9]{2}([^A-Za-z0-9\\s${sep}])`).exec(text)
  const component = composite?.[1] ?? ':'
  const repetition = component === '^' || element === '^' || terminator === '^' ? null : '^'
  return { element, component, repetition, terminator }
}

/** Where the next character stands that is no white space, control sign or byte order mark. */
export function skipWhite(text: string, from: number): number {
  let at = from
  while (at < text.length && isWhite(text.charCodeAt(at))) at++
  return at
}

function isWhite(code: number): boolean {
  return code <= 32 || code === 0xfeff || code === 0xa0
}

function skipBreaks(text: string, from: number): number {
  let at = from
  while (isBreak(text.charAt(at))) at++
  return at
}

function isBreak(character: string): boolean {
  return character === '\r' || character === '\n'
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')
}
