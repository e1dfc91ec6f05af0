/**
 * What one practice's keys do: seal and open the personal part of events and columns, and derive the ids that
 * two services share without talking. AES-256-GCM; the additional data binds a ciphertext to its place, so
 * that it cannot be moved.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { SealedPart } from '@tally/contracts'
import { assert, type DerivedKind, derivedId } from '@tally/kernel'
import { drawnBytes } from '../drawn-bytes.ts'

export interface PracticeKeys {
  readonly practiceId: string
  /** Seals a JSON value for an event; `boundTo` is its message's id and type. */
  sealPart(value: unknown, boundTo: string): SealedPart
  openPart(part: SealedPart, boundTo: string): unknown
  /** Seals a JSON value for a column; `boundTo` is `table|column|id`. */
  sealColumn(value: unknown, boundTo: string): Buffer
  openColumn(sealed: Uint8Array, boundTo: string): unknown
  /** As they are: a file of 20 MB as JSON would be four times in memory. The first byte says `what` they are. */
  sealBytes(what: keyof typeof sealedAs, bytes: Uint8Array, boundTo: string): Buffer
  openBytes(sealed: Uint8Array, boundTo: string): Buffer
  /** Our id for the thing of `kind` whose natural key is made of `parts`. */
  derive(kind: DerivedKind, ...parts: readonly string[]): string
  /** A keyed digest for looking up what is stored encrypted, such as an idempotency key or a member id. */
  lookup(kind: string, value: string): Buffer
}

export interface RawKeys {
  readonly practiceId: string
  /** By kid; `current` seals, all of them open. */
  readonly data: ReadonlyMap<string, Uint8Array>
  readonly current: string
  readonly id: Uint8Array
}

/** One number is looked up again and again within a transaction: a payer's claim number three times while it is posted. */
const lookedUpMax = 1_000
const kidBytes = 26
/** The first byte of sealed bytes; no kid begins with one of these. */
export const sealedAs = { bytes: 0, packed: 1 } as const

export function practiceKeys({ practiceId, data, current, id }: RawKeys): PracticeKeys {
  const objects = new Map([...data].map(([kid, key]) => [kid, createSecretKey(key)]))
  const keyOf = (kid: string) => {
    const key = objects.get(kid)
    assert(
      key,
      `data key ${kid} of practice ${practiceId} is not there: it was destroyed or the database is another one`,
    )
    return key
  }
  const idKey = createSecretKey(id)
  const lookedUp = new Map<string, Buffer>()
  const bound = (place: string) => Buffer.from(`${practiceId}|${place}`)
  const sealStored = (content: string | Uint8Array, boundTo: string, mark: readonly number[] = []) => {
    const { iv, ct } = seal(keyOf(current), content, bound(boundTo))
    return Buffer.concat([Uint8Array.from(mark), Buffer.from(current, 'latin1'), iv, ...ct])
  }
  const openStored = (sealed: Uint8Array, boundTo: string, from = 0) => {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset + from, sealed.byteLength - from)
    const key = keyOf(bytes.toString('latin1', 0, kidBytes))
    const [iv, ct] = [bytes.subarray(kidBytes, kidBytes + 12), bytes.subarray(kidBytes + 12)]
    return open(key, iv, ct, bound(boundTo))
  }
  return {
    practiceId,
    sealPart(value, boundTo) {
      const { iv, ct } = seal(keyOf(current), JSON.stringify(value), bound(boundTo))
      return { kid: current, iv: iv.toString('base64'), ct: Buffer.concat(ct).toString('base64') }
    },
    openPart({ kid, iv, ct }, boundTo) {
      const opened = open(keyOf(kid), Buffer.from(iv, 'base64'), Buffer.from(ct, 'base64'), bound(boundTo))
      return JSON.parse(opened.toString('utf8'))
    },
    sealColumn: (value, boundTo) => sealStored(JSON.stringify(value), boundTo),
    openColumn: (sealed, boundTo) => JSON.parse(openStored(sealed, boundTo).toString('utf8')),
    sealBytes: (what, bytes, boundTo) => sealStored(bytes, boundTo, [sealedAs[what]]),
    openBytes: (sealed, boundTo) => openStored(sealed, boundTo, 1),
    derive(kind, ...parts) {
      return derivedId(kind, digest(idKey, [kind, ...parts]))
    },
    lookup(kind, value) {
      const asked = `${kind}:${value}`
      const known = lookedUp.get(asked)
      if (known) return known
      if (lookedUp.size >= lookedUpMax) lookedUp.clear()
      const found = digest(idKey, [`lookup:${kind}`, value])
      lookedUp.set(asked, found)
      return found
    },
  }
}

/** Length-prefixed, so that no two lists of parts give the same bytes. */
function digest(key: KeyObject, parts: readonly string[]): Buffer {
  const text = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('')
  return createHmac('sha256', key).update(text).digest()
}

/** `ct` in pieces; the last of them are the 16 bytes of the tag. */
function seal(
  key: KeyObject,
  content: string | Uint8Array,
  additional: Buffer,
): { readonly iv: Buffer; readonly ct: readonly Buffer[] } {
  const iv = drawnBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(additional)
  const sealed = typeof content === 'string' ? cipher.update(content, 'utf8') : cipher.update(content)
  return { iv, ct: [sealed, cipher.final(), cipher.getAuthTag()] }
}

/** A stream cipher: nothing but the check is left for `final`. */
function open(key: KeyObject, iv: Buffer, ct: Buffer, additional: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(additional)
  decipher.setAuthTag(ct.subarray(ct.length - 16))
  const opened = decipher.update(ct.subarray(0, ct.length - 16))
  decipher.final()
  return opened
}
