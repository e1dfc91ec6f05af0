/**
 * What the STC of one level come to. The newest effective date counts; of one date the furthest stage: finalized,
 * requested, turned back, pending, acknowledged, not found, no answer. Payers send a claim's whole history and
 * several codes an STC (01, 10, 11), so no single code is the verdict (x12.md 3.3, 3.4).
 */
import type { FindingPlace, Report } from '../reader/finding.ts'
import type { ClaimVerdict, StatusCode, StatusReport, VerdictReason } from './status-answer.ts'

type Stage = 'finalized' | 'requested' | 'refused' | 'pending' | 'acknowledged' | 'not-found' | 'error'

const stages: ReadonlyMap<Stage, readonly string[]> = new Map([
  ['finalized', ['F0', 'F1', 'F2', 'F3', 'F3F', 'F3N', 'F4']],
  ['requested', Array.from({ length: 17 }, (_, index) => `R${index}`)],
  ['refused', ['A3', 'A6', 'A7', 'A8']],
  ['pending', ['P0', 'P1', 'P2', 'P3', 'P4', 'P5']],
  ['acknowledged', ['A0', 'A1', 'A2', 'A5']],
  ['not-found', ['D0', 'A4']],
  ['error', ['E0', 'E1', 'E2', 'E3', 'E4']],
])
const stageOf: ReadonlyMap<string, Stage> = new Map(
  [...stages].flatMap(([stage, categories]) => categories.map((category) => [category, stage] as const)),
)
const verdictOf: Readonly<Record<Exclude<Stage, 'finalized'>, ClaimVerdict>> = {
  requested: 'requested',
  refused: 'error',
  pending: 'pending',
  acknowledged: 'pending',
  'not-found': 'not-found',
  error: 'error',
}
/** What one claim may well be at once. */
const together: readonly ReadonlySet<Stage>[] = [
  new Set<Stage>(['pending', 'acknowledged', 'requested']),
  new Set<Stage>(['finalized']),
  new Set<Stage>(['refused', 'acknowledged']),
]

export interface Decided {
  readonly verdict: ClaimVerdict
  readonly reason: VerdictReason
  /** The STC that decided. */
  readonly deciding: StatusReport | null
}

interface Told {
  readonly code: StatusCode
  readonly report: StatusReport
  readonly stage: Stage | null
}

export function decideClaim(reports: readonly StatusReport[], report: Report): Decided {
  const told = reports.flatMap((one) =>
    one.codes.map((code): Told => ({ code, report: one, stage: stageOf.get(code.category) ?? null })),
  )
  const current = newest(told)
  const known = current.filter(({ stage }) => stage !== null)
  const stage = [...stages.keys()].find((one) => known.some((each) => each.stage === one))
  if (stage === undefined) return undecided(current[0] ?? told[0])
  reportDoubts(known, report)
  const furthest = known.filter((one) => one.stage === stage)
  return stage === 'finalized' ? finalized(furthest, report) : decided(furthest[0], verdictOf[stage])
}

/** Codes without a date count with the newest. */
function newest(told: readonly Told[]): Told[] {
  const days = told.flatMap(({ report }) => report.effectiveOn ?? [])
  const last = days.sort().at(-1)
  return told.filter(({ report }) => report.effectiveOn === null || report.effectiveOn === last)
}

/** F1 paid and F2 denied say so themselves; where both stand, and under F0 and F3, what was paid decides. */
function finalized(told: readonly Told[], report: Report): Decided {
  const of = (...categories: string[]) => told.find(({ code }) => categories.includes(code.category))
  const [paid, denied, open] = [of('F1'), of('F2'), of('F0', 'F3')]
  const amount = mostPaid(told)
  if (paid && denied) {
    if (amount === null) return decided(paid, 'finalized-other', 'F1 and F2 without an amount')
    return amount > 0
      ? decided(paid, 'finalized-paid', 'F1 and F2, with an amount paid')
      : decided(denied, 'finalized-denied', 'F1 and F2, with nothing paid')
  }
  if (paid) {
    if (amount === 0) report('info', 'status/paid-nothing', placeOf(paid), 'F1, and the amount paid is 0', 5)
    return decided(paid, 'finalized-paid')
  }
  if (denied) {
    if (amount !== null && amount > 0)
      report('warn', 'status/denied-but-paid', placeOf(denied), 'F2, and an amount is paid', 5)
    return decided(denied, 'finalized-denied')
  }
  if (open && amount !== null && amount > 0)
    return decided(open, 'finalized-paid', `${open.code.category} with an amount paid`)
  return decided(told[0], 'finalized-other')
}

function mostPaid(told: readonly Told[]): number | null {
  const amounts = told.flatMap(({ report }) => report.paidCents ?? [])
  return amounts.length === 0 ? null : amounts.reduce<number>((one, other) => Math.max(one, other), 0)
}

function reportDoubts(known: readonly Told[], report: Report): void {
  const seen = new Set(known.flatMap(({ stage }) => stage ?? []))
  if (together.some((some) => [...seen].every((stage) => some.has(stage)))) return
  if (seen.size < 2) return
  const categories = [...new Set(known.map(({ code }) => code.category))].join(', ')
  report('warn', 'status/mixed', placeOf(known[0]), `codes that contradict each other: ${categories}`, 1)
}

function decided(told: Told | undefined, verdict: ClaimVerdict, says?: string): Decided {
  if (!told) return undecided(undefined)
  const { category, statusCode, entity, element } = told.code
  const place = `STC${String(element).padStart(2, '0')}`
  return {
    verdict,
    reason: {
      category,
      statusCode,
      entity,
      segment: told.report.segment,
      element,
      says: `${says ?? category} in ${place}`,
    },
    deciding: told.report,
  }
}

function undecided(told: Told | undefined): Decided {
  if (told) return decided(told, 'unknown', 'no category that is known')
  const nothing = { category: null, statusCode: null, entity: null, segment: 0, element: null }
  return { verdict: 'unknown', reason: { ...nothing, says: 'there is no STC' }, deciding: null }
}

function placeOf(told: Told | undefined): FindingPlace | null {
  return told ? { ordinal: told.report.segment, offset: told.report.offset, tag: 'STC' } : null
}
