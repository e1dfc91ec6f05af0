/**
 * An input as it comes: its bytes in parts or whole; as text, whole or line by line. Text is UTF-8, or it is
 * refused.
 */

export type Bytes = AsyncIterable<Uint8Array | string>

/** One line and its number, from 1; blank lines are passed over. */
export interface NumberedLine {
  readonly number: number
  readonly text: string
}

export async function* partsOf(input: Bytes): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const part of input) yield typeof part === 'string' ? encoder.encode(part) : part
}

export async function wholeBytes(input: Bytes): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of partsOf(input)) parts.push(part)
  return Buffer.concat(parts)
}

export async function wholeText(bytes: Bytes): Promise<string> {
  let whole = ''
  for await (const part of textOf(bytes)) whole += part
  return whole
}

export async function* linesOf(bytes: Bytes): AsyncGenerator<NumberedLine> {
  let number = 0
  let rest = ''
  for await (const part of textOf(bytes)) {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      number += 1
      if (text.trim() !== '') yield { number, text }
    }
  }
  if (rest.trim() !== '') yield { number: number + 1, text: rest }
}

async function* textOf(bytes: Bytes): AsyncGenerator<string> {
  // Without a byte order mark, which the decoder drops.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const part of bytes)
    yield typeof part === 'string' ? part : decoder.decode(part, { stream: true })
  yield decoder.decode()
}
