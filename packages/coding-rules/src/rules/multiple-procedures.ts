/**
 * Multiple procedure payment reduction for therapy: over all disciplines and encounters of a treatment day one
 * unit is paid in full, that of the highest practice expense; every other unit of an always-therapy code loses
 * half of its own. Equal expense: the dearer unit, then the line that stands first.
 */
import type { Cents, Reason } from '@tally/kernel'
import { type Rule, reasonOf } from '../rule.ts'

export interface RankedLine {
  readonly procedureCode: string
  readonly units: number
  /** False: its code knows no reduction. */
  readonly reducible: boolean
  /** Non-facility practice expense in hundredths of a relative value unit, wherever it was furnished. */
  readonly practiceExpense: number
  readonly fullUnitCents: Cents
}

export interface SplitUnits {
  readonly fullUnits: number
  readonly reducedUnits: number
  readonly reason: Reason
}

/** The line of the unit that is paid in full, of `lines` in the order of the day. */
export function highestExpense<Line extends RankedLine>(lines: readonly Line[]): Line | undefined {
  return lines
    .filter(({ reducible, units }) => reducible && units > 0)
    .reduce<Line | undefined>((top, line) => (top && !isAbove(line, top) ? top : line), undefined)
}

function isAbove(line: RankedLine, top: RankedLine): boolean {
  if (line.practiceExpense !== top.practiceExpense) return line.practiceExpense > top.practiceExpense
  return line.fullUnitCents > top.fullUnitCents
}

/** `highest` is the day's `highestExpense`, the same object when it is `line` itself. */
export const multipleProcedures: Rule<
  {
    readonly line: RankedLine
    readonly highest: RankedLine | undefined
    /** false: the units of a line stay together. */
    readonly perUnit?: boolean
  },
  SplitUnits
> = {
  slug: 'price/multiple-procedures',
  edition: '2013-04',
  citation: 'MCPM ch.5 s10.7; multiple procedure indicator 5',
  sentence:
    'Of a day’s always-therapy units the one of highest practice expense is paid in full, all others lose half of it.',
  decide: ({ line, highest, perUnit = true }) => {
    const { procedureCode, units, reducible, practiceExpense, fullUnitCents } = line
    const fullUnits = reducible ? (line === highest ? (perUnit ? Math.min(1, units) : units) : 0) : units
    const reducedUnits = units - fullUnits
    const why = reducible
      ? `${highest?.procedureCode ?? procedureCode} has the highest practice expense of the day`
      : 'its code knows no reduction'
    const reason = reasonOf(
      multipleProcedures,
      `${procedureCode}: ${fullUnits} of ${units} in full, ${reducedUnits} reduced; ${why}`,
      {
        ...{ procedureCode, units, reducible, practiceExpenseHundredths: practiceExpense, fullUnitCents },
        ...{
          highest: reducible ? (highest?.procedureCode ?? null) : null,
          isHighest: line === highest,
          perUnit,
        },
        ...{ fullUnits, reducedUnits },
      },
    )
    return { fullUnits, reducedUnits, reason }
  },
}
