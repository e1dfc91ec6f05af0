/** A part of a file as text: a byte a character, each stretch decoded by itself, its length counted in bytes. */
import { expect, test } from 'vitest'
import { windowOn } from './file-window.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const latin1 = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0))

test.each([
  ['ASCII', utf8('N1*PR'), true, 'N1*PR'],
  ['text of ASCII', 'N1*PR', true, 'N1*PR'],
  ['UTF-8', utf8('N1*Ä'), false, 'N1*Ä'],
  ['text with an umlaut', 'N1*Ä', false, 'N1*Ä'],
  ['Latin-1', latin1('N1*Ä'), false, 'N1*Ä'],
])('%s', (_, part, ascii, read) => {
  const window = windowOn(part, false)
  expect(window.ascii).toBe(ascii)
  expect(window.read(0, part.length)).toBe(read)
  expect(window.read(1, 3)).toBe('1*')
})

test.each([
  ['\u007f', 1],
  ['\u0080', 2],
  ['\u07ff', 2],
  ['\u0800', 3],
  ['\ud7ff', 3],
  ['\u{10000}', 4],
  ['\u{10ffff}', 4],
  ['\ue000', 3],
  ['\uffff', 3],
  ['aé€\u{1f600}', 10],
])('%j takes %i bytes', (text, bytes) => {
  expect(windowOn(`é${text}`, false).bytes(1, text.length + 1)).toBe(bytes)
  const part = utf8(text)
  expect(windowOn(part, false).bytes(0, part.length)).toBe(bytes)
})

test('a mark at the front is white space and leaves the bytes of others as they are', () => {
  const marked = utf8('\ufeffISA')
  const before = marked.slice()
  expect(windowOn(marked, true).text).toBe('   ISA')
  expect(windowOn(marked, true).ascii).toBe(true)
  expect(marked).toEqual(before)
  expect(windowOn(marked, false).ascii).toBe(false)
})

test('what only looks like the beginning of a mark is none', () => {
  expect(windowOn(latin1('\u00efISA'), true).text).toBe('\u00efISA')
  expect(windowOn(latin1('\u00ef\u00bbA'), true).read(0, 3)).toBe('\u00ef\u00bbA')
})
