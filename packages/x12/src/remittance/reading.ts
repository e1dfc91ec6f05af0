/**
 * What all readers of one ST share: where to say what is wrong, and whether something that money hangs on
 * could not be read. Then the ST is quarantined; nothing is taken for zero (x12.md 7.7, 7.8).
 */
import type { Cents, ServiceDate } from '@tally/kernel'
import { centsIn, quantityIn } from '../reader/amount.ts'
import { dateIn } from '../reader/date-in.ts'
import type { Report } from '../reader/finding.ts'
import { element, given, type Segment } from '../reader/segment.ts'

export class Reading {
  /** True once a segment that takes part in an equality was refused. */
  refused = false
  /** Of all amounts read: no sum of some of them can leave the safe integers. */
  private magnitude = 0
  readonly report: Report

  constructor(report: Report) {
    this.report = report
  }

  refuse(rule: string, at: Segment, says: string, position?: number): void {
    this.refused = true
    this.report('error', rule, at, says, position)
  }

  /** An amount that an equality needs; null refuses the segment. */
  amount(segment: Segment, position: number): Cents | null {
    const amount = centsIn(element(segment, position))
    if (amount !== null) return this.withinBounds(amount, segment, position)
    if (given(segment, position) === null)
      this.refuse('amount/missing', segment, 'the amount is missing', position)
    else this.refuse('amount/not-to-the-cent', segment, 'no amount with at most two decimals', position)
    return null
  }

  /** An amount that informs only: null when left out, or with a warning when it is none. */
  information(segment: Segment, position: number): Cents | null {
    if (given(segment, position) === null) return null
    const amount = centsIn(element(segment, position))
    if (amount !== null) return this.withinBounds(amount, segment, position)
    this.report('warn', 'amount/not-to-the-cent', segment, 'this is no amount; it is left out', position)
    return null
  }

  private withinBounds(amount: Cents, segment: Segment, position: number): Cents | null {
    const magnitude = this.magnitude + Math.abs(amount)
    if (Number.isSafeInteger(magnitude)) {
      this.magnitude = magnitude
      return amount
    }
    this.refuse('amount/too-large', segment, 'the amounts of this ST are too large to add', position)
    return null
  }

  /** Units: null refuses the segment. */
  units(segment: Segment, position: number): number | null {
    const units = quantityIn(element(segment, position))
    if (units === null) this.refuse('quantity/no-number', segment, 'this is no number of units', position)
    return units
  }

  date(segment: Segment, position: number): ServiceDate | null {
    if (given(segment, position) === null) return null
    const date = dateIn(element(segment, position))
    if (date === null) this.report('warn', 'date/no-day', segment, 'this is no day; it is left out', position)
    return date
  }
}
