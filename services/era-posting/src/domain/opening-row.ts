/** One row of a former system's file: every cell checked, and what stands in it never repeated, since it may name a patient. */
import { type Cents, cents, isServiceDate, payerFamilies, type ServiceDate } from '@tally/kernel'

/** Amounts are whole cents. */
export const openingColumns = {
  required: [
    'claimNumber',
    'patientId',
    'serviceDate',
    'procedureCode',
    'chargeCents',
    'openPayerCents',
    'openPatientCents',
  ],
  optional: [
    ...[
      'payerId',
      'payerFamily',
      'coverageOrder',
      'payerClaimNumber',
      'memberId',
      'medicalRecordNumber',
      'modifiers',
    ],
    ...['case', 'patientName', 'patientAddress'],
  ],
} as const
export type OpeningColumn =
  | (typeof openingColumns.required)[number]
  | (typeof openingColumns.optional)[number]

export interface OpeningLine {
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  readonly serviceDate: ServiceDate
  readonly chargeCents: Cents
  readonly openPayerCents: Cents
  /** Negative: the patient's credit. */
  readonly openPatientCents: Cents
}

export interface OpeningPayer {
  readonly payerId: string
  readonly payerFamily: string
  readonly order: number
  readonly payerClaimNumber: string | null
  readonly memberId: string | null
}

export interface OpeningClaim {
  /** Of its first line in the file; the head is row 1. */
  readonly row: number
  /** In the former system: what the payer repeats in CLP01. */
  readonly claimNumber: string
  /** The EMR's. */
  readonly patientId: string
  readonly patientName: string | null
  readonly patientAddress: readonly string[]
  readonly medicalRecordNumber: string | null
  readonly treatmentCase: 'health' | 'work-injury' | 'auto-injury'
  /** null: the patient pays. */
  readonly payer: OpeningPayer | null
  /** In the order of the file. */
  readonly lines: readonly OpeningLine[]
}

export interface OpeningProblem {
  readonly row: number | null
  readonly column: string | null
  readonly code: string
  readonly says: string
}

export interface ReadRow {
  readonly row: number
  readonly claim: Omit<OpeningClaim, 'row' | 'lines'>
  readonly line: OpeningLine
  readonly problems: readonly OpeningProblem[]
}

/** The worth of a cell that is wrong is that of an empty one; the row's problems keep it from being used. */
export function rowOf(
  heads: readonly string[],
  cells: readonly string[],
  row: number,
  before: ServiceDate,
): ReadRow {
  const problems: OpeningProblem[] = []
  const tell = (column: OpeningColumn | null, code: string, says: string) =>
    problems.push({ row, column, code, says })
  const cell = (column: OpeningColumn) => cells[heads.indexOf(column)] ?? ''
  if (cells.length !== heads.length)
    tell(null, 'opening/row-length', `it has ${cells.length} cells, the head has ${heads.length}`)
  const text = (column: OpeningColumn, form: RegExp, says: string) => {
    if (!form.test(cell(column))) tell(column, 'opening/form', says)
    return cell(column)
  }
  const optional = (column: OpeningColumn, form: RegExp, says: string) =>
    cell(column) === '' ? null : text(column, form, says)
  const amount = (column: OpeningColumn, least: number) => {
    const read = /^-?\d{1,11}$/.test(cell(column)) ? Number(cell(column)) : null
    if (read === null)
      tell(column, 'opening/amount', 'write whole cents without a point: 12550 for 125.50 dollars')
    else if (read < least)
      tell(column, 'opening/amount', least === 1 ? 'it has to be above 0' : 'it may not be negative')
    return cents(read ?? 0)
  }
  const from = { cell, text, optional, tell }
  const line = {
    procedureCode: text('procedureCode', /^[0-9A-Z]{5}$/, 'write five digits or capitals, such as 97110'),
    modifiers: cell('modifiers')
      .split(/[\s:]+/)
      .filter((modifier) => modifier !== ''),
    serviceDate: dayOf(from, before),
    chargeCents: amount('chargeCents', 1),
    openPayerCents: amount('openPayerCents', 0),
    openPatientCents: amount('openPatientCents', Number.MIN_SAFE_INTEGER),
  }
  if (line.modifiers.some((modifier) => !/^[0-9A-Z]{2}$/.test(modifier)))
    tell(
      'modifiers',
      'opening/form',
      'write modifiers of two characters with blanks between them, such as GP KX',
    )
  const payer = payerOf(from)
  const open = line.openPayerCents + Math.max(0, line.openPatientCents)
  if (line.chargeCents > 0 && open > line.chargeCents)
    tell(
      'openPayerCents',
      'opening/more-than-charged',
      'what is open at payer and patient together is more than the charge',
    )
  if (payer === null && line.openPayerCents > 0)
    tell('payerId', 'opening/no-payer', 'something is open at a payer: name it in payerId')
  return { row, claim: { ...headOf(from), payer }, line, problems }
}

