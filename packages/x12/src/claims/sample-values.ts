/** The values that generated claims are made of: as our writer writes them, so that they come back equal. */
import { isNpi, plusDays, type ServiceDate, serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import type { BillingProvider } from '../claim-document.ts'
import type { Relationship } from '../claim-parts.ts'

export const served = serviceDate('2026-10-20')
export const maybe = <Value>(some: fc.Arbitrary<Value>) => fc.option(some, { freq: 2 })
export const anyOf = (codes: string) => fc.constantFrom(...codes.split(' '))

/** Letters, digits and signs that X12 leaves alone, with single spaces inside. */
const word = fc.string({
  unit: fc.constantFrom(...'ABEGKLMNORSTXZ0149-./#&,()=+|<>{}'),
  minLength: 1,
  maxLength: 9,
})
export const text = (most: number, least = 1) =>
  fc
    .array(word, { minLength: 1, maxLength: 5 })
    .map((words) => words.join(' ').slice(0, most).trim().padEnd(least, 'Q'))
export const number = (most: number, least = 1) =>
  fc.string({ unit: fc.constantFrom(...'ABCXYZ0123456789-'), minLength: least, maxLength: most })
export const bare = (most: number, least: number) =>
  fc.string({ unit: fc.constantFrom(...'ACEKXZ013579'), minLength: least, maxLength: most })
export const digits = (count: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count })

const npiOf = (ordinal: number): string => {
  const body = String(100_000_000 + ordinal)
  const check = [...'0123456789'].find((digit) => isNpi(body + digit))
  return `${body}${check ?? ''}`
}
/** Nine different ones: a provider who stands further up already is not written again. */
export const npis = fc
  .uniqueArray(fc.integer({ min: 0, max: 99_999_999 }), { minLength: 9, maxLength: 9 })
  .map((ordinals) => ordinals.map(npiOf))

export const before = (day: ServiceDate) =>
  fc.integer({ min: 0, max: 400 }).map((days) => plusDays(day, -days))
export const birth = fc
  .integer({ min: 1, max: 36_000 })
  .map((days) => plusDays(serviceDate('2025-01-01'), -days))

const address = (zipDigits: fc.Arbitrary<string>) =>
  fc.record({
    line1: text(55),
    line2: maybe(text(55)),
    city: text(30, 2),
    state: anyOf('OR WA CA TX PR AE'),
    zip: zipDigits,
  })
export const fullAddress = address(digits(9))
export const anyAddress = address(fc.oneof(digits(5), digits(9)))
export const personName = fc.record({
  last: text(60),
  first: maybe(text(35)),
  middle: maybe(text(25)),
  suffix: maybe(text(10)),
})
export const sex = fc.constantFrom('F' as const, 'M' as const, 'U' as const)
export const clinician = (npi: string) =>
  fc.record({ npi: fc.constant(npi), last: text(60), first: maybe(text(35)) })
export const rendering = (npi: string) =>
  fc.record({
    npi: fc.constant(npi),
    last: text(60),
    first: maybe(text(35)),
    taxonomy: maybe(anyOf('225100000X 2251X0800X 208100000X')),
  })
export const relationship: fc.Arbitrary<Relationship> = fc.constantFrom(
  ...(['spouse', 'child', 'employee', 'life-partner'] as const),
  ...(['organ-donor', 'cadaver-donor', 'unknown', 'other'] as const),
)

export function billingProviders(npi: string): fc.Arbitrary<BillingProvider> {
  const identity = {
    npi: fc.constant(npi),
    taxonomy: anyOf('261QP2000X 225100000X'),
    taxId: digits(9),
    taxIdKind: fc.constantFrom('EIN' as const, 'SSN' as const),
    address: fullAddress,
    contact: maybe(fc.record({ name: maybe(text(60)), phone: digits(10) })),
  }
  return fc.oneof(
    fc.record({ kind: fc.constant('organization' as const), name: text(60), ...identity }),
    personName.chain((name) =>
      fc.record({ kind: fc.constant('person' as const), ...identity }).map((rest) => ({ ...name, ...rest })),
    ),
  )
}

export const groups = fc.oneof(
  fc.record({ groupNumber: maybe(number(50)), groupName: fc.constant(null) }),
  fc.record({ groupNumber: fc.constant(null), groupName: text(60) }),
)
