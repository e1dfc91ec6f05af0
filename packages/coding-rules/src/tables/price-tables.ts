/**
 * The tables of Medicare's physician fee schedule, each read when the first price is asked for. Numbers with
 * a decimal point are held as whole numbers of their last place.
 */
import { z } from 'zod'
import { fixedPoint } from '../fixed-point.ts'
import { code, datedTable, once, rowsOf, term } from './read-table.ts'

const contractor = z.string().regex(/^\d{5}$/)
const locality = z.string().regex(/^\d{2}$/)

const relativeValue = z.object({
  code,
  release: z.string().toUpperCase(),
  status: z.enum(['A', 'B', 'C', 'E', 'I', 'N', 'R', 'X']),
  /** Relative value units in hundredths. */
  work: decimal(2),
  pe: decimal(2),
  pe_facility: decimal(2),
  mp: decimal(2),
  /** 5: half the practice expense from the second unit of a day. */
  mppr: z.enum(['0', '2', '5', '9']),
  ...term,
})
const geographicIndex = z.object({
  contractor,
  locality,
  /** In thousandths. */
  work: decimal(3),
  pe: decimal(3),
  mp: decimal(3),
  rounded: z.enum(['Y', 'N']),
  ...term,
})
const factor = z.object({
  kind: z.enum(['non-qp', 'qp']),
  /** Dollars a relative value unit, in ten-thousandths. */
  factor: decimal(4),
  ...term,
})
const rate = z.object({
  rate: z.enum(['coinsurance', 'reduction', 'assistant', 'sequestration']),
  percent: z.coerce.number().int().min(0).max(100),
  ...term,
})
const place = z.object({ code: z.string().regex(/^\d{2}$/), setting: z.enum(['facility', 'non-facility']) })
export type RelativeValue = z.output<typeof relativeValue>

export const relativeValues = datedTable(
  { edition: 'RVU24C to RVU26C', citation: 'CMS physician fee schedule relative value files' },
  ['rvu24c', 'rvu25d', 'rvu26c'].map((release) => `relative-values/${release}.csv`),
  relativeValue,
)

/** By `<contractor>/<locality>`. */
export const geographicIndices = datedTable(
  {
    edition: 'GPCI 2024 to 2026',
    citation: 'CMS physician fee schedule, Addendum E',
    complete: true,
  },
  ['2024', '2025', '2026'].map((year) => `geographic-indices/${year}.csv`),
  geographicIndex,
  2,
)

export const conversionFactors = datedTable(
  {
    edition: 'CF 2024 to 2026',
    citation: 'CMS physician fee schedule relative value files',
    complete: true,
  },
  ['conversion-factors/2026.csv'],
  factor,
)

export const paymentRates = datedTable(
  {
    edition: 'rates to 2026',
    citation: '42 CFR 414.22; Social Security Act 1833(a), 1834(v), 1848(b)(7)',
    complete: true,
  },
  ['payment-rates/2026.csv'],
  rate,
)

/** Codes of the places in which Medicare pays the practice expense of a facility. */
export const facilities = once(
  (): ReadonlySet<string> =>
    new Set(
      rowsOf('places-of-service/2026.csv', place)
        .filter(({ setting }) => setting === 'facility')
        .map((row) => row.code),
    ),
)

function decimal(places: number) {
  return z.string().transform((text, refuse) => {
    const whole = fixedPoint(text, places)
    if (whole !== null) return whole
    refuse.addIssue({ code: 'custom', message: `a number of at most ${places} decimals` })
    return z.NEVER
  })
}
