/**
 * What one practice's keys do: seal and open the personal part of events and columns, and derive the ids that
 * two services share without talking. AES-256-GCM; the additional data binds a ciphertext to its place, so
 * that it cannot be moved.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { SealedPart } from '@tally/contracts'
import { assert, type DerivedKind, derivedId } from '@tally/kernel'

export interface PracticeKeys {
  readonly practiceId: string
  /** Seals a JSON value for an event; `boundTo` is its message's id and type. */
  sealPart(value: unknown, boundTo: string): SealedPart
  openPart(part: SealedPart, boundTo: string): unknown
  /** Seals a JSON value for a column; `boundTo` is `table|column|id`. */
  sealColumn(value: unknown, boundTo: string): Buffer
  openColumn(sealed: Uint8Array, boundTo: string): unknown
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

const kidBytes = 26

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
  const bound = (place: string) => Buffer.from(`${practiceId}|${place}`)
  return {
    practiceId,
    sealPart(value, boundTo) {
      const { iv, ct } = seal(keyOf(current), JSON.stringify(value), bound(boundTo))
      return { kid: current, iv: iv.toString('base64'), ct: ct.toString('base64') }
    },
    openPart({ kid, iv, ct }, boundTo) {
      return JSON.parse(
        open(keyOf(kid), Buffer.from(iv, 'base64'), Buffer.from(ct, 'base64'), bound(boundTo)),
      )
    },
    sealColumn(value, boundTo) {
      const { iv, ct } = seal(keyOf(current), JSON.stringify(value), bound(boundTo))
      return Buffer.concat([Buffer.from(current, 'latin1'), iv, ct])
    },
    openColumn(sealed, boundTo) {
      const bytes = Buffer.from(sealed)
      const key = keyOf(bytes.toString('latin1', 0, kidBytes))
      return JSON.parse(
        open(key, bytes.subarray(kidBytes, kidBytes + 12), bytes.subarray(kidBytes + 12), bound(boundTo)),
      )
    },
    derive(kind, ...parts) {
      return derivedId(kind, digest(idKey, [kind, ...parts]))
    },
    lookup(kind, value) {
      return digest(idKey, [`lookup:${kind}`, value])
    },
  }
}

/** Length-prefixed, so that no two lists of parts give the same bytes. */
function digest(key: KeyObject, parts: readonly string[]): Buffer {
  const hmac = createHmac('sha256', key)
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`)
  return hmac.digest()
}

/** `ct` ends with the 16 bytes of the tag. */
function seal(key: KeyObject, text: string, additional: Buffer): { iv: Buffer; ct: Buffer } {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(additional)
  return { iv, ct: Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]) }
}

function open(key: KeyObject, iv: Buffer, ct: Buffer, additional: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(additional)
  decipher.setAuthTag(ct.subarray(ct.length - 16))
  return decipher.update(ct.subarray(0, ct.length - 16), undefined, 'utf8') + decipher.final('utf8')
}
