/**
 * A second program that knows no rule table: from the reasons of a coded line alone it rebuilds units,
 * modifiers and cents, over ten thousand generated days. What it can't rebuild no auditor can.
 */
import type { Fact, Reason } from '@tally/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import type { CodedLine } from './coded-day.ts'
import { treatmentDays } from './sample-days.ts'

type Facts = Readonly<Record<string, Fact>>
const factsOf = (reasons: readonly Reason[], rule: string): Facts | undefined =>
  reasons.find((reason) => reason.rule === rule)?.facts
const num = (facts: Facts, name: string): number => {
  const value = facts[name]
  if (typeof value !== 'number') throw new Error(`${name} is a number among the facts`)
  return value
}

function unitsBeforeSplit(reasons: readonly Reason[]): number {
  const capped = factsOf(reasons, 'units/daily-cap')
  if (capped) return num(capped, 'units')
  const pooled = factsOf(reasons, 'units/eight-minute')
  if (pooled) {
    const [minutes, total] = [num(pooled, 'minutes'), num(pooled, 'timedMinutes')]
    expect(num(pooled, 'poolUnits')).toBe(total < 8 ? 0 : Math.floor((total + 7) / 15))
    const extra = typeof pooled.rank === 'number' && pooled.rank <= num(pooled, 'spare')
    return Math.floor(minutes / 15) + (extra ? 1 : 0)
  }
  const midpoint = factsOf(reasons, 'units/midpoint')
  if (midpoint) {
    const [minutes, length] = [num(midpoint, 'minutes'), num(midpoint, 'length')]
    const half = Math.floor(length / 2) + 1
    const earned = minutes < half ? 0 : 1 + Math.floor((minutes - half) / length)
    return typeof midpoint.atMost === 'number' ? Math.min(midpoint.atMost, earned) : earned
  }
  const full = factsOf(reasons, 'units/full-length')
  if (full) return Math.floor(num(full, 'minutes') / num(full, 'length'))
  const given = factsOf(reasons, 'units/as-given') ?? factsOf(reasons, 'units/untimed-once')
  return given ? num(given, 'units') : -1
}

function assistantUnits(facts: Facts): number {
  const [units, minutes, assistant] = [
    num(facts, 'units'),
    num(facts, 'minutes'),
    num(facts, 'assistantMinutes'),
  ]
  if (!facts.byUnit) {
    const above =
      facts.method === 1
        ? Math.round((assistant * 100) / minutes) >= 11
        : assistant > Math.round(minutes / 10)
    return above ? units : 0
  }
  const therapist = minutes - assistant
  const whole = Math.floor(assistant / 15)
  const left = units - whole - Math.floor(therapist / 15)
  if (left === 2) return whole + 1
  if (left !== 1) return Math.min(whole, units)
  const [p, a] = [therapist % 15, assistant % 15]
  if (p >= 8) return whole
  return a >= 8 || a / (p + a) > 0.1 ? whole + 1 : whole
}

function rebuiltUnits({ reasons }: CodedLine): number {
  const units = unitsBeforeSplit(reasons)
  const split = factsOf(reasons, 'modifier/assistant')
  if (!split) return units
  const theirs = assistantUnits(split)
  return split.carries ? theirs : units - theirs
}

function rebuiltModifiers({ reasons }: CodedLine): string[] {
  const limited = factsOf(reasons, 'modifier/order')
  const dropped = limited ? (limited.dropped as readonly string[]) : []
  const modifiers = reasons.flatMap(({ rule, facts }) => {
    if (rule === 'modifier/assistant' && !facts.carries) return []
    return typeof facts.modifier === 'string' ? [facts.modifier] : []
  })
  return [...new Set(modifiers)].filter((one) => !dropped.includes(one)).sort()
}

function unitCents(fee: Facts, percent: number): number {
  const values = fee.relativeValueHundredths as Record<string, number>
  const index = fee.indexThousandths as Record<string, number>
  const part = (name: string) => BigInt(values[name] ?? 0) * BigInt(index[name] ?? 0)
  const sum = 100n * (part('work') + part('malpractice')) + BigInt(percent) * part('practiceExpense')
  const size = 100n * 100n * 1000n * 10_000n
  return Number((2n * 100n * sum * BigInt(num(fee, 'conversionFactorTenThousandths')) + size) / (2n * size))
}

function rebuiltCents({ reasons }: CodedLine): number | null {
  const decided = factsOf(reasons, 'price/barred') ?? factsOf(reasons, 'price/per-diem')
  if (decided) return num(decided, 'allowedCents')
  const fee = factsOf(reasons, 'price/fee-schedule')
  const ranked = factsOf(reasons, 'price/multiple-procedures')
  if (!fee || !ranked) return null
  let [full, reduced] = [unitCents(fee, 100), unitCents(fee, 100 - num(fee, 'reductionPercent'))]
  const scaled = factsOf(reasons, 'price/percent-of-medicare')
  if (scaled) {
    full = Math.round((full * num(scaled, 'percent')) / 100)
    reduced = scaled.byFee
      ? Math.round((full * (100 - num(scaled, 'mpprPercent'))) / 100)
      : Math.round((reduced * num(scaled, 'percent')) / 100)
  }
  const units = num(ranked, 'units')
  const inFull = ranked.reducible ? (ranked.isHighest ? 1 : 0) : units
  const sum = inFull * full + (units - inFull) * reduced
  const charge = factsOf(reasons, 'price/lesser-of-charge')
  return charge ? Math.min(sum, num(charge, 'chargeCents')) : sum
}

test('units, modifiers and cents follow from the reasons of a line alone', () => {
  fc.assert(
    fc.property(treatmentDays, (given) => {
      const coded = codeTreatmentDay(given)
      for (const line of coded.lines) {
        expect(rebuiltUnits(line)).toBe(line.units)
        expect(rebuiltModifiers(line)).toEqual(line.modifiers.toSorted())
        expect(rebuiltCents(line)).toBe(line.expectedAllowedCents)
        const kx = factsOf(line.reasons, 'modifier/kx-required')
        if (kx && typeof kx.usedCents === 'number')
          expect(num(kx, 'usedCents') + num(kx, 'allowedCents') > num(kx, 'thresholdCents')).toBe(kx.needed)
      }
      for (const { reasons } of coded.unbilled) expect(reasons.length).toBeGreaterThan(0)
    }),
    { numRuns: fc.readConfigureGlobal().numRuns ?? 10_000 },
  )
}, 60_000)
