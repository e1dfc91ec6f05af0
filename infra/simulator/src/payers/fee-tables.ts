/**
 * The payers' own tables, read once from data/*.csv. Factors stay whole numbers (hundredths, thousandths,
 * ten-thousandths): nothing is ever a fraction.
 */
import { readFileSync } from 'node:fs'
import { assert, type Cents, cents } from '@tally/kernel'

export interface FeeRow {
  readonly status: string
  /** Hundredths of an RVU. */
  readonly work: number
  readonly peOffice: number
  readonly peFacility: number
  readonly malpractice: number
  /** PC/TC indicator 7: a therapy service. */
  readonly therapy: boolean
  /** Multiple-procedure indicator 5: cut when it is not the first unit of the day. */
  readonly multiple: boolean
}

export interface Geography {
  /** Thousandths. */
  readonly work: number
  readonly pe: number
  readonly malpractice: number
}

export type Conversion = 'standard' | 'qualifying'

export interface PlanRow {
  readonly payerId: string
  readonly filing: string
  readonly name: string
  readonly kind: string
  readonly basis: string
  readonly percent: number
  readonly copayCents: Cents
  readonly coinsurancePercent: number
}

type Row = Readonly<Record<string, string>>

const feeSchedule = datedRows('fee-schedule', 'code')
const geographies = datedRows('gpci', 'contractor', 'locality')
const conversions = rowsOf('conversion-factors')
const commercial = datedRows('commercial-schedule', 'code')
const localities = rowsOf('zip-locality')
/** ZIPs asked for before: a clinic asks for its own again and again. */
const seenZips = new Map<string, string | undefined>()

export const planRows: readonly PlanRow[] = rowsOf('plans').map((row) => ({
  ...{ payerId: text(row, 'payer_id'), filing: text(row, 'filing'), name: text(row, 'name') },
  ...{ kind: text(row, 'kind'), basis: text(row, 'basis'), percent: Number(text(row, 'percent')) },
  copayCents: cents(Number(text(row, 'copay_cents'))),
  coinsurancePercent: Number(text(row, 'coinsurance_percent')),
}))

/** Undefined when the schedule of that day does not know the code. */
export function feeOf(code: string, on: string): FeeRow | undefined {
  const row = inForce(feeSchedule.get(code), on)
  return (
    row && {
      ...{ status: text(row, 'status'), work: scaled(row, 'work', 2), peOffice: scaled(row, 'pe_office', 2) },
      ...{ peFacility: scaled(row, 'pe_facility', 2), malpractice: scaled(row, 'malpractice', 2) },
      therapy: row.therapy === '7',
      multiple: row.multiple === '5',
    }
  )
}

/** Of the place where the service was, by its ZIP; undefined when CMS lists no such ZIP. */
export function geographyOf(zip: string, on: string): Geography | undefined {
  const locality = localityOf(zip.slice(0, 5))
  const row = locality === undefined ? undefined : inForce(geographies.get(locality), on)
  return (
    row && {
      work: scaled(row, 'work', 3),
      pe: scaled(row, 'pe', 3),
      malpractice: scaled(row, 'malpractice', 3),
    }
  )
}

function localityOf(zip: string): string | undefined {
  if (!seenZips.has(zip)) {
    const run = localities.find((row) => text(row, 'zip_first') <= zip && zip <= text(row, 'zip_last'))
    seenZips.set(zip, run && `${run.contractor} ${run.locality}`)
  }
  return seenZips.get(zip)
}

/** Ten-thousandths of a dollar. */
export function conversionFactor(on: string, kind: Conversion): number | undefined {
  const row = conversions.find((one) => covers(one, on) && (one.kind === 'all' || one.kind === kind))
  return row && scaled(row, 'factor', 4)
}

/** The commercial plans' common price of a unit, before a plan's percent. */
export function commercialUnit(code: string, on: string): Cents | undefined {
  const row = inForce(commercial.get(code), on)
  return row && cents(Number(text(row, 'cents')))
}

function inForce(rows: readonly Row[] | undefined, on: string): Row | undefined {
  return rows?.find((row) => covers(row, on))
}

function covers(row: Row, on: string): boolean {
  const until = text(row, 'valid_to')
  return text(row, 'valid_from') <= on && (until === '' || on <= until)
}

function datedRows(name: string, ...keys: string[]): ReadonlyMap<string, readonly Row[]> {
  return Map.groupBy(rowsOf(name), (row) => keys.map((key) => text(row, key)).join(' '))
}

/** A comment line, a header line, then rows; none of these files quotes a comma. */
function rowsOf(name: string): Row[] {
  const file = readFileSync(new URL(`../../data/${name}.csv`, import.meta.url), 'utf8')
  const [comment, header, ...lines] = file.trimEnd().split('\n')
  assert(comment?.startsWith('#') && header, 'a table opens with where it is from and what its columns are')
  const columns = header.split(',')
  return lines.map((line) => {
    const values = line.split(',')
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']))
  })
}

function text(row: Row, column: string): string {
  const value = row[column]
  assert(value !== undefined, `a table of the simulator has a column ${column}`)
  return value
}

/** `1.013` at three places is 1013. */
function scaled(row: Row, column: string, places: number): number {
  const [whole = '', fraction = ''] = text(row, column).split('.')
  assert(/^\d+$/.test(whole) && fraction.length <= places, `${column} has at most ${places} places`)
  return Number(whole + fraction.padEnd(places, '0'))
}
