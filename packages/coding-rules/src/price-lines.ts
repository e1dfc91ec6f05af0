/**
 * Puts the payer's expected amount on coded lines. What an edit or a limit stops is expected to bring
 * nothing, and lets the next line be the one paid in full.
 */
import type { Cents, Finding } from '@tally/kernel'
import { allowedAmounts } from './allowed-amounts.ts'
import type { CodedLine } from './coded-day.ts'
import type { PayerRules } from './payer-profile.ts'
import { pairNeedsModifier } from './rules/edit-pairs.ts'
import { notPayable } from './rules/procedures.ts'
import type { TreatmentDayInput } from './treatment-day-input.ts'

export interface PricedLines {
  readonly lines: readonly CodedLine[]
  readonly totalCents: Cents | null
  readonly findings: readonly Finding[]
}

/** `findings` are those of the edits and limits on `lines`, which stay as they are but for price and reasons. */
export function priceLines(
  { serviceDate, payer, pricing = null }: TreatmentDayInput,
  rules: PayerRules,
  lines: readonly CodedLine[],
  findings: readonly Finding[],
): PricedLines {
  const amounts = allowedAmounts({
    ...{ serviceDate, family: payer.family, rules, pricing },
    lines: lines.map((line) => ({
      lineId: line.lineId,
      procedureCode: line.procedureCode,
      discipline: line.discipline,
      units: line.units,
      placeOfService: line.placeOfService,
      chargeCents: line.chargeCents,
      allowedCents: null,
      barredBy: line.modifiers.includes('GY') ? notPayable.slug : barredBy(line.sourceLineIds, findings),
    })),
  })
  return {
    lines: lines.map((line, place) => {
      const { allowedCents = null, reasons = [] } = amounts.lines[place] ?? {}
      return { ...line, expectedAllowedCents: allowedCents, reasons: [...line.reasons, ...reasons] }
    }),
    totalCents: amounts.totalCents,
    findings: amounts.findings,
  }
}

/** A pair without its modifier, or anything that can never be paid; what a person may still release is paid. */
function barredBy(names: readonly string[], findings: readonly Finding[]): string | null {
  const stopping = findings.find(
    ({ rule, severity, lineIds }) =>
      (severity === 'reject' || rule === pairNeedsModifier.slug) &&
      lineIds.some((lineId) => names.includes(lineId)),
  )
  return stopping?.rule ?? null
}
