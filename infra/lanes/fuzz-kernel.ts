/**
 * The kernel's laws against slower models that share no code with it: exact fractions, day counting, BigInt
 * base32.
 */
import {
  allocate,
  cents,
  daysBetween,
  isServiceDate,
  plusDays,
  scaleRoundHalfUp,
  serviceDate,
  ulid,
} from '@tally/kernel'
import fc from 'fast-check'

const amount = fc.oneof(fc.integer({ min: -100_000, max: 100_000 }), fc.maxSafeInteger()).map(cents)
const weights = fc.array(fc.oneof(fc.nat(10), fc.maxSafeNat()), { minLength: 1, maxLength: 40 })
const dayNumber = fc.integer({
  min: Date.UTC(1800, 0, 1) / 86_400_000,
  max: Date.UTC(2199, 11, 31) / 86_400_000,
})
const dayOf = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10)

const laws: Record<string, fc.IRawProperty<unknown>> = {
  'allocate keeps every cent, and no share is a cent from exact': fc.property(
    amount,
    weights,
    (total, by) => {
      const shares = allocate(total, by)
      const whole = by.reduce((sum, weight) => sum + BigInt(weight), 0n)
      const kept = shares.reduce((sum, share) => sum + BigInt(share), 0n) === BigInt(total)
      const near = by.every((weight, index) => {
        const off = BigInt(shares[index] ?? 0) * whole - BigInt(total) * BigInt(weight)
        return whole === 0n || (off < whole && off > -whole)
      })
      return kept && near && shares.length === by.length
    },
  ),
  'scaling is the nearest cent, halves away from zero': fc.property(
    fc.integer({ min: -1_000_000, max: 1_000_000 }),
    fc.integer({ min: -10_000, max: 10_000 }),
    fc.integer({ min: 1, max: 10_000 }),
    (base, up, down) => {
      const scaled = BigInt(scaleRoundHalfUp(cents(base), up, down))
      const twice = 2n * (scaled * BigInt(down) - BigInt(base) * BigInt(up))
      const away = base * up < 0 ? -twice : twice
      return away <= BigInt(down) && away > -BigInt(down)
    },
  ),
  'a day forth and back, counted by another calendar': fc.property(dayNumber, dayNumber, (from, to) => {
    const [first, second] = [serviceDate(dayOf(from)), serviceDate(dayOf(to))]
    return plusDays(first, to - from) === second && daysBetween(first, second) === to - from
  }),
  'a text is a date when another calendar gives it back': fc.property(
    fc.integer({ min: 1790, max: 2210 }),
    fc.nat(15),
    fc.nat(35),
    (year, month, day) => {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
      const instant = Date.UTC(year, month - 1, day)
      const real = year >= 1800 && year <= 2199 && new Date(instant).toISOString().slice(0, 10) === text
      return isServiceDate(text) === real
    },
  ),
  'a ULID holds its 128 bits, and sorts by time': fc.property(
    fc.nat(2 ** 48 - 1),
    fc.nat(2 ** 48 - 1),
    fc.uint8Array({ minLength: 10, maxLength: 10 }),
    (one, other, chance) => {
      const [first, second] = [ulid(one, chance), ulid(other, chance)]
      return first < second === one < other && bitsOf(first) === (BigInt(one) << 80n) + numberOf(chance)
    },
  ),
}

/**
 * Runs each law for its share of `seconds`; answers 0, or 1 with the seed and the smallest counterexample
 * printed.
 */
export async function fuzzKernel({
  seconds,
  seed = Date.now(),
}: {
  seconds: number
  seed?: number
}): Promise<number> {
  const names = Object.entries(laws)
  let broken = 0
  for (const [name, law] of names) {
    const result = await fc.check(law, {
      seed,
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: (seconds * 1000) / names.length,
    })
    if (result.failed) broken++
    console.log(
      `${name}: ${result.failed ? `BROKEN\n${fc.defaultReportMessage(result)}` : `${result.numRuns} times`}`,
    )
  }
  if (broken > 0) console.log(`Again: npm run fuzz -- kernel --seed ${seed}`)
  return broken > 0 ? 1 : 0
}

function bitsOf(id: string): bigint {
  return [...id].reduce(
    (bits, letter) => bits * 32n + BigInt('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(letter)),
    0n,
  )
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n)
}
