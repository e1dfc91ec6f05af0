/**
 * Units of a code that shares its minutes with no other: by the midpoint of its own length, by full lengths
 * alone, once a day, or as the clinic counted them where minutes say nothing.
 */
import type { Reason } from '@tally/kernel'
import { type RuleCard, reasonOf } from '../rule.ts'
import type { TherapyCode } from '../tables/therapy-tables.ts'

export const perCode: RuleCard = {
  slug: 'units/midpoint',
  edition: 'CPT time rule',
  citation: 'CPT introduction, time: a unit is earned past its midpoint',
  sentence:
    'Counted by itself a code earns a unit past the midpoint of its length: 8 of 15 minutes, 16 of 30, 31 of 60.',
}

export const fullLengths: RuleCard = {
  slug: 'units/full-length',
  edition: '2026',
  citation: 'payer schedules that count full 15 minutes; RTM and digital codes, MM14250',
  sentence:
    'A payer of full 15 minutes, and codes counted by the month or call, pay a unit for each full length alone.',
}

export const asGiven: RuleCard = {
  slug: 'units/as-given',
  edition: '2026',
  citation: 'the count of the clinic',
  sentence:
    'Units that stand in place of minutes, and counts of area or limbs, are taken as they are and pooled with none.',
}

export interface CodeUnits {
  readonly units: number
  readonly reason: Reason
}

/** Codes of telephone and digital assessments: one unit, once their shortest time is reached. */
const once = /^989(66|67|68|70|71|72)$/
/** The first RTM management code of a month is billed once. */
const firstOfMonth = /^(98979|98980)$/

/** Codes that count something else than time or days, by the clinic's own number. */
export function countsItself({ code, timed }: TherapyCode): boolean {
  return timed === 'area' || code === '95851' || code === '95852'
}

export function pooledByTime({ timed, minutes_per_unit: length, code }: TherapyCode): boolean {
  return timed === 'Y' && length === 15 && !once.test(code)
}

/** Units of a code counted by the length of its own; null: it isn't counted by time. */
export function unitsByLength(
  { code, timed, minutes_per_unit: length }: TherapyCode,
  minutes: number,
  rule: 'midpoint' | 'full',
): CodeUnits | null {
  if (length === null || timed === 'N' || timed === 'area') return null
  const full = rule === 'full' || timed === 'month' || once.test(code)
  const atMost = timed === 'first' || firstOfMonth.test(code) || once.test(code) ? 1 : null
  const midpoint = Math.floor(length / 2) + 1
  const earned = full
    ? Math.floor(minutes / length)
    : minutes < midpoint
      ? 0
      : Math.floor((minutes - midpoint) / length) + 1
  const units = atMost === null ? earned : Math.min(earned, atMost)
  const most = atMost === null ? '' : ', at most 1'
  const says = `${code}: ${minutes} minutes, ${full ? `full ${length}` : `${midpoint} of ${length}`} for a unit${most}: ${units}`
  const facts = { procedureCode: code, minutes, length, midpoint: full ? length : midpoint, atMost, units }
  return { units, reason: reasonOf(full ? fullLengths : perCode, says, facts) }
}

export function unitsAsGiven(procedureCode: string, units: number): CodeUnits {
  const says = `${procedureCode}: ${units} units as the clinic counts them; no minutes were counted`
  return { units, reason: reasonOf(asGiven, says, { procedureCode, units }) }
}
