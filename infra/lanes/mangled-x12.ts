/**
 * X12 as no guide allows it, made from files that do arrive: bytes changed, cut, doubled and moved, two files spliced,
 * separators swapped, amounts turned into what is no amount. The same number makes the same file.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { synthetic835 } from './synthetic-835.ts'

const shared = new URL('../../../shared/corpus/', import.meta.url)

/** Every sample beside the repository, where it is, and one of our own. */
export function samplesOfX12(): readonly Uint8Array[] {
  const own = new TextEncoder().encode([...synthetic835(5)].join(''))
  if (!existsSync(shared)) return [own]
  const files = readdirSync(shared, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(edi|x12|txt)$/.test(name))
    .sort()
  return [own, ...files.map((name) => new Uint8Array(readFileSync(new URL(name, shared))))]
}

export function mangled(samples: readonly Uint8Array[], number: number): Uint8Array {
  const draw = chance(number)
  const pick = () => samples[draw(samples.length)] ?? new Uint8Array()
  let file: Uint8Array = pick()
  for (let change = draw(6); change >= 0; change -= 1) {
    const [from, length] = [draw(file.length + 1), draw(1 << draw(10))]
    const to = Math.min(file.length, from + length)
    switch (draw(8)) {
      case 0:
        file = spliced(file, from, to, new Uint8Array())
        break
      case 1:
        file = spliced(file, from, from, file.subarray(from, to))
        break
      case 2:
        file = spliced(
          file,
          from,
          to,
          Uint8Array.from({ length: to - from }, () => draw(256)),
        )
        break
      case 3:
        file = file.subarray(0, from)
        break
      case 4:
        file = spliced(file, from, from, pick().subarray(draw(400)))
        break
      case 5:
        file = swapped(file, signs[draw(signs.length)] ?? 126, signs[draw(signs.length)] ?? 42)
        break
      case 6:
        file = spliced(file, from, to, oddity(draw))
        break
      default:
        file = spliced(file, from, from, repeated(file.subarray(from, Math.min(to, from + 40)), draw(2_000)))
    }
    if (file.length > 300_000) file = file.subarray(0, 300_000)
  }
  return file
}

const signs = [...'~*:^|>\n\r 0AZ', '\u001d', '\u0000', '\u00e9'].map((sign) => sign.charCodeAt(0))
const oddities = [
  ...['1e400', '-0', '.5', '1,000.00', '+1', '541.155', '99999999999999999999', 'NaN', '__proto__'],
  ...['ISA*', 'ISA', 'ST*835*1~', 'CLP*1*1*1*1~', 'SE*1*1~', 'IEA*1*1~', 'HL*1*1*22*1~', 'PLB*1*1*WO:1*1~'],
  ...['\ufeff', '\u202e', '😀', '\ud800', '2026-02-30', '20260230'],
].map((text) => new TextEncoder().encode(text))

function oddity(draw: (below: number) => number): Uint8Array {
  return oddities[draw(oddities.length)] ?? new Uint8Array()
}

function spliced(file: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array {
  const made = new Uint8Array(file.length - (to - from) + by.length)
  made.set(file.subarray(0, from))
  made.set(by, from)
  made.set(file.subarray(to), from + by.length)
  return made
}

function swapped(file: Uint8Array, one: number, other: number): Uint8Array {
  return file.map((byte) => (byte === one ? other : byte === other ? one : byte))
}

function repeated(part: Uint8Array, times: number): Uint8Array {
  const made = new Uint8Array(part.length * times)
  for (let at = 0; at < times; at += 1) made.set(part, at * part.length)
  return made
}

/** Whole numbers below a bound, from a seed (mulberry32). */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return below <= 0 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
