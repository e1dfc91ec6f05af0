/**
 * The diagnosis codes of ICD-10-CM, which of them could be billed when, and which never stand together. The
 * list is long and a day asks for a few codes: it stays text, a line a category, and is searched as it stands.
 */
import { type ServiceDate, serviceDate } from '@tally/kernel'
import { z } from 'zod'
import { datedTable, once, rowsOf, term, textOf } from './read-table.ts'

export const diagnosisEdition = 'ICD-10-CM FY2027'
/** The lists begin here: what they lack on earlier dates may have been a code. */
const firstListed = serviceDate('2023-10-01')
/** From here on most new codes are not at hand: what the lists lack may be one. */
const lastListed = serviceDate('2026-10-01')
/** Between these two lists nobody kept which year a code changed in. */
const betweenLists = { from: serviceDate('2024-10-01'), to: serviceDate('2025-10-01') }

const form = /^[A-Z][0-9A-Z]{2,6}$/
const code = z.string().regex(form)
const terms = datedTable(
  { edition: diagnosisEdition, citation: 'NCHS and CMS code lists FY2024, FY2026, FY2027' },
  ['diagnosis-terms/fy2027.csv'],
  z.object({ code, doubtful: z.enum(['Y', 'N']), ...term }),
)

const byCategory = once(
  () =>
    new Map(
      textOf('diagnoses/fy2027.csv').lines.map((line) => [line.slice(0, 3), ` ${line.slice(4)} `] as const),
    ),
)

/** What the lists say of a code on a date; `on` is the day it ended or will begin. */
export type Standing =
  | { readonly kind: 'billable' }
  | { readonly kind: 'heading' | 'unlisted' | 'undetermined' }
  | { readonly kind: 'ended' | 'to-come'; readonly on: ServiceDate }

/** Of a code without its dot. `undetermined`: the lists cannot say; `unlisted`: they can, and have no such code. */
export function standingOf(diagnosis: string, date: ServiceDate): Standing {
  const codes = form.test(diagnosis) ? byCategory().get(diagnosis.slice(0, 3)) : undefined
  const rest = diagnosis.slice(3)
  if (codes?.includes(` ${rest === '' ? '-' : rest} `)) return inTime(diagnosis, date)
  if (date < firstListed) return { kind: 'undetermined' }
  if (codes?.includes(` ${rest}`)) return { kind: 'heading' }
  return { kind: date < lastListed ? 'unlisted' : 'undetermined' }
}

function inTime(diagnosis: string, date: ServiceDate): Standing {
  const rows = terms.rowsOf(diagnosis)
  if (rows.length === 0) return { kind: 'billable' }
  const row = terms.on(diagnosis, date)
  const between = betweenLists.from <= date && date < betweenLists.to
  if (between && rows.some(({ doubtful }) => doubtful === 'Y')) return { kind: 'undetermined' }
  if (row) return { kind: 'billable' }
  const next = rows.find(({ from }) => from !== null && date < from)?.from
  if (next) return { kind: 'to-come', on: next }
  const last = rows.findLast(({ to }) => to !== null)?.to
  return last ? { kind: 'ended', on: last } : { kind: 'undetermined' }
}

const exclusions = once(() => {
  const rows = rowsOf('diagnosis-exclusions/fy2021.csv', z.object({ code, other: code }))
  return Map.groupBy(rows, (row) => row.code)
})

/** True when an Excludes1 note of either, or of a heading above it, names the other or a heading above that. */
export function neverTogether(one: string, other: string): boolean {
  return notes(one, other) || notes(other, one)
}

function notes(noted: string, named: string): boolean {
  for (let length = 3; length <= noted.length; length += 1)
    if (
      exclusions()
        .get(noted.slice(0, length))
        ?.some((row) => named.startsWith(row.other))
    )
      return true
  return false
}
