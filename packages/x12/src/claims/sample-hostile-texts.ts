/**
 * Texts as nobody should type them and people do, each with what our writer has to make of it: pieces whose written
 * form was looked up by hand, so that what is expected shares no code with the writer.
 */
import fc from 'fast-check'

export interface HostileText {
  readonly given: string
  /** As it must be written; null when it holds a letter or digit that X12 has no way to write. */
  readonly written: string | null
}

const pieces: readonly (readonly [given: string, written: string | null])[] = [
  // What is ordinary.
  ...[
    'a',
    'Z',
    '0',
    ' ',
    '  ',
    "O'Neil",
    'de la Cruz',
    '-',
    '.',
    '#',
    '\\',
    '|',
    '"',
    '&',
    '%',
    '`',
    '{@_}',
  ].map((text) => [text, text] as const),
  // Delimiters, and what would end the file.
  ...['*', ':', '^', '~'].map((delimiter) => [delimiter, ' '] as const),
  ['::::', ' '],
  ['~SE*1*0001~', ' SE 1 0001 '],
  // Long enough for two of them to be too much.
  ['x'.repeat(35), 'X'.repeat(35)],
  // Control characters and line ends.
  ...['\r\n', '\t', '\u0000', '\u001d', '\u007f', '\u0085', '\u2028', '\ufffd'].map(
    (sign) => [sign, ' '] as const,
  ),
  // Accents, composed and combining; letters that Unicode does not take apart.
  ['é', 'E'],
  ['Ñ', 'N'],
  ['e\u0301', 'E'],
  ['o\u0302\u0323', 'O'],
  ['a\u0300\u0316\u0489', 'A'],
  ['\u0301', ''],
  ['ß', 'SS'],
  ['æ', 'AE'],
  ['ø', 'O'],
  ['ǿ', 'O'],
  ['Ł', 'L'],
  ['ı', 'I'],
  ['ﬁ', 'FI'],
  ['Ａ', 'A'],
  ['Ⅷ', 'VIII'],
  ['\u212a', 'K'],
  // Typography.
  ['’', "'"],
  ['—', '-'],
  ['…', '...'],
  ['×', 'X'],
  ['½', ' 1/2'],
  ['：', ' '],
  ['＊', ' '],
  ['～', ' '],
  ['\u00a0', ' '],
  ['\u037e', ';'],
  // Emoji, and half of one.
  ['🙂', ' '],
  ['👩\u200d⚕\ufe0f', ' '],
  ['🇺🇸', ' '],
  ['1\ufe0f\u20e3', '1'],
  ['\ud83d', ' '],
  ['x\udc00', 'X '],
  // What turns the direction, joins, or marks the beginning of a file.
  ...['\u202e', '\u200f', '\u2066', '\u200b', '\ufeff'].map((sign) => [sign, ''] as const),
]

/** Letters and digits without a plain form: right to left, other scripts, figures that would run into a number. */
const lost = ['שלום', 'مرحبا', '李', 'Я', 'क्', '٣', '²', '①'].map((text) => [text, null] as const)

/** A name, an address line or a note. */
export const hostileText: fc.Arbitrary<HostileText> = fc
  .array(
    fc.oneof(
      { weight: 60, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.constantFrom(...lost) },
    ),
    { minLength: 2, maxLength: 7 },
  )
  .map((drawn) => {
    const written = drawn.map(([, text]) => text)
    return {
      given: drawn.map(([text]) => text).join(''),
      written: written.includes(null) ? null : inCapitals(written.join('')),
    }
  })

/** A number that somebody else gave: written as it is, or not at all. */
export const hostileNumber: fc.Arbitrary<HostileText> = fc
  .array(
    fc.oneof(
      { weight: 60, arbitrary: fc.constantFrom('N', '1', 'a', '-', ' ', '/', '.', '#', "'", 'AB12') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('*', ':', '^', '~', 'é', 'ß', 'ı', 'ﬁ', '٣', '🙂', '\ud83d', '\t'),
      },
    ),
    { minLength: 2, maxLength: 8 },
  )
  .map((drawn) => {
    const given = drawn.join('')
    return { given, written: numberWritten(given) }
  })

/** Null where a sign of it can't be written; white space at its ends is none of it. */
export function numberWritten(given: string): string | null {
  const number = given.trim()
  return /[*:^~]|[^ -~]/.test(number) ? null : number.toUpperCase()
}

/** What changes in every text and is no replacement: capitals, and single spaces with none at the ends. */
export function inCapitals(text: string): string {
  return text
    .replace(/ +/g, ' ')
    .replace(/^ | $/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
}
