/**
 * What Tally cannot code yet, named one by one, so that it is held for a person and never billed bare. Each
 * entry goes when its rule is built; the rest of the visit is coded meanwhile.
 */
import { type Fact, type Finding, type Reason, type ServiceDate, unreachable } from '@tally/kernel'
import { type TherapyCode, therapyCodes } from '../data/load.ts'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import type { DocumentedService, TreatmentDayInput } from '../treatment-day-input.ts'
import { disciplineModifier } from './discipline-modifier.ts'

export const notYet: RuleCard = {
  slug: 'coding/not-yet',
  edition: '2026',
  citation: 'Tally: a rule still to be built',
  sentence: 'What Tally cannot code yet is held for a person, never billed bare.',
}

/**
 * Why the rule that is missing keeps a line or a day from being billed. `says` names codes and numbers only.
 */
export function reasonNotYet(says: string, facts: Readonly<Record<string, Fact>> = {}): Reason {
  return reasonOf(notYet, says, facts)
}

export function heldNotYet(lineIds: readonly string[], reason: Reason): Finding {
  const fix =
    lineIds.length > 1
      ? 'a person must code these lines until Tally can'
      : 'a person must code this line until Tally can'
  return findingOf('hold', lineIds, fix, reason)
}

/** Why the whole day is beyond us; its services still show what we would make of them where we could. */
export function dayNotYet(day: TreatmentDayInput): Reason[] {
  const { family, rules = {} } = day.payer
  const reasons: Reason[] = []
  const overridden = Object.keys(rules).sort()
  if (overridden.length > 0) reasons.push(reasonNotYet('a payer with rules of its own', { overridden }))
  if (day.abn)
    reasons.push(
      reasonNotYet(`an ABN (${day.abn}) is on file; GA, GX, GY and GZ are not decided yet`, { abn: day.abn }),
    )
  if (day.diagnoses.length > 12) {
    const count = day.diagnoses.length
    reasons.push(reasonNotYet(`${count} diagnoses on the day; a claim takes 12`, { diagnoses: count }))
  }
  if (family !== 'medicare-b')
    reasons.push(reasonNotYet(`payer family ${family}: its unit rule is not built`, { family }))
  return reasons
}

/** The code's row when the service can be counted, or why it can't. */
export function countable(
  service: DocumentedService,
  serviceDate: ServiceDate,
):
  | { readonly kind: 'counted'; readonly code: TherapyCode }
  | { readonly kind: 'not-yet'; readonly reason: Reason } {
  const { procedureCode, minutes, units } = service
  const code = therapyCodes.on(procedureCode, serviceDate)
  if (!code)
    return beyond(`${procedureCode} is in no table on ${serviceDate}`, { procedureCode, serviceDate })
  const why = unlikeTherapy(code)
  if (why) return beyond(`${procedureCode} ${why}`, { procedureCode })
  const modifier = disciplineModifier.decide(service).modifier
  if (!code.modifiers.includes(modifier)) {
    return beyond(`${procedureCode} is not known under ${modifier}`, { procedureCode, modifier })
  }
  if (code.timed === 'Y' && minutes === null) {
    const known = units === null ? 'neither minutes nor units' : `${units} units and no minutes`
    return beyond(`${procedureCode}: ${known}; units are counted from minutes`, { procedureCode, units })
  }
  return { kind: 'counted', code }
}

/**
 * Why a line that was counted may still be wrong: what the clinic sent beside minutes, one reason each. `own`
 * are the modifiers that we put on it.
 */
export function lineNotYet(
  services: readonly DocumentedService[],
  units: number,
  pointers: readonly number[],
  own: readonly string[],
): Reason[] {
  const [first] = services
  if (!first) return []
  const { procedureCode } = first
  const foreign = [...new Set(services.flatMap((service) => service.modifiers))].filter(
    (sent) => !own.includes(sent),
  )
  const counted = services.map((service) => service.units)
  const theirs = counted.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  const reasons: Reason[] = []
  const add = (says: string, facts: Readonly<Record<string, Fact>>) =>
    reasons.push(reasonNotYet(`${procedureCode}: ${says}`, { procedureCode, ...facts }))

  if (foreign.length > 0) {
    const judged = own.length > 1 ? `${own.join(' and ')} are` : `${own.join()} is`
    add(`modifiers sent: ${foreign.join(', ')}; only ${judged} judged yet`, { foreign })
  }
  if (services.some(({ modality }) => modality !== 'in-person')) add('furnished by video or audio', {})
  if (counted.some((one) => one !== null) && (theirs !== units || counted.includes(null))) {
    add(`the clinic counts ${theirs} units, the rule ${units}`, { clinicUnits: theirs, units })
  }
  if (new Set(services.map(({ renderingNpi }) => renderingNpi)).size > 1)
    add('two rendering providers share it', {})
  if (new Set(services.map(({ placeOfService }) => placeOfService)).size > 1)
    add('furnished in two places of service', {})
  if (pointers.length === 0 || pointers.length > 4)
    add(`points to ${pointers.length} diagnoses, 1 to 4 fit`, { pointers })
  return reasons
}

function unlikeTherapy({
  status_2026: status,
  disposition,
  timed,
  minutes_per_unit: length,
}: TherapyCode): string | null {
  if (status !== 'A') return `has Medicare status ${status}, not A`
  if (disposition !== 'always') return 'is not an always-therapy code'
  switch (timed) {
    case 'N':
      return null
    case 'Y':
      return length === 15 ? null : `is counted by ${length ?? 'no'} minutes, not by 15`
    case 'first':
    case 'added':
      return 'is a first or an added length of time'
    case 'month':
      return 'is counted by the month'
    case 'area':
      return 'is counted by area'
    default:
      return unreachable(timed, 'a way of counting')
  }
}

function beyond(says: string, facts: Readonly<Record<string, Fact>>): { kind: 'not-yet'; reason: Reason } {
  return { kind: 'not-yet', reason: reasonNotYet(says, facts) }
}