interface Cells {
  cell(column: OpeningColumn): string
  text(column: OpeningColumn, form: RegExp, says: string): string
  optional(column: OpeningColumn, form: RegExp, says: string): string | null
  tell(column: OpeningColumn | null, code: string, says: string): void
}

const printable = /^[\x21-\x7e](?:[\x20-\x7e]{0,78}[\x21-\x7e])?$/

function dayOf({ cell, tell }: Cells, before: ServiceDate): ServiceDate {
  const day = cell('serviceDate')
  if (!isServiceDate(day)) tell('serviceDate', 'opening/date', 'write a day as 2026-11-20')
  else if (day >= before)
    tell(
      'serviceDate',
      'opening/after-go-live',
      `services from ${before} on come from the EMR, not from the former system`,
    )
  return day as ServiceDate
}

function headOf({ cell, text, optional, tell }: Cells): Omit<ReadRow['claim'], 'payer'> {
  const treatmentCase = cell('case') === '' ? 'health' : cell('case')
  if (!isCase(treatmentCase))
    tell('case', 'opening/form', 'write health, work-injury or auto-injury, or leave it empty')
  const name = /^[^\p{Cc}]{1,120}$/u
  return {
    claimNumber: text(
      'claimNumber',
      /^[\x21-\x7e]{1,38}$/,
      'write the claim number as it was sent in CLM01: up to 38 characters',
    ),
    patientId: text('patientId', printable, 'write the patient’s id in the EMR'),
    medicalRecordNumber: optional('medicalRecordNumber', printable, 'write up to 80 plain characters'),
    patientName: optional('patientName', name, 'write up to 120 characters'),
    patientAddress: (
      optional('patientAddress', /^[^\p{Cc}]{1,300}$/u, 'write up to 300 characters, lines parted by ;') ?? ''
    )
      .split(';')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    treatmentCase: isCase(treatmentCase) ? treatmentCase : 'health',
  }
}

const cases = ['health', 'work-injury', 'auto-injury'] as const

function isCase(text: string): text is (typeof cases)[number] {
  return (cases as readonly string[]).includes(text)
}

function payerOf({ cell, text, optional, tell }: Cells): OpeningPayer | null {
  if (cell('payerId') === '') {
    const [given] = (['payerFamily', 'payerClaimNumber', 'coverageOrder'] as const).filter(
      (column) => cell(column) !== '',
    )
    if (given !== undefined)
      tell('payerId', 'opening/no-payer', `it is empty and ${given} is not: name the payer`)
    return null
  }
  const payerFamily = cell('payerFamily')
  const families: readonly string[] = payerFamilies
  if (!families.includes(payerFamily) || payerFamily === 'self-pay')
    tell(
      'payerFamily',
      'opening/form',
      `write one of ${families.filter((each) => each !== 'self-pay').join(', ')}`,
    )
  return {
    payerId: text('payerId', printable, 'write the payer’s id: up to 80 plain characters'),
    payerFamily,
    order: Number(optional('coverageOrder', /^[1-9]$/, 'write 1 for the first payer, 2 for the second') ?? 1),
    payerClaimNumber: optional(
      'payerClaimNumber',
      printable,
      'write the payer’s claim number: up to 80 plain characters',
    ),
    memberId: optional('memberId', printable, 'write the member id: up to 80 plain characters'),
  }
}
