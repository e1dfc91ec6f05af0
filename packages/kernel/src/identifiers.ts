/**
 * Two kinds of id. A ULID for what we alone name: 48 bits of time and 80 of chance, 26 characters of
 * Crockford's base32, so that it sorts by time and fits an 837's REF*6R (at most 26 of [0-9A-Z]). A derived
 * id for what two services must name alike without talking: a prefix and 130 bits of an HMAC of the natural
 * key, made by the platform, which holds the practice's id key. Time and chance are handed in.
 */
import { assert } from './assert.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export type Ulid = string
export type NewId = () => Ulid

/** A ULID of `milliseconds` since 1970 and ten random bytes. */
export function ulid(milliseconds: number, chance: Uint8Array): Ulid {
  assert(
    Number.isSafeInteger(milliseconds) && milliseconds >= 0 && milliseconds < 2 ** 48,
    'a ULID holds 48 bits of time',
  )
  assert(chance.length === 10, 'a ULID holds ten random bytes')
  let time = ''
  for (let rest = milliseconds, place = 0; place < 10; place++) {
    time = alphabet[rest % 32] + time
    rest = (rest - (rest % 32)) / 32
  }
  return time + base32(chance)
}

/** Crockford's base32 of `bytes`, most significant bit first, padded with zero bits at the end. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text
}

/**
 * Prefixes of derived ids. An EMR's own id may not begin with one: a route that takes either could not tell
 * them apart.
 */
export const derivedPrefixes = {
  patient: 'pat_',
  encounter: 'enc_',
  episode: 'epi_',
  treatmentDay: 'day_',
} as const
export type DerivedKind = keyof typeof derivedPrefixes

/** The id of `kind` whose natural key has the HMAC-SHA-256 `digest` (32 bytes). */
export function derivedId(kind: DerivedKind, digest: Uint8Array): string {
  assert(digest.length === 32, 'a derived id is made of an HMAC-SHA-256')
  return derivedPrefixes[kind] + base32(digest).slice(0, 26)
}
