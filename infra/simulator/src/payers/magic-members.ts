/**
 * Member ids that make something happen: the last four characters are `XQ`, `XF`, `XE` or `XN` and a number.
 * `XQ` is the whole claim, `XF` its first line alone, `XE` its last, `XN` the whole claim the first time only. The
 * form fits every payer: `1EG4TE5XQ10` is a well-formed MBI, `W12345XQ10` a commercial id. Every other id is
 * an ordinary member. README.md lists them.
 */
import {
  type Acknowledgment,
  acknowledgments,
  benefitShapes,
  type Denial,
  denials,
  type Happening,
  happenings,
} from './magic-tables.ts'

export type Where = 'claim' | 'first-line' | 'last-line'

export type Scenario =
  | { readonly kind: 'ordinary' }
  | { readonly kind: 'denied'; readonly where: Where; readonly denial: Denial }
  | { readonly kind: 'acknowledged'; readonly how: Acknowledgment }
  | { readonly kind: 'remitted'; readonly how: Happening }
  | { readonly kind: 'benefits'; readonly shape: string; readonly denial: Denial | null }

const places: Readonly<Record<string, Where>> = { Q: 'claim', N: 'claim', F: 'first-line', E: 'last-line' }

/** `again`: the same services of this member were on an earlier claim. */
export function scenarioOf(memberId: string, again = false): Scenario {
  const parts = /X([QFEN])(\d\d)$/.exec(memberId)
  const number = Number(parts?.[2])
  const where = places[parts?.[1] ?? '']
  if (!parts || !where || (parts[1] === 'N' && again)) return { kind: 'ordinary' }
  const denial = denials.get(number)
  if (denial) return { kind: 'denied', where, denial }
  const acknowledgment = acknowledgments.get(number)
  if (acknowledgment) return { kind: 'acknowledged', how: acknowledgment }
  const happening = happenings.get(number)
  if (happening) return { kind: 'remitted', how: happening.how }
  const benefits = benefitShapes.get(number)
  return benefits ? { kind: 'benefits', ...benefits } : { kind: 'ordinary' }
}
