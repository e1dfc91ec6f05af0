/**
 * Which remittances a deposit pays: those whose trace number stands in what the bank says of it, and whose payments make its
 * amount to the cent. Nothing is matched by its amount alone, and nothing in part.
 */
import { type Cents, cents, noCents, sumOf } from '@tally/kernel'

export interface DuePayment {
  readonly remittanceId: string
  /** The account: TRN03 and TRN02. */
  readonly trace: string
  readonly paymentCents: Cents
  /** What no deposit has shown yet. */
  readonly openCents: Cents
}

export type DepositMatch =
  | { readonly kind: 'matched'; readonly pays: readonly DuePayment[] }
  | { readonly kind: 'waiting'; readonly because: string; readonly expectedCents: Cents | null }

/** `named`: those whose trace numbers the deposit's text holds. */
export function matchDeposit(amountCents: Cents, named: readonly DuePayment[]): DepositMatch {
  const open = named.filter(({ openCents }) => openCents > noCents)
  if (named.length === 0) return { kind: 'waiting', because: 'deposit/no-remittance', expectedCents: null }
  if (open.length === 0) {
    return { kind: 'waiting', because: 'deposit/already-deposited', expectedCents: noCents }
  }
  const all = sumOf(open.map(({ openCents }) => openCents))
  if (all === amountCents) return { kind: 'matched', pays: open }
  const equal = open.filter(({ openCents }) => openCents === amountCents)
  if (equal.length === 1) return { kind: 'matched', pays: equal }
  const because = equal.length > 1 ? 'deposit/ambiguous' : 'deposit/amount-differs'
  return { kind: 'waiting', because, expectedCents: cents(all) }
}

const tokensMax = 60
const longest = 3

/**
 * What in a bank's text may be a trace number, as it is compared: upper case, letters and digits alone, no leading zeros. Up to
 * three neighbours together, since banks break a number where it has a dash or a space.
 */
export function traceTokens(text: string): readonly string[] {
  const runs = text.toUpperCase().match(/[0-9A-Z]+/g) ?? []
  const found = new Set<string>()
  for (let length = 1; length <= longest; length += 1) {
    for (let from = 0; from + length <= runs.length; from += 1) {
      const token = plainTrace(runs.slice(from, from + length).join(''))
      if (token.length >= 4 && token.length <= 60 && /\d/.test(token)) found.add(token)
    }
  }
  return [...found].slice(0, tokensMax)
}

export function plainTrace(trace: string): string {
  return trace
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/^0+/, '')
}
