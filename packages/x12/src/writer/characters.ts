/**
 * What of a text can stand in X12: printable ASCII in upper case without the delimiters. Accents and typographic
 * signs have a plain form and get it; a sign without meaning here becomes a space; a letter or a digit
 * without a plain form is lost, which only a person can mend.
 */
import { delimiters } from './segment-text.ts'

export interface Written {
  readonly text: string
  /** True when more was done than upper case and trimming. */
  readonly changed: boolean
  /** The first letter or digit that has no plain form. */
  readonly lost: string | null
}

/** Letters that Unicode does not decompose, and signs whose plain form it does not know. */
const plainForms: Readonly<Record<string, string>> = {
  ß: 'SS',
  ẞ: 'SS',
  æ: 'AE',
  Æ: 'AE',
  œ: 'OE',
  Œ: 'OE',
  ø: 'O',
  Ø: 'O',
  ł: 'L',
  Ł: 'L',
  đ: 'D',
  Đ: 'D',
  ð: 'D',
  Ð: 'D',
  þ: 'TH',
  Þ: 'TH',
  ħ: 'H',
  Ħ: 'H',
  ı: 'I',
  ŋ: 'NG',
  Ŋ: 'NG',
  ŧ: 'T',
  Ŧ: 'T',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  ʻ: "'",
  '′': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '×': 'X',
  '⁄': '/',
}
/** Nothing but printable ASCII without the delimiters, as most of what is typed. */
const plain = /^[ !-)+-9;-\]_-}]*$/
const delimiting = new Set<string>(Object.values(delimiters))

/** A name, an address line or a note. */
export function asFreeText(given: string): Written {
  if (plain.test(given)) return { text: inCapitals(given), changed: false, lost: null }
  let text = ''
  let changed = false
  let lost: string | null = null
  for (const character of given) {
    const written = plainFormOf(character)
    if (written === null) lost ??= character
    changed ||= written !== character
    text += written ?? ''
  }
  return { text: inCapitals(text), changed, lost }
}

function inCapitals(text: string): string {
  const single = text.includes('  ') ? text.replace(/ +/g, ' ') : text
  return single.trim().toUpperCase()
}

/** A number that somebody else gave: nothing in it may be replaced. Null when it cannot be written as it is. */
export function asIdentifier(given: string): string | null {
  // Before capitals: those of some letters outside ASCII are in it, and would be another number.
  const text = given.trim()
  return plain.test(text) ? text.toUpperCase() : null
}

/** Null for a letter or digit that has none. */
function plainFormOf(character: string): string | null {
  const ascii =
    plainForms[character] ?? [...decomposed(character)].map((one) => plainForms[one] ?? one).join('')
  if ([...ascii].every(isPrintable)) {
    return [...ascii].map((one) => (delimiting.has(one) ? ' ' : one)).join('')
  }
  return /[\p{L}\p{N}]/u.test(ascii) ? null : ' '
}

/** `é` as `e`, a fullwidth digit as a digit, `½` as ` 1/2` (`10½` is not `101/2`); marks alone as nothing. */
function decomposed(character: string): string {
  if (/[¼-¾⅐-⅞]/u.test(character)) return ` ${character.normalize('NFKD').replace('⁄', '/')}`
  // Other numbers that are no digits, such as a superscript two, would turn into digits of the number before.
  if (/\p{No}/u.test(character)) return character
  return character.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '')
}

function isPrintable(character: string): boolean {
  return character >= ' ' && character <= '~' && character.length === 1
}
