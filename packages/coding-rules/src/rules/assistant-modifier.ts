/**
 * CQ and CO: a service that a therapist assistant furnished from the first minute to the last. Services
 * furnished in part wait for a person. An assistant may not evaluate, whatever the minutes.
 */
import type { Reason, ServiceDate } from '@tally/kernel'
import { type RuleCard, reasonOf } from '../rule.ts'
import type { Discipline } from './discipline-modifier.ts'

export const assistantModifier: RuleCard = {
  slug: 'modifier/assistant',
  edition: '2022',
  citation: 'MCPM ch.5 s20.1; 42 CFR 410.59, 410.60',
  sentence: 'What an assistant furnished whole carries CQ under a PT plan of care, CO under an OT plan.',
}

export const assistantEvaluation: RuleCard = {
  slug: 'modifier/assistant-evaluation',
  edition: '2022',
  citation: 'MBPM ch.15 s230.1, s230.2',
  sentence: 'An assistant furnishes no part of an evaluation: such a line is never billed as it is.',
}

export type AssistantShare =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly modifier: 'CQ' | 'CO'; readonly reason: Reason }
  | { readonly kind: 'evaluation'; readonly reason: Reason }
  /** In part, or where no modifier of this kind exists. */
  | { readonly kind: 'not-yet' }

export interface AssistedService {
  readonly procedureCode: string
  readonly discipline: Discipline
  /** All its minutes; null when some were not documented. */
  readonly minutes: number | null
  readonly assistantMinutes: number
}

const evaluations = /^9716[1-8]$/
const modifierOf = { PT: 'CQ', OT: 'CO', SLP: null } as const
/** The modifiers are demanded from this date of service on. */
const demandedFrom = '2020-01-01'

export function assistantShare(service: AssistedService, serviceDate: ServiceDate): AssistantShare {
  const { procedureCode, discipline, minutes, assistantMinutes } = service
  if (assistantMinutes === 0) return { kind: 'none' }
  const facts = { procedureCode, discipline, minutes, assistantMinutes }
  if (evaluations.test(procedureCode)) {
    const says = `${procedureCode} is an evaluation, and an assistant furnished ${assistantMinutes} minutes of it`
    return { kind: 'evaluation', reason: reasonOf(assistantEvaluation, says, facts) }
  }
  const modifier = modifierOf[discipline]
  if (modifier === null || minutes !== assistantMinutes || serviceDate < demandedFrom)
    return { kind: 'not-yet' }
  const says = `${modifier} on ${procedureCode}: an assistant furnished all ${minutes} minutes`
  return { kind: 'whole', modifier, reason: reasonOf(assistantModifier, says, { ...facts, modifier }) }
}
