/**
 * Medicare's pooled 8-minute rule: how many units the timed minutes of one discipline and day make, and whose
 * they are. Every full 15 minutes belongs to its own code; what is left over is pooled, and a unit it still
 * earns goes to the code with the most minutes left over, then to the one with more minutes in all. When even
 * those are equal either code may be billed: the first documented gets it and the split is called a tie.
 * Never by price.
 */
import type { Reason } from '@tally/kernel'
import { type Rule, reasonOf } from '../rule.ts'

export interface TimedCode {
  readonly procedureCode: string
  readonly minutes: number
}

export interface PooledUnits<Code extends TimedCode = TimedCode> {
  readonly timedMinutes: number
  readonly units: number
  /** True when another split of the units is just as right. */
  readonly tie: boolean
  /** In the order given. */
  readonly shares: readonly { readonly of: Code; readonly units: number; readonly reason: Reason }[]
}

/** One entry a code, in the order documented; minutes are whole, zero or more. */
export const timedUnits = {
  slug: 'units/eight-minute',
  edition: '2026',
  citation: 'MCPM ch.5 s20.2.C',
  sentence:
    '15-minute codes of one discipline and day share one pool: 8 to 22 minutes are 1 unit, then 1 more each 15.',
  decide: poolUnits,
} satisfies Rule<readonly TimedCode[], PooledUnits>

/** Units that `minutes` of pooled time make. */
export function unitsOf(minutes: number): number {
  return minutes < 8 ? 0 : Math.floor((minutes + 7) / 15)
}

function poolUnits<Code extends TimedCode>(codes: readonly Code[]): PooledUnits<Code> {
  const timedMinutes = codes.reduce((sum, { minutes }) => sum + minutes, 0)
  const units = unitsOf(timedMinutes)
  const split = codes.map((of, place) => ({
    of,
    place,
    full: Math.floor(of.minutes / 15),
    left: of.minutes % 15,
  }))
  const spare = units - split.reduce((sum, { full }) => sum + full, 0)
  const byClaim = split
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left || b.of.minutes - a.of.minutes || a.place - b.place)
  const [last, next] = [byClaim[spare - 1], byClaim[spare]]
  const tie = !!last && !!next && last.left === next.left && last.of.minutes === next.of.minutes
  const shares = split.map((part) => {
    const rank = byClaim.indexOf(part) + 1
    const own = part.full + (rank > 0 && rank <= spare ? 1 : 0)
    const { procedureCode, minutes } = part.of
    const says =
      `${procedureCode}: ${minutes} of ${timedMinutes} timed minutes, ${counted(units)} in the pool; ` +
      `${part.full} for full 15 minutes and ${own - part.full} for ${part.left} left over make ${own}${tie ? ' (tie)' : ''}`
    const facts = {
      procedureCode,
      minutes,
      timedMinutes,
      poolUnits: units,
      full: part.full,
      leftOver: part.left,
      spare,
      rank: rank > 0 ? rank : null,
      units: own,
      tie,
    }
    return { of: part.of, units: own, reason: reasonOf(timedUnits, says, facts) }
  })
  return { timedMinutes, units, tie, shares }
}

function counted(units: number): string {
  return units === 1 ? '1 unit' : `${units} units`
}
