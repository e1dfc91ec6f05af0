/**
 * Reads `data/<table>/<release>.csv`, when it is first asked for; nothing else in this package touches a file.
 * Each opens with a comment line that names its source and licence, then a header; a row that does not fit its
 * shape stops whoever asks for it.
 */
import { readFileSync } from 'node:fs'
import { assert, isServiceDate, type ServiceDate } from '@tally/kernel'
import { z } from 'zod'
import {
  type EffectiveRow,
  type EffectiveTable,
  effectiveTable,
  endOf,
  type TableOf,
} from '../effective-table.ts'

const data = new URL('../../data/', import.meta.url)
const day = z.custom<ServiceDate>((text) => typeof text === 'string' && isServiceDate(text))
const dayOrBlank = z.union([z.literal('').transform(() => null), day])
/** When a row holds, half-open; a blank is "as long as anyone asks", and "still". */
export const term = { from: dayOrBlank, to: dayOrBlank }
export const code = z.string().regex(/^[0-9A-Z]{5}$/)

/** The value of `make`, made when first asked for and kept. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

interface Line {
  readonly file: string
  readonly header: readonly string[]
  readonly fields: readonly string[]
}

/** The rows of all `files`, whose first `keys` columns, joined by `/`, say which row is asked for. */
export function datedTable<Shape extends z.ZodType<EffectiveRow>>(
  about: TableOf,
  files: readonly string[],
  shape: Shape,
  keys = 1,
): EffectiveTable<z.output<Shape>> {
  const lines = once(() =>
    Map.groupBy(files.flatMap(linesOf), ({ fields }) => fields.slice(0, keys).join('/')),
  )
  return effectiveTable(about, {
    keys: () => lines().keys(),
    rowsOf: (key) =>
      lines()
        .get(key)
        ?.map((line) => readLine(line, shape)) ?? [],
    end: once(() => endOf([...lines().values()].flat().map(lastDay))),
  })
}

/** Every row of a table that no date divides. */
export function rowsOf<Shape extends z.ZodType>(file: string, shape: Shape): z.output<Shape>[] {
  return linesOf(file).map((line) => readLine(line, shape))
}

/** The header of a file and its lines as they stand, unread. */
export function textOf(file: string): { readonly header: string; readonly lines: readonly string[] } {
  const text = readFileSync(new URL(file, data), 'utf8')
  const [source, header, ...lines] = text.trimEnd().split('\n')
  assert(source?.startsWith('# ') && header !== undefined, `${file} opens with its source, then a header`)
  return { header, lines }
}

function linesOf(file: string): Line[] {
  const { header: first, lines } = textOf(file)
  const header = fieldsOf(first)
  return lines.map((line) => ({ file, header, fields: fieldsOf(line) }))
}

function readLine<Shape extends z.ZodType>({ file, header, fields }: Line, shape: Shape): z.output<Shape> {
  assert(fields.length === header.length, `${file}: a row has as many fields as the header (${fields[0]})`)
  const named = Object.fromEntries(header.map((name, place) => [name, fields[place]]))
  const row = shape.safeParse({ ...named, release: releaseOf(file) })
  assert(row.success, `${file}: a row has the shape of its table (${fields[0]})`)
  return row.data
}

/** What its publisher calls it, as the file is named. */
function releaseOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, file.lastIndexOf('.'))
}

function lastDay({ header, fields }: Line): ServiceDate | null {
  return dayOrBlank.parse(fields[header.indexOf('to')])
}

function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}
