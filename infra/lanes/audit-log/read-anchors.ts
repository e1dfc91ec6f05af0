/**
 * Anchors, from a file of lines, `audit-anchors.jsonl` or the "audit anchor" lines of a log: which heads were said outside the
 * database, and whether their signatures hold.
 */
import { createPublicKey, verify } from 'node:crypto'

export interface Anchor {
  readonly service: string
  readonly practice: string
  readonly position: number
  readonly hash: string
  readonly at: string
}

export interface Anchors {
  readonly good: readonly Anchor[]
  /** Line numbers, from 1, whose signature does not hold or whose key is not the one named. */
  readonly bad: readonly number[]
  /** The public keys that signed, base64. */
  readonly keys: readonly string[]
}

const spki = Buffer.from('302a300506032b6570032100', 'hex')

/** `key`: the public key, base64, that all of them must have; null: each the one that it names. */
export function readAnchors(text: string, key: string | null): Anchors {
  const good: Anchor[] = []
  const bad: number[] = []
  const keys = new Set<string>()
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const read = anchorIn(line)
    if (read === null || (key !== null && read.key !== key)) bad.push(index + 1)
    else {
      good.push(read.anchor)
      keys.add(read.key)
    }
  }
  return { good, bad, keys: [...keys] }
}

function anchorIn(line: string): { readonly anchor: Anchor; readonly key: string } | null {
  try {
    const read = JSON.parse(line)
    const said = typeof read?.anchor === 'string' ? JSON.parse(read.anchor) : read
    const { service, practice, position, hash, at, signature, publicKey } = said
    const anchor = { service, practice, position, hash, at }
    const key = createPublicKey({
      key: Buffer.concat([spki, Buffer.from(String(publicKey), 'base64')]),
      ...{ format: 'der', type: 'spki' },
    })
    const signed = Buffer.from(JSON.stringify(anchor))
    return verify(null, signed, key, Buffer.from(String(signature), 'base64'))
      ? { anchor, key: String(publicKey) }
      : null
  } catch (error) {
    // No JSON, or a key that is none: a line that proves nothing, whoever wrote it.
    if (error instanceof Error) return null
    throw error
  }
}
