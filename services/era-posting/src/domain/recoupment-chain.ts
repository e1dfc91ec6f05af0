/**
 * Which provider-level adjustments clear one another (x12.md 2.6): those of one payer whose references are one, name one
 * claim of ours, or of which one is the other cut; a balance forward with the remittance that it comes from; a return
 * with the recovery that acknowledges it. Their account is that of the longest reference among them. All of it follows
 * from the set of adjustments alone, so that the order in which they came makes no difference: what an earlier
 * remittance left on another account moves over when a later one shows that they belong together.
 */
import { type Cents, cents } from '@tally/kernel'
import { recoupment } from './account.ts'
import { beginningMin, beginningsOf, type Named, plainReference } from './named-claim.ts'
import { type Posting, post } from './posting.ts'

/** Recoveries, balances forward and returns: each opens or closes a chain. Every other code has one account a payer. */
export const carriedCodes: readonly string[] = ['WO', 'FB', '72']

/** One that opens or closes a chain. */
export interface Carried extends Named {
  readonly remittanceId: string
  readonly position: number
  readonly code: string
  readonly reference: string
  /** TRN02 of its remittance. */
  readonly trace: string
  readonly amountCents: Cents
  /** Position of the return in the same remittance that this recovery acknowledges. */
  readonly pairedWith: number | null
  /** Where it stands; null: it was not posted yet. */
  readonly account: string | null
}

export interface Names {
  /** Adjustments that share one are of one chain. */
  readonly is: readonly string[]
  /** One that `is` so may be this one, cut. */
  readonly begins: readonly string[]
}

export function namesOf(each: Omit<Carried, 'account'>): Names {
  const { code, remittanceId, position, claimId, pairedWith, trace } = each
  const plain = plainReference(each.reference)
  // What is carried forward is the balance of this very remittance, whatever it refers to (RFI 222).
  const forward = code === 'FB' && each.amountCents < 0 ? [`is/${plainReference(trace)}`] : []
  const claim = claimId === null || code === 'FB' ? [] : [`claim/${claimId}`]
  const paired = pairedWith === null ? [] : [`pair/${remittanceId}/${pairedWith}`]
  const own = code === '72' ? [`pair/${remittanceId}/${position}`] : []
  return {
    is: [...new Set([`is/${plain}`, ...forward, ...claim, ...paired, ...own])],
    begins: beginningsOf(plain).map((beginning) => `is/${beginning}`),
  }
}

/** By position: the return in the same remittance of which each recovery is the equal and opposite (x12.md 2.6, code 72). */
export function pairsOf(
  levels: readonly { readonly position: number; readonly code: string; readonly amountCents: number }[],
): ReadonlyMap<number, number> {
  const of = (code: string, amountCents: number) =>
    levels.filter((each) => each.code === code && each.amountCents === amountCents)
  const returns = levels.filter(({ code }) => code === '72')
  return new Map(
    returns.flatMap(({ position, amountCents }): [number, number][] => {
      const [only, ...others] = of('WO', -amountCents)
      const alone = others.length === 0 && of('72', amountCents).length === 1
      return only && alone ? [[only.position, position]] : []
    }),
  )
}

/** `linked` is every adjustment of the payer that may belong together; each with the account that is right for it. */
export function accountsOfChains(
  linked: readonly Carried[],
  payerId: string,
  tokenOf: (reference: string) => string,
): readonly { readonly carried: Carried; readonly account: string }[] {
  return chainsOf(linked).flatMap((chain) => {
    const references = chain.map(({ reference }) => plainReference(reference))
    const longest = references.reduce((one, other) => (isRather(other, one) ? other : one), '')
    const account = recoupment(payerId, tokenOf(longest))
    return chain.map((carried) => ({ carried, account }))
  })
}

function isRather(one: string, other: string): boolean {
  return one.length === other.length ? one < other : one.length > other.length
}

function chainsOf(linked: readonly Carried[]): readonly (readonly Carried[])[] {
  const names = new Map(linked.map((each) => [each, namesOf(each)]))
  const heads = new Map<string, string>()
  const headOf = (name: string): string => {
    const above = heads.get(name)
    return above === undefined || above === name ? name : headOf(above)
  }
  const join = (one: string, other: string) => {
    heads.set(headOf(one), headOf(other))
  }
  for (const { is } of names.values()) for (const name of is) join(name, is[0] ?? name)
  const whole = new Set([...names.values()].flatMap(({ is }) => is))
  // The longest first: what is cut twice finds what is cut once where it belongs already.
  const byLength = [...names].sort(([one], [other]) => other.reference.length - one.reference.length)
  for (const [{ reference }, { is }] of byLength) {
    // A cut reference that could be of several is of none.
    const plain = plainReference(reference)
    const longer = [...whole].filter((name) => name !== `is/${plain}` && name.startsWith(`is/${plain}`))
    const chains = new Set(longer.map(headOf))
    const [only] = longer
    if (plain.length >= beginningMin && chains.size === 1 && only) join(is[0] ?? '', only)
  }
  return [...Map.groupBy(linked, (each) => headOf(namesOf(each).is[0] ?? '')).values()]
}

/** New adjustments leave the clearing account that `paidFrom` gives; those that stand elsewhere move over. */
export function postChains(
  placed: readonly { readonly carried: Carried; readonly account: string }[],
  clearingOf: (remittanceId: string) => string,
  cause: string,
): readonly Posting[] {
  return placed.flatMap(({ carried, account }) => {
    const { remittanceId, position, amountCents } = carried
    const key = `remittance/${remittanceId}/plb/${position}`
    if (carried.account === null) return post(account, clearingOf(remittanceId), amountCents, key)
    if (carried.account === account) return []
    return post(account, carried.account, cents(amountCents), `${key}/moved/${cause}`)
  })
}
