/** What can't have been documented so: every fault of a day at once, each with the pointer to where it stands. */
import type { Finding } from '@tally/kernel'
import type { RulesOfPayer } from '../payer-profile.ts'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import type { DocumentedService, TreatmentDayInput } from '../treatment-day-input.ts'

export const documentedInput: RuleCard = {
  slug: 'input/impossible',
  edition: '1',
  citation: 'command-line.md: tally code',
  sentence:
    'Minutes, units, pointers and dates that cannot be are named with their place; the rest is coded.',
}

/** The tables of codes say nothing about earlier dates. */
const earliest = '2017-01-01'

export interface InputFaults {
  /** Services that can't be counted, each with the first reason why. */
  readonly uncountable: ReadonlyMap<DocumentedService, Finding>
  readonly findings: readonly Finding[]
}

export function faultsOf(day: TreatmentDayInput, misfits: RulesOfPayer['misfits']): InputFaults {
  const uncountable = new Map<DocumentedService, Finding>()
  const findings: Finding[] = []
  const add = (
    lineIds: readonly string[],
    pointer: string,
    says: string,
    severity: 'reject' | 'hold' = 'reject',
  ): Finding => {
    const reason = reasonOf(documentedInput, `${pointer} ${says}`, { pointer })
    const finding = findingOf(severity, lineIds, 'correct what was documented', reason)
    findings.push(finding)
    return finding
  }
  const names = day.services.map(({ lineId }) => lineId)
  findings.push(...misfitsOf(misfits, names))
  if (day.serviceDate < earliest)
    add([], '/serviceDate', `is before ${earliest}, the first date of the tables`, 'hold')
  day.services.forEach((service, place) => {
    const at = `/services/${place}`
    const bad = timeFaults(service)
    const [first] = bad.map(([field, says]) => add([service.lineId], `${at}/${field}`, says))
    if (first) uncountable.set(service, first)
    service.diagnosisPointers.forEach((pointer, index) => {
      if (!Number.isInteger(pointer) || pointer < 1 || pointer > day.diagnoses.length)
        add([service.lineId], `${at}/diagnosisPointers/${index}`, 'points to no diagnosis of the day', 'hold')
    })
    if (service.modifiers.length > 4) add([service.lineId], `${at}/modifiers`, 'are more than four')
  })
  return { uncountable, findings }
}

/** A payer's rules that fit no key of a profile, which are not applied. */
export function misfitsOf(misfits: RulesOfPayer['misfits'], lineIds: readonly string[]): Finding[] {
  return misfits.map(({ pointer, says }) =>
    findingOf(
      'hold',
      lineIds,
      'correct the profile of the payer',
      reasonOf(documentedInput, `${pointer} ${says}`, { pointer }),
    ),
  )
}

function timeFaults({ minutes, assistantMinutes, units }: DocumentedService): [string, string][] {
  const faults: [string, string][] = []
  const whole = (field: string, value: number, most: number) => {
    if (!Number.isInteger(value)) faults.push([field, 'is no whole number'])
    else if (value < 0) faults.push([field, 'is below zero'])
    else if (value > most) faults.push([field, `is above ${most}`])
  }
  if (minutes !== null) whole('minutes', minutes, 1440)
  whole('assistantMinutes', assistantMinutes, 1440)
  if (units !== null) whole('units', units, 999)
  if (minutes !== null && assistantMinutes > Math.max(0, minutes))
    faults.push(['assistantMinutes', 'is above the minutes of the service'])
  return faults
}
