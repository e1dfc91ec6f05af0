/**
 * The rule tables, read once: those that every day needs when the package is loaded, the others when first
 * asked for. Nothing else here touches a file. Each CSV opens with a comment line that names its source, then
 * a header; a row that does not fit its shape stops the start.
 */
import { readFileSync } from 'node:fs'
import { assert, isServiceDate, type ServiceDate } from '@tally/kernel'
import { z } from 'zod'
import { effectiveTable } from '../effective-table.ts'
import { modifierClasses } from '../modifier-class.ts'

const day = z.custom<ServiceDate>((text) => typeof text === 'string' && isServiceDate(text))
const dayOrBlank = z.union([z.literal('').transform(() => null), day])
export const term = { from: dayOrBlank, to: dayOrBlank }
export const code = z.string().regex(/^[0-9A-Z]{5}$/)
const words = z.string().transform((text) => text.split(' ').filter((word) => word !== ''))

const therapyCode = z.object({
  code,
  label: z.string().min(1),
  /**
   * Y and N as the manual says it; first, added, month and area count by something else and are never pooled.
   */
  timed: z.enum(['Y', 'N', 'first', 'added', 'month', 'area']),
  minutes_per_unit: z.string().transform((text) => (text === '' ? null : Number(text))),
  disposition: z.enum(['always', 'sometimes', 'none']),
  modifiers: words,
  status_2026: z.enum(['A', 'B', 'C', 'I', 'N', 'R']),
  ...term,
})
const editPair = z.object({ column1: code, column2: code, indicator: z.enum(['0', '1']), ...term })
const unitLimit = z.object({ code, units: z.coerce.number().int(), mai: z.enum(['1', '2', '3']), ...term })
const threshold = z.object({
  bucket: z.enum(['PT+SLP', 'OT']),
  threshold_cents: z.coerce.number().int(),
  /** Above it Medicare picks claims for targeted medical review. */
  review_cents: z.coerce.number().int(),
  ...term,
})

const modifier = z.object({
  code: z.string().regex(/^[0-9A-Z]{2}$/),
  label: z.string().min(1),
  class: z.enum(modifierClasses),
  ...term,
})

export type TherapyCode = z.output<typeof therapyCode>

export const therapyCodes = effectiveTable(
  { edition: 'therapy codes 2026', citation: 'CMS therapy code list; MPFS indicators, RVU26C' },
  rowsOf('therapy-codes.csv', therapyCode),
  (row) => row.code,
)

export const editPairs = effectiveTable(
  { edition: 'NCCI PTP 2026Q3', citation: 'CMS NCCI PTP practitioner edits, v322r0' },
  rowsOf('edit-pairs.csv', editPair),
  (row) => `${row.column1}/${row.column2}`,
)

export const unitLimits = effectiveTable(
  { edition: 'MUE 2026Q2', citation: 'CMS medically unlikely edits, practitioner table of 2026-04-01' },
  rowsOf('unit-limits.csv', unitLimit),
  (row) => row.code,
)

export const therapyThresholds = effectiveTable(
  { edition: 'KX thresholds to 2026', citation: 'MCPM ch.5 s10.3; CMS therapy services page' },
  rowsOf('therapy-thresholds.csv', threshold),
  (row) => row.bucket,
)

export const modifiers = effectiveTable(
  { edition: 'therapy modifiers 2026', citation: 'HCPCS modifiers; MCPM ch.5 s20.1' },
  rowsOf('modifiers.csv', modifier),
  (row) => row.code,
)

/** The value of `make`, made when first asked for and kept. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** The header of a table and its rows as they stand, unread. */
export function linesOf(file: string): { readonly header: string; readonly lines: readonly string[] } {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
  const [source, header, ...lines] = text.trimEnd().split('\n')
  assert(source?.startsWith('# ') && header !== undefined, `${file} opens with its source, then a header`)
  return { header, lines }
}

export function rowsOf<Row extends z.ZodType>(file: string, shape: Row): z.output<Row>[] {
  const { header, lines } = linesOf(file)
  const names = fieldsOf(header)
  return lines.map((line, index) => {
    const fields = fieldsOf(line)
    assert(fields.length === names.length, `${file}, row ${index + 1} has as many fields as the header`)
    const row = shape.safeParse(Object.fromEntries(names.map((name, place) => [name, fields[place]])))
    assert(row.success, `${file}, row ${index + 1} has the shape of its table`)
    return row.data
  })
}

function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}
