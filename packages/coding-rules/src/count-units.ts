/** Every group with its units, in order: by the payer's rule, from its discipline's pool or by itself. */
import type { Finding, Reason } from '@tally/kernel'
import type { Counted, Group } from './draft-line.ts'
import type { PayerRules } from './payer-profile.ts'
import { findingOf, reasonOf } from './rule.ts'
import { dailyCap, underCap } from './rules/daily-cap.ts'
import { heldNotYet, reasonNotYet } from './rules/not-yet.ts'
import { timedUnits } from './rules/timed-units.ts'
import { countsItself, pooledByTime, unitsAsGiven, unitsByLength } from './rules/units-by-code.ts'
import { untimedUnits } from './rules/untimed-units.ts'

export interface CountedDay {
  readonly counted: readonly Counted[]
  readonly tie: boolean
  readonly findings: readonly Finding[]
}

interface Pooled {
  readonly procedureCode: string
  readonly minutes: number
  readonly group: Group
}

export function countUnits(groups: readonly Group[], rules: PayerRules): CountedDay {
  const pools = rules.unitRule === 'cms-pooled' ? poolsOf(groups).map(timedUnits.decide) : []
  const shares = new Map<Group, { units: number; reason: Reason }>()
  for (const pool of pools) {
    for (const { of, units, reason } of pool.shares) shares.set((of as Pooled).group, { units, reason })
  }
  const findings: Finding[] = []
  const counted = groups.map((group): Counted => {
    const share = shares.get(group)
    if (share) return { group, byUnit: true, ...share }
    return byItself(group, rules, findings)
  })
  const capped = underCaps(counted, rules)
  return {
    counted: capped.counted,
    tie: pools.some(({ tie }) => tie),
    findings: [...findings, ...capped.findings],
  }
}

function poolsOf(groups: readonly Group[]): Pooled[][] {
  const pools = new Map<string, Pooled[]>()
  for (const group of groups) {
    const { procedureCode, discipline, minutes } = group
    if (minutes === null || !pooledByTime(group.code)) continue
    const pool = pools.get(discipline)
    if (pool) pool.push({ procedureCode, minutes, group })
    else pools.set(discipline, [{ procedureCode, minutes, group }])
  }
  return [...pools.values()]
}

function byItself(group: Group, rules: PayerRules, findings: Finding[]): Counted {
  const { code, procedureCode, minutes, clinicUnits, services, lineIds } = group
  if (countsItself(code) && clinicUnits !== null)
    return { group, byUnit: false, ...unitsAsGiven(procedureCode, clinicUnits) }
  if (countsItself(code) && services.some(({ units }) => units !== null))
    return notCounted(group, 'units on some of its services alone', findings)
  if (code.timed === 'N' || code.timed === 'area')
    return { group, byUnit: false, ...untimedUnits.decide({ procedureCode }) }
  if (minutes !== null) {
    const rule = rules.unitRule === 'full-15' && pooledByTime(code) ? 'full' : 'midpoint'
    const own = unitsByLength(code, minutes, rule)
    if (own) return { group, byUnit: pooledByTime(code), ...own }
  }
  if (clinicUnits !== null && services.every((service) => service.minutes === null)) {
    const given = unitsAsGiven(procedureCode, clinicUnits)
    findings.push(
      findingOf('info', lineIds, 'document the minutes, so that the units can be counted', given.reason),
    )
    return { group, byUnit: false, ...given }
  }
  return notCounted(group, 'minutes on some of its services alone', findings)
}

function notCounted(group: Group, why: string, findings: Finding[]): Counted {
  const { procedureCode, lineIds } = group
  const reason = reasonNotYet(`${procedureCode}: ${why}`, { procedureCode })
  findings.push(heldNotYet(lineIds, reason))
  return { group, units: 0, byUnit: false, reason }
}

function underCaps(counted: readonly Counted[], { dailyTimedCap, dailyVisitCap }: PayerRules) {
  if (dailyTimedCap === null && dailyVisitCap === null) return { counted, findings: [] }
  const named = (all: readonly Counted[]) =>
    all.map((one) => ({
      ...{ procedureCode: one.group.procedureCode, units: one.units },
      ...{ minutes: one.byUnit ? (one.group.minutes ?? 0) : 1_000_000, lineIds: one.group.lineIds },
    }))
  const timed = counted.filter(({ group }) => pooledByTime(group.code))
  const first = underCap(named(timed), dailyTimedCap, 'timed')
  const after = counted.map((one) => {
    const place = timed.indexOf(one)
    return place < 0 ? one : cappedTo(one, first.units[place] ?? 0)
  })
  const second = underCap(named(after), dailyVisitCap, 'all')
  return {
    counted: after.map((one, place) => cappedTo(one, second.units[place] ?? 0)),
    findings: [...first.findings, ...second.findings],
  }
}

function cappedTo(counted: Counted, units: number): Counted {
  if (units === counted.units) return counted
  const { procedureCode } = counted.group
  const says = `${procedureCode}: ${units} of ${counted.units} units under the daily cap of the payer`
  return {
    ...counted,
    units,
    capped: reasonOf(dailyCap, says, { procedureCode, counted: counted.units, units }),
  }
}
