/**
 * What a payer should allow for the lines of a treatment day: its fee for each unit, reduced where several
 * procedures meet, never more than was charged. Only Medicare Part B's schedule is known; for any other payer
 * nothing is expected, and never Medicare's price.
 */
import {
  type Cents,
  cents,
  type Finding,
  noCents,
  type PayerFamily,
  type Reason,
  type ServiceDate,
  sumOf,
  times,
} from '@tally/kernel'
import type { AllowedAmounts, AllowedLine, LineToAllow, Pricing } from './pricing.ts'
import { findingOf, type RuleCard, reasonOf } from './rule.ts'
import { type UnitFee, unitPrice } from './rules/fee-schedule.ts'
import {
  highestExpense,
  multipleProcedures,
  type RankedLine,
  type SplitUnits,
} from './rules/multiple-procedures.ts'
import { type PriceBasis, priceBasis, provisional } from './rules/price-basis.ts'

export const noSchedule: RuleCard = {
  slug: 'price/no-schedule',
  edition: '2026',
  citation: 'the payer’s own fee schedule or contract',
  sentence: 'Without a schedule of the payer nothing is expected: never another payer’s price.',
}

export const lesserOfCharge: RuleCard = {
  slug: 'price/lesser-of-charge',
  edition: '2026',
  citation: 'Social Security Act 1848(a)(1)',
  sentence: 'A line is allowed the lesser of its units’ fees and its charge.',
}

export const barred: RuleCard = {
  slug: 'price/barred',
  edition: '2026',
  citation: 'an edit or a limit of the day',
  sentence: 'A line that an edit or a rejection stops is allowed 0, ranks with no other and accrues nothing.',
}

export const allowedAlready: RuleCard = {
  slug: 'price/allowed-already',
  edition: '2026',
  citation: 'the amount that was handed in',
  sentence: 'An allowed amount that is known is taken as it is.',
}

export interface DayToAllow {
  readonly serviceDate: ServiceDate
  readonly payer: { readonly family: PayerFamily }
  /** null: nobody said where the service was furnished. */
  readonly pricing: Pricing | null
  readonly lines: readonly LineToAllow[]
}

/** Decided by itself, or by its fee once the units of the day are ranked. */
type Standing =
  | { readonly kind: 'decided'; readonly as: AllowedLine; readonly stale: boolean }
  | ({ readonly kind: 'fee'; readonly chargeCents: Cents | null; readonly fee: UnitFee } & RankedLine)

interface Missing {
  readonly why: string
  readonly fix: string
}

/** Pure. One answer a line, in order. */
export function allowedAmounts(day: DayToAllow): AllowedAmounts {
  const { basis, missing } = scheduleOf(day)
  const standings = day.lines.map((line) => standingOf(line, day.serviceDate, basis, missing))
  const highest = highestExpense(standings.filter((standing) => standing.kind === 'fee'))
  const lines = standings.map((standing) =>
    standing.kind === 'decided'
      ? standing.as
      : feeLine(standing, multipleProcedures.decide({ line: standing, highest })),
  )
  const known = lines.flatMap(({ allowedCents }) => allowedCents ?? [])
  const stale = standings.some((standing) => (standing.kind === 'fee' ? standing.fee.stale : standing.stale))
  return {
    lines,
    totalCents: known.length > 0 || (basis && lines.length === 0) ? sumOf(known) : null,
    findings: [...unknownIn(day, lines, missing), ...(basis ? doubtsOf(day, basis, stale) : [])],
  }
}

/** Medicare's schedule at the place and date, or what is missing. */
function scheduleOf({ payer, pricing, serviceDate }: DayToAllow): {
  basis: PriceBasis | null
  missing: Missing
} {
  const none = (why: string, fix: string) => ({ basis: null, missing: { why, fix } })
  if (payer.family !== 'medicare-b') {
    return none(
      `no fee schedule is known for ${payer.family}`,
      'load the payer’s schedule when Tally takes one',
    )
  }
  if (!pricing) {
    return none(
      'no fee schedule is known for medicare-b without a place',
      'say where it was furnished: zip, locality or gpci',
    )
  }
  const basis = priceBasis(pricing, serviceDate)
  if (!basis)
    return none(`no fee schedule of ${serviceDate} is held`, 'expect what the remittance of then says')
  const why = `in no fee schedule of ${serviceDate}`
  return { basis, missing: { why, fix: 'check the code, or load the schedule that has it' } }
}

