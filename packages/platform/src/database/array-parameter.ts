/**
 * A list as Postgres receives an array in binary (its array_recv). As text the driver writes one element after the other with two
 * searches each, and Postgres reads it character by character; bytes become hexadecimal digits and back.
 */

interface Element {
  /** Of the element's type in pg_type. */
  readonly oid: number
  /** Bytes that a value takes; null: it is no such value, and the driver has to say what it is. */
  size(value: unknown): number | null
  write(into: Buffer, at: number, value: unknown): void
}

const text: Element = {
  oid: 25,
  size: (value) => (typeof value === 'string' ? Buffer.byteLength(value) : null),
  write: (into, at, value) => into.write(String(value), at),
}
const bytes: Element = {
  oid: 17,
  size: (value) => (value instanceof Uint8Array ? value.length : null),
  write: (into, at, value) => into.set(value as Uint8Array, at),
}
const truth: Element = {
  oid: 16,
  size: (value) => (typeof value === 'boolean' ? 1 : null),
  write: (into, at, value) => into.writeInt8(value === true ? 1 : 0, at),
}
const whole: Element = {
  oid: 23,
  size: (value) => (Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 ? 4 : null),
  write: (into, at, value) => into.writeInt32BE(Number(value), at),
}
const long: Element = {
  oid: 20,
  size: (value) => (Number.isSafeInteger(value) ? 8 : null),
  write(into, at, value) {
    into.writeInt32BE(Math.floor(Number(value) / 2 ** 32), at)
    into.writeInt32BE(Number(value) | 0, at + 4)
  },
}

const elements: Readonly<Record<string, Element>> = {
  ...{ text, bytea: bytes, boolean: truth, integer: whole, int: whole, bigint: long },
}

/** Which parameters of a statement are arrays of which elements, by its casts: `$2::text[]`. From 0. */
export function arraysIn(statement: string): ReadonlyMap<number, Element> {
  const casts = statement.matchAll(/\$(\d+)::([a-z]+)\[\]/g)
  return new Map(
    [...casts].flatMap(([, place, type = '']) => {
      const element = elements[type]
      return element ? [[Number(place) - 1, element] as const] : []
    }),
  )
}

/** Dimensions, whether something is null, the element's type; then how many there are, and from which index they count. */
const headBytes = 20

/** null: something in it is of another kind, which the driver has to write. */
export function arrayParameter({ oid, size, write }: Element, values: readonly unknown[]): Buffer | null {
  const sizes: number[] = []
  let length = headBytes
  let nulls = 0
  for (const value of values) {
    const own = value === null ? -1 : size(value)
    if (own === null) return null
    if (own < 0) nulls = 1
    sizes.push(own)
    length += 4 + Math.max(0, own)
  }
  if (values.length === 0) return head(Buffer.allocUnsafe(12), 0, 0, oid)
  const buffer = head(Buffer.allocUnsafe(length), 1, nulls, oid)
  buffer.writeInt32BE(values.length, 12)
  buffer.writeInt32BE(1, 16)
  let at = headBytes
  for (let index = 0; index < sizes.length; index++) {
    const own = sizes[index] ?? -1
    at = buffer.writeInt32BE(own, at)
    if (own < 0) continue
    write(buffer, at, values[index])
    at += own
  }
  return buffer
}

function head(buffer: Buffer, dimensions: number, nulls: number, oid: number): Buffer {
  buffer.writeInt32BE(dimensions, 0)
  buffer.writeInt32BE(nulls, 4)
  buffer.writeInt32BE(oid, 8)
  return buffer
}
