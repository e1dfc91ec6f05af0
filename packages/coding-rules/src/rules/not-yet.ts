/**
 * What Tally cannot decide, named one by one, so that it is held for a person and never billed bare; the rest
 * of the visit is coded meanwhile.
 */
import type { Fact, Finding, Reason, ServiceDate } from '@tally/kernel'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import { type TherapyCode, therapyCodes } from '../tables/therapy-tables.ts'
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

/** Why the whole day is beyond us; its services still show what we would make of them. */
export function dayNotYet({ diagnoses }: TreatmentDayInput): Reason[] {
  if (diagnoses.length <= 12) return []
  const says = `${diagnoses.length} diagnoses on the day; a claim takes 12`
  return [reasonNotYet(says, { diagnoses: diagnoses.length })]
}

/** The row of `procedureCode` when the service can be counted, or why it can't. */
export function countable(
  procedureCode: string,
  service: DocumentedService,
  serviceDate: ServiceDate,
):
  | { readonly kind: 'counted'; readonly code: TherapyCode }
  | { readonly kind: 'not-yet'; readonly reason: Reason } {
  const { minutes, units } = service
  const code = therapyCodes.on(procedureCode, serviceDate)
  if (!code)
    return beyond(`${procedureCode} is in no table on ${serviceDate}`, { procedureCode, serviceDate })
  if (code.disposition === 'none' && code.status_2026 === 'A')
    return beyond(`${procedureCode} is not a therapy code`, { procedureCode })
  const modifier = disciplineModifier.decide(service).modifier
  if (code.modifiers.length > 0 && !code.modifiers.includes(modifier)) {
    return beyond(`${procedureCode} is not known under ${modifier}`, { procedureCode, modifier })
  }
  const byTime = code.timed !== 'N' && code.timed !== 'area'
  if (byTime && minutes === null && units === null) {
    return beyond(`${procedureCode}: neither minutes nor units; units are counted from minutes`, {
      procedureCode,
    })
  }
  if (code.timed === 'area' && units === null && procedureCode !== '97597')
    return beyond(`${procedureCode} is counted by area, and no units were sent`, { procedureCode })
  return { kind: 'counted', code }
}

/** Why a line that was counted may still be wrong: whose it is, where, for which diagnoses; one reason each. */
export function lineNotYet(
  services: readonly [DocumentedService, ...DocumentedService[]],
  pointers: readonly number[],
): Reason[] {
  const { procedureCode } = services[0]
  const reasons: Reason[] = []
  const add = (says: string, facts: Readonly<Record<string, Fact>>) =>
    reasons.push(reasonNotYet(`${procedureCode}: ${says}`, { procedureCode, ...facts }))
  const [first, ...others] = services
  if (others.some(({ renderingNpi }) => renderingNpi !== first.renderingNpi))
    add('two rendering providers share it', {})
  if (others.some(({ placeOfService }) => placeOfService !== first.placeOfService))
    add('furnished in two places of service', {})
  if (others.some(({ modality }) => modality !== first.modality)) add('furnished in person and remotely', {})
  if (pointers.length === 0 || pointers.length > 4)
    add(`points to ${pointers.length} diagnoses, 1 to 4 fit`, { pointers })
  return reasons
}

function beyond(says: string, facts: Readonly<Record<string, Fact>>): { kind: 'not-yet'; reason: Reason } {
  return { kind: 'not-yet', reason: reasonNotYet(says, facts) }
}
