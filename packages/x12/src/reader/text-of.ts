/** The text of a file and where its characters stand in bytes. A file that is no UTF-8 is read as Latin-1. */

export interface FileText {
  readonly text: string
  /** How many bytes the characters from `from` to `to` take. */
  readonly bytesBetween: (from: number, to: number) => number
}

export function textOf(input: string | Uint8Array): FileText {
  const text = typeof input === 'string' ? input : decoded(input)
  const oneByteEach = typeof input === 'string' ? !/[\u0080-\uffff]/.test(text) : text.length === input.length
  return {
    text,
    bytesBetween: oneByteEach ? (from, to) => to - from : (from, to) => utf8Bytes(text, from, to),
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) return new TextDecoder('latin1').decode(bytes)
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
