/**
 * Which claim the reference of a provider-level adjustment names. Payers put the claim number, their own number or both
 * joined there, without any separator (RFI 1956, 2370): the longest known number that it holds counts, and a cut claim
 * number where it begins one claim alone.
 */
import { foldedNumber } from './claim.ts'

/** Claims by the numbers that are known of them. */
export interface KnownNumbers {
  /** Claims that have this number, ours or the payer's. */
  has(number: string): readonly string[]
  /** Claims of which a claim number, folded, begins so. */
  begins(folded: string): readonly string[]
}

/** Shorter numbers stand in longer ones by chance; a whole reference may be as short as it is. */
const lengthMin = 10
/** Shorter ones begin too many numbers to mean one. */
export const beginningMin = 12

/** As it is compared. */
export function plainReference(reference: string): string {
  return reference.trim().toUpperCase().replace(/\s+/g, ' ')
}

/** Every number that may stand in `reference`, the longest first. */
export function numbersIn(reference: string): readonly string[] {
  const plain = plainReference(reference)
  const numbers = new Set(plain === '' ? [] : [plain])
  for (let length = plain.length; length >= lengthMin; length--) {
    for (let at = 0; at + length <= plain.length; at++) {
      const piece = plain.slice(at, at + length)
      if (!piece.includes(' ')) numbers.add(piece)
    }
  }
  return [...numbers]
}

/** What a number may be cut to and still mean one claim. */
export function beginningsOf(text: string): readonly string[] {
  const lengths = Array.from(
    { length: Math.max(0, text.length - beginningMin) },
    (_, more) => beginningMin + more,
  )
  return lengths.map((length) => text.slice(0, length))
}

export interface Named {
  readonly claimId: string | null
  /** How many characters of the reference tell so. */
  readonly namedBy: number
  /** All of them do: no number that becomes known later can tell better. */
  readonly namedWhole: boolean
}

export const namesNobody: Named = { claimId: null, namedBy: 0, namedWhole: false }

/** None of ours, or more than one: nobody. */
export function namedClaim(reference: string, known: KnownNumbers): Named {
  const whole = plainReference(reference).length
  for (const number of numbersIn(reference)) {
    const claims = new Set(known.has(number))
    if (claims.size > 0) return named(claims, number.length, number.length === whole)
  }
  const folded = foldedNumber(reference)
  if (folded.length < beginningMin) return namesNobody
  return named(new Set(known.begins(folded)), folded.length, false)
}

function named(claims: ReadonlySet<string>, namedBy: number, namedWhole: boolean): Named {
  const [claimId] = claims
  return claimId !== undefined && claims.size === 1 ? { claimId, namedBy, namedWhole } : namesNobody
}

/** Numbers gathered while remittances are posted. */
export interface GatheredNumbers extends KnownNumbers {
  readonly size: number
  add(claimId: string, claimNumber: string, payerClaimNumber: string | null): void
}

/** Holds none. */
export const noNumbers: GatheredNumbers = {
  size: 0,
  add: () => undefined,
  has: () => [],
  begins: () => [],
}

export function gatherNumbers(): GatheredNumbers {
  const [whole, begun] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const note = (map: Map<string, Set<string>>, key: string, claimId: string) => {
    const claims = map.get(key)
    if (claims) claims.add(claimId)
    else map.set(key, new Set([claimId]))
  }
  return {
    get size() {
      return whole.size
    },
    add(claimId, claimNumber, payerClaimNumber) {
      note(whole, claimNumber, claimId)
      if (payerClaimNumber !== null) note(whole, plainReference(payerClaimNumber), claimId)
      const folded = foldedNumber(claimNumber)
      for (const beginning of beginningsOf(folded)) note(begun, beginning, claimId)
    },
    has: (number) => [...(whole.get(number) ?? [])],
    begins: (folded) => [...(begun.get(folded) ?? [])],
  }
}