function standingOf(
  line: LineToAllow,
  serviceDate: ServiceDate,
  basis: PriceBasis | null,
  missing: Missing,
): Standing {
  const { procedureCode, units, barredBy, allowedCents } = line
  if (barredBy !== null) {
    const reason = reasonOf(barred, `${procedureCode} is allowed 0 by ${barredBy}`, {
      procedureCode,
      barredBy,
    })
    return decided(noCents, reason)
  }
  if (allowedCents !== null) {
    const says = `${procedureCode}: ${allowedCents} cents allowed, as handed in`
    return decided(allowedCents, reasonOf(allowedAlready, says, { procedureCode, allowedCents }))
  }
  const price = basis && unitPrice(procedureCode, line.placeOfService, serviceDate, basis)
  if (!price) {
    return decided(
      null,
      reasonOf(noSchedule, `${procedureCode}: ${missing.why}`, { procedureCode, serviceDate }),
    )
  }
  if (price.kind !== 'fee') {
    return decided(price.kind === 'not-paid' ? noCents : null, price.reason, price.stale)
  }
  return {
    ...{ kind: 'fee', chargeCents: line.chargeCents, fee: price, procedureCode, units },
    reducible: price.row.mppr === '5',
    practiceExpense: price.row.pe,
    fullUnitCents: price.full,
  }
}

function decided(allowedCents: Cents | null, reason: Reason, stale = false): Standing {
  return {
    kind: 'decided',
    as: { allowedCents, fullUnits: null, reducedUnits: null, reasons: [reason] },
    stale,
  }
}

function feeLine(
  { procedureCode, chargeCents, fee }: Standing & { readonly kind: 'fee' },
  { fullUnits, reducedUnits, reason }: SplitUnits,
): AllowedLine {
  const feeCents = sumOf([times(fee.full, fullUnits), times(fee.reduced, reducedUnits)])
  const reasons = [fee.reason, reason]
  if (chargeCents === null) return { allowedCents: feeCents, fullUnits, reducedUnits, reasons }
  const allowedCents = cents(Math.min(chargeCents, feeCents))
  const says = `${procedureCode}: fee ${feeCents}, charged ${chargeCents}: ${allowedCents} cents`
  const lesser = reasonOf(lesserOfCharge, says, { procedureCode, feeCents, chargeCents, allowedCents })
  return { allowedCents, fullUnits, reducedUnits, reasons: [...reasons, lesser] }
}

/** One finding for all lines that no schedule prices. */
function unknownIn(day: DayToAllow, answers: readonly AllowedLine[], { why, fix }: Missing): Finding[] {
  const unknown = day.lines.filter((_, place) =>
    answers[place]?.reasons.some(({ rule }) => rule === noSchedule.slug),
  )
  if (unknown.length === 0) return []
  const codes = [...new Set(unknown.map(({ procedureCode }) => procedureCode))]
  const reason = reasonOf(noSchedule, `${why}: ${codes.join(', ')}`, { family: day.payer.family, codes })
  return [
    findingOf(
      'info',
      unknown.map(({ lineId }) => lineId),
      fix,
      reason,
    ),
  ]
}

function doubtsOf({ lines, serviceDate }: DayToAllow, basis: PriceBasis, staleValues: boolean): Finding[] {
  if (lines.length === 0) return []
  const lineIds = lines.map(({ lineId }) => lineId)
  const stale = staleValues ? ['relative values', ...basis.stale] : basis.stale
  const says = `not held for ${serviceDate}: ${stale.join(', ')}; the last known are used`
  const older = reasonOf(provisional, says, { serviceDate, stale })
  return [
    ...(stale.length > 0 ? [findingOf('warn', lineIds, 'load the schedule of the year', older)] : []),
    ...basis.doubts.map((doubt) =>
      findingOf(doubt.severity, lineIds, doubt.fix, reasonOf(provisional, doubt.says, doubt.facts)),
    ),
  ]
}
