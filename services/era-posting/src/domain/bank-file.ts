/**
 * A bank's CSV: which columns hold what (named, or recognised by their heads), and each line with its amount to the exact
 * cent. A file that cannot be read as a whole is not read in part.
 */
import { type Cents, cents, isServiceDate, type ServiceDate } from '@tally/kernel'
import { CsvError, parse } from 'csv-parse/sync'

/** By the heads of the file; null: recognised. */
export interface BankColumns {
  readonly date: string | null
  readonly amount: string | null
  readonly description: string | null
  readonly trace: string | null
}

export interface BankLine {
  /** In the file, from 1. */
  readonly row: number
  readonly on: ServiceDate
  /** Negative: a withdrawal. */
  readonly amountCents: Cents
  readonly description: string
  readonly trace: string | null
  /** How often the same line stood above it. */
  readonly occurrence: number
}

export interface BankProblem {
  readonly row: number | null
  readonly code: string
  readonly says: string
}

export type BankFile =
  | { readonly kind: 'read'; readonly lines: readonly BankLine[] }
  | { readonly kind: 'unreadable'; readonly problems: readonly BankProblem[] }

const heads = {
  date: /^(posting|post|posted|transaction|trans\.?|value|effective|deposit)? ?date( posted)?$|^posted( on)?$/,
  amount: /^amount( ?\(usd\))?$|^credits?( amount)?$|^deposits?( amount)?$|^credit amount$/,
  description: /^(transaction )?description$|^details?$|^memo$|^narrative$|^payee$|^name$|^text$/,
  trace:
    /^trace( number| no\.?| #)?$|^(bank |customer )?reference( number| no\.?| #)?$|^check( number| no\.?| #)?$|^ref$/,
} as const
type Column = keyof BankColumns
type Places = Readonly<Record<Column, number>>

/** Banks put their own lines above the heads. */
const headWithin = 20

export function readBankFile(text: string, named: BankColumns): BankFile {
  const rows = rowsOf(text)
  if (typeof rows === 'string') return unreadable(null, 'bank-file/not-csv', rows)
  const at = rows.slice(0, headWithin).findIndex((row) => placesIn(row, named) !== null)
  const places = placesIn(rows[at] ?? [], named)
  if (!places) {
    const says =
      'no line names a column for the date and one for the amount: name them in ?date= and ?amount='
    return unreadable(null, 'bank-file/no-columns', says)
  }
  const problems: BankProblem[] = []
  const lines: BankLine[] = []
  const seen = new Map<string, number>()
  for (const [index, row] of rows.slice(at + 1).entries()) {
    const place = at + index + 2
    const line = lineOf(row, places, place)
    if (line === null) continue
    if ('code' in line) problems.push(line)
    else {
      const key = [line.on, line.amountCents, line.description, line.trace ?? ''].join('\u0001')
      const occurrence = seen.get(key) ?? 0
      seen.set(key, occurrence + 1)
      lines.push({ ...line, occurrence })
    }
  }
  return problems.length > 0 ? { kind: 'unreadable', problems } : { kind: 'read', lines }
}

function rowsOf(text: string): readonly (readonly string[])[] | string {
  try {
    const options = { bom: true, relax_column_count: true, skip_empty_lines: false, trim: true }
    return parse(text, { ...options, delimiter: delimiterOf(text), columns: false })
  } catch (cause) {
    if (cause instanceof CsvError)
      return 'the file is no CSV: a quotation mark is open, or stands inside a field'
    throw cause
  }
}

function delimiterOf(text: string): string {
  const begin = text.split(/\r?\n/, headWithin).join('\n')
  const count = (delimiter: string) => begin.split(delimiter).length
  return [';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best), ',')
}

/** null: this is not the line with the heads. */
function placesIn(row: readonly string[], named: BankColumns): Places | null {
  const plain = row.map((head) => head.trim().toLowerCase())
  const place = (column: Column) => {
    const name = named[column]
    return name === null
      ? plain.findIndex((head) => heads[column].test(head))
      : plain.indexOf(name.trim().toLowerCase())
  }
  const places = {
    ...{ date: place('date'), amount: place('amount') },
    ...{ description: place('description'), trace: place('trace') },
  }
  const missing = (['description', 'trace'] as const).some((each) => named[each] !== null && places[each] < 0)
  return places.date < 0 || places.amount < 0 || missing ? null : places
}

/** null: it holds nothing to read, as an empty line or one with a debit alone. */
function lineOf(
  row: readonly string[],
  places: Places,
  place: number,
): Omit<BankLine, 'occurrence'> | BankProblem | null {
  const cell = (column: Column) => row[places[column]] ?? ''
  const [date, amount] = [cell('date'), cell('amount')]
  if (amount === '') return null
  const [on, amountCents] = [dateIn(date), centsIn(amount)]
  if (on === null) {
    const says = `line ${place}: the date is none (write 2026-11-20 or 11/20/2026)`
    return { row: place, code: 'bank-file/date', says }
  }
  if (amountCents === null) {
    const says = `line ${place}: the amount is none of dollars and cents (write 1234.56, 1,234.56 or (12.00))`
    return { row: place, code: 'bank-file/amount', says }
  }
  const trace = cell('trace')
  return { row: place, on, amountCents, description: cell('description'), trace: trace === '' ? null : trace }
}

/** `1,234.56`, `$12.00`, `-3.5`, `(12.00)`: read as text, never through a fraction. null: it is none of these. */
export function centsIn(text: string): Cents | null {
  const inside = /^\((.*)\)$/.exec(text.trim())
  const parts = /^(-|\+)? ?\$? ?(\d{1,3}(?:,\d{3})+|\d{1,11})(?:\.(\d{1,2}))?$/.exec(
    inside?.[1] ?? text.trim(),
  )
  if (!parts || (inside && parts[1] !== undefined)) return null
  const [, sign, dollars = '', fraction = ''] = parts
  const amount = Number(`${dollars.replaceAll(',', '')}${fraction.padEnd(2, '0')}`)
  if (!Number.isSafeInteger(amount)) return null
  return cents(inside || sign === '-' ? -amount : amount)
}

function dateIn(text: string): ServiceDate | null {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(text)
  const [, month = '', day = '', year = ''] = american ?? []
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  const plain = american
    ? `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    : compact
      ? `${compact[1]}-${compact[2]}-${compact[3]}`
      : text
  return isServiceDate(plain) ? plain : null
}

function unreadable(row: number | null, code: string, says: string): BankFile {
  return { kind: 'unreadable', problems: [{ row, code, says }] }
}
