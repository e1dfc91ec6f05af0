/** The tables of therapy codes and of what Medicare edits and limits. */
import { z } from 'zod'
import { modifierClasses } from '../modifier-class.ts'
import { code, datedTable, term } from './read-table.ts'

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

export const therapyCodes = datedTable(
  { edition: 'therapy codes 2026', citation: 'CMS therapy code list; MPFS indicators, RVU26C' },
  ['therapy-codes/2026.csv'],
  therapyCode,
)

export const editPairs = datedTable(
  { edition: 'NCCI PTP 2026Q3', citation: 'CMS NCCI PTP practitioner edits, v322r0' },
  ['edit-pairs/2026q3.csv'],
  editPair,
  2,
)

export const unitLimits = datedTable(
  { edition: 'MUE 2026Q2', citation: 'CMS medically unlikely edits, practitioner table of 2026-04-01' },
  ['unit-limits/2026q2.csv'],
  unitLimit,
)

export const therapyThresholds = datedTable(
  {
    edition: 'KX thresholds to 2026',
    citation: 'MCPM ch.5 s10.3; CMS therapy services page',
    complete: true,
  },
  ['therapy-thresholds/2026.csv'],
  threshold,
)

export const modifiers = datedTable(
  { edition: 'therapy modifiers 2026', citation: 'HCPCS modifiers; MCPM ch.5 s20.1' },
  ['modifiers/2026.csv'],
  modifier,
)
