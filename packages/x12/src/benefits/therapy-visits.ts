/**
 * How many therapy visits are allowed, used and left. Limits come in at least four shapes (x12.md 3.2):
 * quantities in EB, in HSD, in free text, or money. Every candidate is kept, the most conservative is taken,
 * and what only free text says has low confidence.
 */
import type { Benefit, Confidence, TherapyAmount, TherapyVisits, VisitCandidate } from './benefit.ts'
import { sharedIn, speaksOfTherapy, visitsIn } from './message-visits.ts'
import { closestOf, lastYear } from './patient-share.ts'
import { closeness, concernsTherapy } from './service-types.ts'

export function therapyVisitsIn(benefits: readonly Benefit[]): TherapyVisits {
  const candidates = benefits.flatMap(candidatesIn)
  const inNetwork = candidates.filter(({ network }) => network !== 'out')
  const heard = inNetwork.length > 0 ? inNetwork : candidates
  const [limit, remaining] = [lowest(heard, 'limit'), lowest(heard, 'remaining')]
  const used = heardOf(heard, 'used').sort((a, b) => (b.visits ?? 0) - (a.visits ?? 0))[0]
  const chosen = [limit, remaining, used].flatMap((one) => one ?? [])
  const unlimited = heardOf(heard, 'unlimited')
  return {
    limit: limit?.visits ?? null,
    used: used?.visits ?? difference(limit?.visits, remaining?.visits),
    // More used than allowed leaves none.
    remaining: remaining?.visits ?? difference(limit?.visits, lesser(used?.visits, limit?.visits)),
    unlimited: chosen.length === 0 && unlimited.length > 0,
    period: limit?.period ?? null,
    sharedWith: [...new Set(heard.flatMap(({ sharedWith }) => sharedWith))],
    confidence: confidenceIn(chosen.length > 0 ? chosen : unlimited, heard),
    candidates,
  }
}

/** Codes before words: a number read out of a sentence counts only where no code gives one. */
function heardOf(candidates: readonly VisitCandidate[], kind: VisitCandidate['kind']): VisitCandidate[] {
  const own = candidates.filter((one) => one.kind === kind)
  const coded = own.filter(({ source }) => source !== 'message')
  return coded.length > 0 ? coded : own
}

/** A limit of all rehabilitation binds therapy too, so types are not told apart. */
function lowest(candidates: readonly VisitCandidate[], kind: VisitCandidate['kind']) {
  return heardOf(candidates, kind).sort((a, b) => (a.visits ?? 0) - (b.visits ?? 0))[0]
}

function difference(total: number | null | undefined, part: number | null | undefined): number | null {
  return total == null || part == null || part > total ? null : total - part
}

function lesser(one: number | null | undefined, other: number | null | undefined): number | null {
  return one == null || other == null ? null : Math.min(one, other)
}

function confidenceIn(
  telling: readonly VisitCandidate[],
  heard: readonly VisitCandidate[],
): Confidence | null {
  if (telling.length === 0) return null
  if (telling.some(({ source }) => source === 'message')) return 'low'
  const differ = telling.some((one) =>
    heard.some(({ kind, visits }) => kind === one.kind && visits !== one.visits),
  )
  return !differ && telling.every(({ serviceTypes }) => serviceTypes.includes('PT')) ? 'high' : 'medium'
}

type Counted = Pick<VisitCandidate, 'kind' | 'visits' | 'period'>

/** An EB of another type counts too where its words name therapy, and then as words do. */
function candidatesIn(benefit: Benefit): VisitCandidate[] {
  const { code, network, coverageLevel, serviceTypes, messages, segment } = benefit
  const around = { network, coverageLevel, serviceTypes, sharedWith: sharedBy(benefit), segment }
  const from = (source: VisitCandidate['source'], counted: readonly Counted[]) =>
    counted.map((one) => ({ ...one, ...around, source }))
  const named = concernsTherapy(benefit)
  const spoken = messages.filter((message) => named || speaksOfTherapy(message))
  const limits = code === 'F' && (named || spoken.length > 0)
  return [
    ...from(named ? 'benefit' : 'message', limits ? countedIn(benefit) : []),
    ...from(named ? 'delivery' : 'message', limits ? deliveredIn(benefit) : []),
    ...from('benefit', named && code === 'H' ? [{ kind: 'unlimited', visits: null, period: null }] : []),
    ...from('message', /^[1-5DF]$/.test(code) ? spoken.flatMap((text) => visitsIn(text) ?? []) : []),
  ]
}

/** Shared by words, or by a type that is all of rehabilitation; a repeated EB03 shares nothing (RFI 2816). */
function sharedBy({ messages, serviceTypes }: Benefit): string[] {
  const wide = !serviceTypes.includes('PT') && serviceTypes.some((type) => type === 'A9' || type === 'AC')
  return [...new Set([...(wide ? ['OT', 'SLP'] : []), ...messages.flatMap(sharedIn)])]
}

function countedIn({ quantityQualifier, quantity, period }: Benefit): Counted[] {
  return quantityQualifier === 'VS' && quantity !== null ? ofPeriod(period ?? '', quantity) : []
}

function deliveredIn({ deliveries }: Benefit): Counted[] {
  return deliveries.flatMap(({ quantityQualifier, quantity, period }) =>
    quantityQualifier === 'VS' && quantity !== null ? ofPeriod(period, quantity) : [],
  )
}

const periods: ReadonlyMap<string, string> = new Map([
  ['21', 'years'],
  ['22', 'service-year'],
  ['23', 'calendar-year'],
  ['25', 'contract'],
  ['26', 'episode'],
  ['32', 'lifetime'],
  ['34', 'month'],
  ['36', 'admission'],
])

/** 29 is left, 24 was used so far; a visit, day or week limits how often, not how many. */
function ofPeriod(period: string, visits: number): Counted[] {
  if (period === '29') return [{ kind: 'remaining', visits, period: null }]
  if (period === '24') return [{ kind: 'used', visits, period: null }]
  if (period === '33') return [{ kind: 'remaining', visits, period: 'lifetime' }]
  if (['6', '7', '13', '27', '35', '30', '31'].includes(period)) return []
  return [{ kind: 'limit', visits, period: periods.get(period) ?? null }]
}

/** A cap in money (shape 4): Medicare's answers name it by type or by words in EB05. */
export function therapyAmountIn(benefits: readonly Benefit[]): TherapyAmount | null {
  const caps = benefits.filter(
    (benefit) =>
      benefit.code === 'F' &&
      benefit.amountCents !== null &&
      (closeness(benefit, ['PT', 'AE']) !== null ||
        (benefit.serviceTypes.length === 0 && speaksOfTherapy(benefit.planName ?? ''))),
  )
  const last = lastYear(closestOf(caps, ['PT', 'AE', '']))
  const of = (period: readonly (string | null)[]) => last.find((cap) => period.includes(cap.period))
  const [first] = last
  if (!first) return null
  return {
    totalCents: of([null, '22', '23', '25'])?.amountCents ?? null,
    remainingCents: of(['29'])?.amountCents ?? null,
    usedCents: of(['24'])?.amountCents ?? null,
    from: first.dates[0]?.from ?? null,
    to: first.dates[0]?.to ?? null,
  }
}
