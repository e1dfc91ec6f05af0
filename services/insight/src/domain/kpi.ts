/**
 * The first KPIs, each with the definition that it follows (product note 4.1): two clinics that quote one number often
 * measure different things.
 */
import { compareRatios, inDecimals, type Ratio, ratio, rounding } from './exact-ratio.ts'
import { daysIn, monthsTouched, type Period, wholeMonths } from './period.ts'

/** What was counted in the facts. */
export interface Counted {
  /** First claims of visits that went out in the period and tell when they were signed, and their days from there in sum. */
  readonly billed: { readonly claims: number; readonly days: number }
  /** Claims that first went out in the period, and those of them whose first answer denied nothing. */
  readonly firstPass: { readonly claims: number; readonly paid: number }
  /** Of the whole months that the period touches: claims whose first decision denied something, and the charges denied. */
  readonly denied: { readonly claims: number; readonly cents: number }
  /** Of the three months before: claims that first went out, and their charges. */
  readonly submitted: { readonly claims: number; readonly cents: number }
  /** At the end of the period: what payers and patients owe. */
  readonly receivableCents: number
  /** Of the days served in the period. */
  readonly served: {
    readonly chargeCents: number
    readonly paidCents: number
    readonly contractualCents: number
  }
}

interface Bound {
  readonly is: 'at least' | 'at most' | 'under'
  readonly than: Ratio
  readonly source: string
}

interface Definition {
  readonly id: string
  /** The definition’s name. */
  readonly definition: string
  readonly says: string
  readonly unit: 'days' | 'ratio'
  /** Where it should be. */
  readonly target: Bound
  /** It rings where this no longer holds; where events do not tell all, rather too early than too late, and `says` tells so. */
  readonly alarm: Bound
  readonly of: (counted: Counted, period: Period) => Ratio
  /** Another span than was asked for. */
  readonly over?: (period: Period) => Period
}

export interface Kpi extends Pick<Definition, 'id' | 'definition' | 'says' | 'unit'>, Period {
  readonly numerator: number
  readonly denominator: number
  /** Null: over nothing. */
  readonly value: string | null
  readonly rounding: string
  readonly target: { readonly is: string; readonly value: string; readonly source: string }
  readonly alarm: {
    readonly unless: string
    readonly value: string
    readonly source: string
    readonly rings: boolean | null
  }
}

const percent = (whole: number) => ratio(whole, 100)
const days = (whole: number) => ratio(whole, 1)

export const definitions: readonly Definition[] = [
  {
    ...{ id: 'days_to_bill', definition: 'Tebra report: encounter signed to 837 sent', unit: 'days' },
    says:
      'calendar days from the last signature of the visit to its first claim / claims to first payers that first went ' +
      'out in the period',
    target: { is: 'under', than: days(2), source: 'RevenueSynergy 2026: best' },
    alarm: { is: 'at most', than: days(3), source: 'MGMA: within 72 hours of the visit' },
    of: ({ billed }) => ratio(billed.days, billed.claims),
  },
  {
    ...{ id: 'first_pass_paid_rate', definition: 'usual guides: first-pass acceptance', unit: 'ratio' },
    says:
      'claims whose first answer was a decision that denied nothing, to whomever it left the amount / claims that first ' +
      'went out in the period',
    target: { is: 'at least', than: percent(95), source: 'usual guides' },
    alarm: { is: 'at least', than: percent(90), source: 'usual guides' },
    of: ({ firstPass }) => ratio(firstPass.paid, firstPass.claims),
  },
  {
    ...{
      id: 'initial_denial_rate_volume',
      definition: 'HFMA Claim Integrity Task Force 2020',
      unit: 'ratio',
    },
    says:
      'claims whose first decision denied something, in the months touched (× 3) / claims submitted in the three months ' +
      'before (× the months touched)',
    target: { is: 'under', than: percent(5), source: 'usual guides, MGMA via SPRY' },
    alarm: { is: 'under', than: percent(5), source: 'ours: the 5 % trip' },
    of: ({ denied, submitted }, period) => ratio(denied.claims * 3, submitted.claims * monthsTouched(period)),
    over: wholeMonths,
  },
  {
    ...{
      id: 'initial_denial_rate_dollars',
      definition: 'HFMA Claim Integrity Task Force 2020',
      unit: 'ratio',
    },
    says:
      'charges denied by first decisions, in the months touched (× 3) / charges submitted in the three months before (× ' +
      'the months touched)',
    target: { is: 'under', than: percent(5), source: 'usual guides, MGMA via SPRY' },
    alarm: { is: 'under', than: percent(5), source: 'ours: the 5 % trip' },
    of: ({ denied, submitted }, period) => ratio(denied.cents * 3, submitted.cents * monthsTouched(period)),
    over: wholeMonths,
  },
  {
    ...{ id: 'days_in_ar_gross', definition: 'usual guides, AAFP via WebPT', unit: 'days' },
    says:
      'what payers and patients owe at the end of the period (× its days) / charges of the days served in it; what patients ' +
      'paid after the visit and what was written off by hand counts as owed, refunds as paid: it reads high and rings early',
    target: { is: 'under', than: days(35), source: 'WebPT and Continuity' },
    alarm: { is: 'under', than: days(45), source: 'MGMA via SPRY' },
    of: ({ receivableCents, served }, period) => ratio(receivableCents * daysIn(period), served.chargeCents),
  },
  {
    ...{ id: 'net_collection_rate', definition: 'usual guides', unit: 'ratio' },
    says:
      'payments so far on the days served in the period, at the visit too / their charges less contractual adjustments; ' +
      'without what patients paid after the visit, and refunds are not taken off: mostly it reads low and rings early',
    target: { is: 'at least', than: percent(97), source: 'Continuity' },
    alarm: { is: 'at least', than: percent(95), source: 'usual guides: 95 to 99' },
    of: ({ served }) => ratio(served.paidCents, Math.max(0, served.chargeCents - served.contractualCents)),
  },
]

export function kpisOf(counted: Counted, asked: Period): Kpi[] {
  return definitions.map(({ id, definition, says, unit, target, alarm, of, over }) => {
    const found = of(counted, asked)
    return {
      ...{ id, definition, says, unit, ...(over?.(asked) ?? asked) },
      ...{ numerator: found.numerator, denominator: found.denominator, value: inDecimals(found), rounding },
      target: { is: target.is, value: written(target), source: target.source },
      alarm: { unless: alarm.is, value: written(alarm), source: alarm.source, rings: rings(alarm, found) },
    }
  })
}

function rings({ is, than }: Bound, found: Ratio): boolean | null {
  if (found.denominator === 0) return null
  const compared = compareRatios(found, than)
  switch (is) {
    case 'under':
      return compared >= 0
    case 'at most':
      return compared > 0
    case 'at least':
      return compared < 0
  }
}

function written({ than }: Bound): string {
  return inDecimals(than) ?? ''
}
