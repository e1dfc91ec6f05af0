/**
 * What a payer should allow for the lines of a treatment day: its fee for each unit, reduced where several
 * procedures meet, never more than was charged. A payer is priced by the basis its profile names: Medicare's
 * schedule, a percentage of it, a schedule of its own or one amount a day; without one nothing is expected,
 * and never Medicare's price.
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
} from '@tally/kernel'
import type { PayerRules } from './payer-profile.ts'
import type { AllowedAmounts, AllowedLine, LineToAllow, Pricing } from './pricing.ts'
import { findingOf, type RuleCard, reasonOf } from './rule.ts'
import { lineFee, type ReckonedFee } from './rules/contract-price.ts'
import type { Discipline } from './rules/discipline-modifier.ts'
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
  citation: 'the fee schedule or contract of the payer',
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

export const perDiem: RuleCard = {
  slug: 'price/per-diem',
  edition: 'payer profile',
  citation: 'the contract of the payer',
  sentence: 'A payer of one amount a day allows it on the first line and nothing on the others.',
}

export interface DayToAllow {
  readonly serviceDate: ServiceDate
  readonly family: PayerFamily
  readonly rules: PayerRules
  /** null: nobody said where the service was furnished. */
  readonly pricing: Pricing | null
  readonly lines: readonly LineToAllow[]
}

/** Decided by itself, or by its fee once the units of the day are ranked. */
type Standing =
  | { readonly kind: 'decided'; readonly as: AllowedLine; readonly stale: boolean }
  | ({
      readonly kind: 'fee'
      readonly chargeCents: Cents | null
      readonly discipline: Discipline
      readonly fee: ReckonedFee
    } & RankedLine)

interface Missing {
  readonly why: string
  readonly fix: string
}

/** Pure. One answer a line, in order. */
export function allowedAmounts(day: DayToAllow): AllowedAmounts {
  const { basis, missing, priced } = scheduleOf(day)
  const standings = day.lines.map((line) => standingOf(line, day, basis, missing))
  const fees = standings.filter((standing) => standing.kind === 'fee')
  const byDiscipline = day.rules.mpprScope === 'discipline'
  const highest = byDiscipline ? undefined : highestExpense(fees)
  const highestOf = (line: Standing & { readonly kind: 'fee' }) =>
    byDiscipline ? highestExpense(fees.filter(({ discipline }) => discipline === line.discipline)) : highest
  const perUnit = day.rules.mpprPerUnit
  const ranked = standings.map((standing) =>
    standing.kind === 'decided'
      ? standing.as
      : feeLine(
          standing,
          multipleProcedures.decide({ line: standing, highest: highestOf(standing), perUnit }),
          day.rules.lesserOfCharge,
        ),
  )
  const { price } = day.rules
  const lines = price?.kind === 'per-diem' ? byTheDay(day, ranked, price.dayCents) : ranked
  const known = lines.flatMap(({ allowedCents }) => allowedCents ?? [])
  const stale = standings.some((standing) => (standing.kind === 'fee' ? standing.fee.stale : standing.stale))
  return {
    lines,
    totalCents: known.length > 0 || (priced && lines.length === 0) ? sumOf(known) : null,
    findings: [...unknownIn(day, lines, missing), ...(basis ? doubtsOf(day, basis, stale) : [])],
  }
}

/** Medicare's schedule at the place and date where the payer goes by it, or what is missing. */
function scheduleOf({ family, rules, pricing, serviceDate }: DayToAllow): {
  basis: PriceBasis | null
  missing: Missing
  priced: boolean
} {
  const none = (why: string, fix: string) => ({ basis: null, missing: { why, fix }, priced: false })
  const { price } = rules
  if (price === null)
    return none(`no fee schedule is known for ${family}`, 'load the schedule of the payer into its profile')
  if (price.kind === 'schedule' || price.kind === 'per-diem') {
    const missing = { why: `in no schedule of ${family}`, fix: 'add the code to the schedule of the payer' }
    return { basis: null, missing, priced: true }
  }
  if (!pricing) {
    return none(
      `no fee schedule is known for ${family} without a place`,
      'say where it was furnished: zip, locality or gpci',
    )
  }
  const basis = priceBasis(pricing, serviceDate)
  if (!basis)
    return none(`no fee schedule of ${serviceDate} is held`, 'expect what the remittance of then says')
  const why = `in no fee schedule of ${serviceDate}`
  return { basis, missing: { why, fix: 'check the code, or load the schedule that has it' }, priced: true }
}

function standingOf(
  line: LineToAllow,
  { serviceDate, rules }: DayToAllow,
  basis: PriceBasis | null,
  missing: Missing,
): Standing {
  const { procedureCode, units, discipline, barredBy, allowedCents } = line
  if (barredBy !== null) {
    const reason = reasonOf(barred, `${procedureCode} is allowed 0 by ${barredBy}`, {
      procedureCode,
      barredBy,
      allowedCents: 0,
    })
    return decided(noCents, reason)
  }
  if (allowedCents !== null) {
    const says = `${procedureCode}: ${allowedCents} cents allowed, as handed in`
    return decided(allowedCents, reasonOf(allowedAlready, says, { procedureCode, allowedCents }))
  }
  if (rules.price?.kind === 'per-diem') {
    const reason = reasonOf(perDiem, `${procedureCode}: paid by the day`, { procedureCode, allowedCents: 0 })
    return decided(noCents, reason)
  }
  const price = lineFee(line, serviceDate, rules, basis)
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
    ...{ kind: 'fee', chargeCents: line.chargeCents, fee: price, procedureCode, units, discipline },
    ...{ reducible: price.reducible, practiceExpense: price.rank, fullUnitCents: price.full },
  }
}

/** The day's amount on the first line that nothing bars, never more than the day was charged. */
function byTheDay(
  { lines, rules }: DayToAllow,
  answers: readonly AllowedLine[],
  dayCents: Cents,
): AllowedLine[] {
  const place = lines.findIndex(({ barredBy, allowedCents }) => barredBy === null && allowedCents === null)
  const charges = lines.flatMap(({ barredBy, chargeCents }) => (barredBy === null ? [chargeCents] : []))
  const known = charges.flatMap((charge) => charge ?? [])
  const charged = known.length === charges.length ? sumOf(known) : null
  const allowedCents =
    charged !== null && rules.lesserOfCharge ? cents(Math.min(charged, dayCents)) : dayCents
  return answers.map((answer, own) => {
    if (own !== place) return answer
    const procedureCode = lines[own]?.procedureCode ?? ''
    const says = `${procedureCode}: ${allowedCents} cents for the day`
    return {
      ...answer,
      allowedCents,
      reasons: [reasonOf(perDiem, says, { procedureCode, dayCents, allowedCents })],
    }
  })
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
  capped: boolean,
): AllowedLine {
  const feeCents = cents(fee.full * fullUnits + fee.reduced * reducedUnits)
  const reasons = [...fee.reasons, reason]
  if (chargeCents === null || !capped) return { allowedCents: feeCents, fullUnits, reducedUnits, reasons }
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
  const reason = reasonOf(noSchedule, `${why}: ${codes.join(', ')}`, { family: day.family, codes })
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
