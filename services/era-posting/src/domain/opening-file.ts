/**
 * The file of a former system: one row a service line, the columns that say something of the whole claim repeated. It is
 * checked row by row and refused whole, each wrong cell named by row and column.
 */
import { type Cents, cents, noCents, type ServiceDate, sumOf } from '@tally/kernel'
import { CsvError, parse } from 'csv-parse/sync'
import {
  type OpeningClaim,
  type OpeningColumn,
  type OpeningProblem,
  openingColumns,
  type ReadRow,
  rowOf,
} from './opening-row.ts'

export type OpeningFile =
  | { readonly kind: 'read'; readonly claims: readonly OpeningClaim[] }
  | { readonly kind: 'refused'; readonly problems: readonly OpeningProblem[] }

/** In one file, since it is one transaction: more go in several. */
export const openingLinesMax = 20_000

/** `before`: services from this day on are Tally's own. */
export function readOpeningFile(text: string, before: ServiceDate): OpeningFile {
  const rows = rowsOf(text)
  if ('kind' in rows) return rows
  const [heads = [], ...body] = rows
  const strange = problemsOfHeads(heads)
  if (strange.length > 0) return { kind: 'refused', problems: strange }
  if (body.length === 0) return refused('opening/empty', 'the file has no row below its heads')
  if (body.length > openingLinesMax)
    return refused(
      'opening/too-long',
      `the file has more than ${openingLinesMax} rows: send it in parts, whole claims each`,
    )
  const read = body.map((cells, index) => rowOf(heads, cells, index + 2, before))
  const groups = [...Map.groupBy(read, ({ claim }) => claim.claimNumber).values()]
  const problems = [...read.flatMap((row) => row.problems), ...groups.flatMap(differences)]
  if (problems.length > 0)
    return { kind: 'refused', problems: problems.toSorted((one, other) => (one.row ?? 0) - (other.row ?? 0)) }
  return {
    kind: 'read',
    claims: groups.flatMap((group) => {
      const [first] = group
      return first ? [{ ...first.claim, row: first.row, lines: group.map(({ line }) => line) }] : []
    }),
  }
}

export interface OpeningTotals {
  readonly claims: number
  readonly lines: number
  readonly openPayerCents: Cents
  readonly openPatientCents: Cents
  readonly creditCents: Cents
}

export function openingTotals(claims: readonly OpeningClaim[]): OpeningTotals {
  const lines = claims.flatMap((claim) => claim.lines)
  const patient = lines.map(({ openPatientCents }) => openPatientCents)
  return {
    ...{ claims: claims.length, lines: lines.length },
    openPayerCents: sumOf(lines.map(({ openPayerCents }) => openPayerCents)),
    openPatientCents: sumOf(patient.filter((each) => each > noCents)),
    creditCents: cents(-sumOf(patient.filter((each) => each < noCents))),
  }
}

function rowsOf(text: string): readonly (readonly string[])[] | OpeningFile {
  try {
    return parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true })
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    return refused(
      'opening/not-csv',
      'the file is no CSV: a quotation mark is open, or stands inside a field',
    )
  }
}

function refused(code: string, says: string): OpeningFile {
  return { kind: 'refused', problems: [{ row: null, column: null, code, says }] }
}

function problemsOfHeads(heads: readonly string[]): readonly OpeningProblem[] {
  const known: readonly string[] = [...openingColumns.required, ...openingColumns.optional]
  const tell = (column: string | null, code: string, says: string) => ({ row: 1, column, code, says })
  return [
    ...openingColumns.required
      .filter((column) => !heads.includes(column))
      .map((column) => tell(column, 'opening/column-missing', 'this column is missing')),
    ...heads.flatMap((head, place) => {
      const nth = `column ${place + 1}`
      if (!known.includes(head))
        return [
          tell(
            nth,
            'opening/column-unknown',
            `its head is none of ${known.join(', ')}: name it so, or leave it out`,
          ),
        ]
      return heads.indexOf(head) === place
        ? []
        : [tell(head, 'opening/column-twice', 'this column stands twice')]
    }),
  ]
}

/** Columns that are the claim's own say the same in each of its rows. */
function differences(group: readonly ReadRow[]): readonly OpeningProblem[] {
  const [first, ...others] = group
  // Rows without a number belong to nothing; that it is missing is told already.
  if (!first || first.claim.claimNumber === '') return []
  const told = columnsOf(first.claim)
  return others.flatMap(({ row, claim }) =>
    columnsOf(claim).flatMap(([column, value], place) => {
      if (value === told[place]?.[1]) return []
      const says = `it is not what row ${first.row} says of the same claim; one claim number is one claim at one payer`
      return [{ row, column, code: 'opening/rows-differ', says }]
    }),
  )
}

function columnsOf({ payer, ...claim }: ReadRow['claim']): readonly (readonly [OpeningColumn, string])[] {
  return [
    ['patientId', claim.patientId],
    ['patientName', claim.patientName ?? ''],
    ['patientAddress', claim.patientAddress.join(';')],
    ['medicalRecordNumber', claim.medicalRecordNumber ?? ''],
    ['case', claim.treatmentCase],
    ['payerId', payer?.payerId ?? ''],
    ['payerFamily', payer?.payerFamily ?? ''],
    ['coverageOrder', String(payer?.order ?? '')],
    ['payerClaimNumber', payer?.payerClaimNumber ?? ''],
    ['memberId', payer?.memberId ?? ''],
  ]
}
