/**
 * The part of a file that is looked at, as text: what is left of the last piece and the next one behind it. Of
 * bytes a character stands for each byte, so that places are offsets; where others than ASCII stand, each
 * segment is decoded by itself: as UTF-8, or as Windows' Latin-1 where it is none.
 */

export interface FileWindow {
  /** A character a byte, where bytes were handed in. */
  readonly text: string
  /** Then `read` is a slice, and each character a byte. */
  readonly ascii: boolean
  /** What stands from `from` to `to`. */
  readonly read: (from: number, to: number) => string
  /** How many bytes stand there. */
  readonly bytes: (from: number, to: number) => number
}

/** `first`: nothing came before, so that a byte order mark may stand here; it is read as white space. */
export function windowOn(part: Uint8Array | string, first: boolean): FileWindow {
  if (typeof part === 'string') return windowOnText(part)
  const bytes = first ? withoutMark(part) : part
  const text = utf8.decode(bytes)
  // An ASCII file has a character a byte, and none that stands for what could not be decoded.
  if (text.length === bytes.length && !text.includes('\ufffd')) return ascii(text)
  return {
    text: latin1.decode(bytes),
    ascii: false,
    read: (from, to) => decoded(bytes.subarray(from, to)),
    bytes: (from, to) => to - from,
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const latin1 = new TextDecoder('latin1')
const mark = [0xef, 0xbb, 0xbf]

function withoutMark(part: Uint8Array): Uint8Array {
  if (!mark.every((byte, at) => part[at] === byte)) return part
  const copy = part.slice()
  copy.fill(0x20, 0, mark.length)
  return copy
}

function windowOnText(text: string): FileWindow {
  if (!/[\u0080-\uffff]/.test(text)) return ascii(text)
  return {
    text,
    ascii: false,
    read: (from, to) => text.slice(from, to),
    bytes: (from, to) => utf8Bytes(text, from, to),
  }
}

function ascii(text: string): FileWindow {
  return { text, ascii: true, read: (from, to) => text.slice(from, to), bytes: (from, to) => to - from }
}

function decoded(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) return latin1.decode(bytes)
    throw cause
  }
}

function utf8Bytes(text: string, from: number, to: number): number {
  let bytes = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    // Both halves of a surrogate pair together take four.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3
  }
  return bytes
}
