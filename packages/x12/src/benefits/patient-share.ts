/**
 * What the patient bears: deductible, out-of-pocket maximum, copay and coinsurance. In-network entries come
 * first, then the type closest to therapy; of several the highest, for the estimate must not promise too
 * much. What was not said stays unknown: a missing line does not mean zero (RFI 990).
 */
import { type Cents, noCents } from '@tally/kernel'
import type { AmountLeft, Benefit, Coinsurance, Copay, Network } from './benefit.ts'
import { closeness, planTypes, visitTypes } from './service-types.ts'

/** EB12 W makes no difference, so it is as good as in the network. */
const networks: Readonly<Record<Network, number>> = { in: 0, either: 0, unknown: 1, out: 2 }

/** Those of the best network and, in it, of the closest type. */
export function closestOf(benefits: readonly Benefit[], types: readonly string[]): Benefit[] {
  const ranked = benefits.flatMap((benefit) => {
    const close = closeness(benefit, types)
    return close === null ? [] : [{ benefit, rank: networks[benefit.network] * types.length + close }]
  })
  const best = ranked.reduce((lowest, { rank }) => Math.min(lowest, rank), Number.POSITIVE_INFINITY)
  return ranked.filter(({ rank }) => rank === best).map(({ benefit }) => benefit)
}

/** Of EB*C or EB*G: the total of a year, and what is left where the payer says so. */
export function amountsLeft(benefits: readonly Benefit[], code: 'C' | 'G') {
  const own = benefits.filter((benefit) => benefit.code === code && benefit.amountCents !== null)
  const individual = own.filter(({ coverageLevel }) => coverageLevel === 'IND' || coverageLevel === null)
  return {
    individual: amountLeft(individual),
    family: amountLeft(own.filter(({ coverageLevel }) => coverageLevel === 'FAM')),
  }
}

/** 22, 23 and 25 are years; no period at all is taken for the total too. 29 is what remains. */
function amountLeft(benefits: readonly Benefit[]): AmountLeft {
  const closest = closestOf(benefits, planTypes)
  const totals = closest.filter(({ period }) => period === null || ['22', '23', '25'].includes(period))
  return {
    totalCents: highest(lastYear(totals)),
    remainingCents: highest(lastYear(closest.filter(({ period }) => period === '29'))),
  }
}

/** Medicare answers with several years: the one that begins last. */
export function lastYear(benefits: readonly Benefit[]): Benefit[] {
  const begins = ({ dates }: Benefit) =>
    dates
      .flatMap(({ from }) => from ?? [])
      .sort()
      .at(-1) ?? ''
  const [last = ''] = benefits.map(begins).sort().reverse()
  return benefits.filter((benefit) => begins(benefit) === last)
}

function highest(benefits: readonly Benefit[]): Cents | null {
  return benefits.reduce<Cents | null>((top, { amountCents }) => {
    if (amountCents === null) return top
    return top === null || amountCents > top ? amountCents : top
  }, null)
}

export function copayIn(benefits: readonly Benefit[]): Copay | null {
  const stated = benefits.filter(({ code, amountCents }) => code === 'B' && amountCents !== null)
  const [top] = closestOf(stated, visitTypes).sort(
    (a, b) => (b.amountCents ?? noCents) - (a.amountCents ?? noCents),
  )
  return top?.amountCents == null ? null : { amountCents: top.amountCents, ...originOf(top) }
}

export function coinsuranceIn(benefits: readonly Benefit[]): Coinsurance | null {
  const stated = benefits.filter(({ code, percent }) => code === 'A' && percent !== null)
  const [top] = closestOf(stated, visitTypes).sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0))
  return top?.percent == null ? null : { percent: top.percent, ...originOf(top) }
}

function originOf(benefit: Benefit) {
  const { network, serviceTypes, segment } = benefit
  const close = closeness(benefit, visitTypes)
  const type = close === null ? undefined : visitTypes[close]
  return { serviceType: serviceTypes.find((one) => one === type) ?? null, network, segment }
}
