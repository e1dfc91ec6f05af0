/**
 * Services by discipline and code, in the order of each one's first; apart from them, what cannot be counted
 * and what the payer never pays.
 */
import type { Finding, Reason } from '@tally/kernel'
import type { Group, Services } from './draft-line.ts'
import type { PayerRules } from './payer-profile.ts'
import { findingOf } from './rule.ts'
import type { InputFaults } from './rules/documented-input.ts'
import { countable, heldNotYet } from './rules/not-yet.ts'
import { codeFor, payability } from './rules/procedures.ts'
import type { TherapyCode } from './tables/therapy-tables.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

export interface Grouped {
  readonly groups: readonly Group[]
  /** Stays off the claim, each with why. */
  readonly off: readonly { readonly service: DocumentedService; readonly reason: Reason }[]
  readonly findings: readonly Finding[]
}

interface Known {
  readonly service: DocumentedService
  readonly procedureCode: string
  readonly code: TherapyCode
  readonly replaced: Reason | null
  readonly excluded: Reason | null
}

export function groupServices(day: TreatmentDayInput, rules: PayerRules, faults: InputFaults): Grouped {
  const off: { service: DocumentedService; reason: Reason }[] = []
  const findings: Finding[] = []
  const known = new Map<string, [Known, ...Known[]]>()
  for (const service of day.services) {
    const { lineId, discipline } = service
    const fault = faults.uncountable.get(service)
    if (fault) {
      off.push({ service, reason: reasonIn(fault) })
      continue
    }
    const { code: procedureCode, reason: replaced } = codeFor(service.procedureCode, rules)
    if (replaced)
      findings.push(findingOf('info', [lineId], 'nothing: it goes as the payer knows it', replaced))
    const never = payability(procedureCode, discipline, rules)
    if (never) {
      const fix =
        never.kind === 'bundled' ? 'nothing: it may not be billed to the patient either' : 'bill the patient'
      findings.push(findingOf('info', [lineId], fix, never.reason))
    }
    const billed = !never || (never.kind === 'excluded' && rules.abn && day.abn === 'voluntary')
    if (!billed) {
      off.push({ service, reason: never.reason })
      continue
    }
    const found = countable(procedureCode, service, day.serviceDate)
    if (found.kind === 'not-yet') {
      off.push({ service, reason: found.reason })
      findings.push(heldNotYet([lineId], found.reason))
      continue
    }
    const one = { service, procedureCode, code: found.code, replaced, excluded: never?.reason ?? null }
    const key = `${discipline} ${procedureCode}`
    const others = known.get(key)
    if (others) others.push(one)
    else known.set(key, [one])
  }
  return { groups: [...known.values()].map(groupOf), off, findings }
}

function groupOf(all: readonly [Known, ...Known[]]): Group {
  const [first, ...others] = all
  const services: Services = [first.service, ...others.map(({ service }) => service)]
  const timeless = services.some(({ minutes }) => minutes === null)
  const uncounted = services.some(({ units }) => units === null)
  return {
    procedureCode: first.procedureCode,
    discipline: first.service.discipline,
    code: first.code,
    services,
    lineIds: services.map(({ lineId }) => lineId),
    minutes: timeless ? null : services.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0),
    assistantMinutes: services.reduce((sum, { assistantMinutes }) => sum + assistantMinutes, 0),
    clinicUnits: uncounted ? null : services.reduce((sum, { units }) => sum + (units ?? 0), 0),
    reasons: all.flatMap(({ replaced, excluded }) => [
      ...(replaced ? [replaced] : []),
      ...(excluded ? [excluded] : []),
    ]),
    excluded: first.excluded !== null,
  }
}

/** Why a service is left out, as the finding on it says. */
function reasonIn({ rule, edition, says, facts, citation }: Finding): Reason {
  return { rule, edition, says, facts, citation }
}
