import { expect, it } from 'vitest'
import { asFreeText, asIdentifier } from './characters.ts'

it.each([
  ['  doe ', 'DOE', false, 'trimmed and in capitals'],
  ['de  la   cruz', 'DE LA CRUZ', false, 'one space'],
  ["O'Neil-Smith, Jr. #2 (a&b) @ 50%", "O'NEIL-SMITH, JR. #2 (A&B) @ 50%", false, 'plain signs stay'],
  ['Núñez', 'NUNEZ', true, 'accents'],
  ['Nu\u0301n\u0303ez', 'NUNEZ', true, 'accents as marks of their own'],
  ['Strauß Ærø Łódź Þór', 'STRAUSS AERO LODZ THOR', true, 'letters that do not decompose'],
  ['ßẞ æÆ œŒ øØ łŁ', 'SSSS AEAE OEOE OO LL', true, 'letters of the north'],
  ['đĐ ðÐ þÞ ħĦ ı ŋŊ ŧŦ', 'DD DD THTH HH I NGNG TT', true, 'letters of further north'],
  ['‘a’ ʼ ´ ′ “b” „c” ‐‑–−', "'A' ' ' ' \"B\" \"C\" ----", true, 'quotes and hyphens'],
  ['ǿ Ǽ ŉ', "O AE 'N", true, 'such letters with an accent'],
  ['e\u0301\u0316 \u0301', 'E', true, 'marks upon marks'],
  ['\u212a\u037e', 'K;', true, 'signs that Unicode takes for ASCII'],
  ['3×5 1⁄2', '3X5 1/2', true, 'signs of arithmetic'],
  ['O’Brien — “Bo”', 'O\'BRIEN - "BO"', true, 'typographic signs'],
  ['Kahoʻolawe', "KAHO'OLAWE", true, 'an okina'],
  ['A*B:C^D~E', 'A B C D E', true, 'delimiters'],
  ['a：b＊c', 'A B C', true, 'delimiters in disguise'],
  ['１２ Ｍａｉｎ', '12 MAIN', true, 'full width'],
  ['10½ Oak', '10 1/2 OAK', true, 'a fraction does not join the number before it'],
  ['Doe\r\nISA*00', 'DOE ISA 00', true, 'line ends'],
  ['a\u0000b\u0007c', 'A B C', true, 'control characters'],
  ['\u202eevil\u202c', 'EVIL', true, 'direction marks'],
  ['Jane 🙂👩‍⚕️ Doe', 'JANE DOE', true, 'emoji'],
  ['🙂', '', true, 'emoji alone'],
  ['\ud83d broken', 'BROKEN', true, 'half a character'],
  ['Ⅳ', 'IV', true, 'Roman four'],
  ['€5', '5', true, 'a sign without meaning'],
  ['', '', false, 'nothing'],
])('%j is written %j', (given, text, changed) => {
  expect(asFreeText(given)).toEqual({ text, changed, lost: null })
})

it.each([
  ['Иванов', 'И'],
  ['Smith 李', '李'],
  ['شارع ٣', 'ش'],
  ['כהן', 'כ'],
  ['5² Main', '²'],
  ['한', '한'],
])('%j holds %j, which has no plain form', (given, lost) => {
  expect(asFreeText(given).lost).toBe(lost)
})

it.each([
  [' w123-45 6 ', 'W123-45 6'],
  ['A/B#1_2', 'A/B#1_2'],
  ['\u00a0a1\t', 'A1'],
  ['', ''],
])('the number %j is written %j', (given, text) => {
  expect(asIdentifier(given)).toBe(text)
})

it.each([
  'ß1',
  'ı1',
  'ﬁ1',
  'ſ1',
  '\u212a1',
  'A*B',
  'A:B',
  'A^B',
  'A~B',
  'É1',
  '1\n2',
  '１２',
  'A\u00a0B',
  '🙂',
])('nothing is replaced in the number %j', (given) => {
  expect(asIdentifier(given)).toBeNull()
})

it('every printable sign but the delimiters stays as it is', () => {
  const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
  for (const sign of printable) {
    const delimits = '*:^~'.includes(sign)
    const { text, changed } = asFreeText(`A${sign}B`)
    expect([text, changed]).toEqual(delimits ? ['A B', true] : [`A${sign}B`.toUpperCase(), false])
  }
})
