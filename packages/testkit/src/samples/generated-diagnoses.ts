/** What generated patients have, by date: codes change on 1 October (ICD-10-CM, fiscal years). */
import type { ServiceDate } from '@tally/kernel'
import type { Chance } from './chance.ts'

interface Diagnosis {
  readonly code: string
  /** From this day on the code is replaced. */
  readonly ends?: { readonly on: string; readonly becomes: string }
}

const conditions: readonly [Diagnosis, ...Diagnosis[]] = [
  { code: 'M54.59' },
  { code: 'M17.11' },
  { code: 'M25.561' },
  { code: 'M75.101' },
  { code: 'M54.2' },
  // Discs by their pain from fiscal year 2025; multiple sclerosis by its course, pelvic pain by side, from 2026.
  { code: 'M51.36', ends: { on: '2024-10-01', becomes: 'M51.360' } },
  { code: 'G35', ends: { on: '2025-10-01', becomes: 'G35.D' } },
  { code: 'R10.2', ends: { on: '2025-10-01', becomes: 'R10.20' } },
]
const besides: readonly [Diagnosis, ...Diagnosis[]] = [
  { code: 'M62.81' },
  { code: 'R26.89' },
  { code: 'Z47.89' },
]

/** The condition treated first, and what comes with it. */
export function drawDiagnoses(draw: Chance): readonly Diagnosis[] {
  return [draw.pick(conditions), draw.pick(besides)]
}

export function onDate(diagnoses: readonly Diagnosis[], date: ServiceDate): string[] {
  return diagnoses.map(({ code, ends }) => (ends && date >= ends.on ? ends.becomes : code))
}
