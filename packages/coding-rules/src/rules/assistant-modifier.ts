/**
 * CQ and CO: what a therapist assistant furnished, whole or by more than a tenth. By 15 minutes: full units of
 * each clinician are his own; the last unit is the therapist's when he has 8 minutes of it, else the
 * assistant's when he has 8, else the assistant's above a tenth of what is left; where two units are left one
 * is the one's and one the other's. By anything else: one share of the whole service. Minutes together are
 * the therapist's. An assistant may not evaluate, whatever the minutes.
 */
import type { Reason, ServiceDate } from '@tally/kernel'
import { type RuleCard, reasonOf } from '../rule.ts'
import type { Discipline } from './discipline-modifier.ts'

export const assistantModifier: RuleCard = {
  slug: 'modifier/assistant',
  edition: '2022',
  citation: 'MCPM ch.5 s20.1; 42 CFR 410.59, 410.60; CY2022 final rule, midpoint exception',
  sentence:
    'Units of which an assistant furnished more than a tenth carry CQ under a PT plan, CO under an OT plan; ' +
    'not a last unit of which the therapist furnished 8 minutes.',
}

export const assistantEvaluation: RuleCard = {
  slug: 'modifier/assistant-evaluation',
  edition: '2022',
  citation: 'MBPM ch.15 s230.1, s230.2',
  sentence: 'An assistant furnishes no part of an evaluation: such a line is never billed as it is.',
}

export type AssistantShare =
  | { readonly kind: 'none' }
  /** How many of the units carry `modifier`. */
  | {
      readonly kind: 'split'
      readonly modifier: 'CQ' | 'CO'
      readonly assistantUnits: number
      readonly reason: Reason
    }
  | { readonly kind: 'evaluation'; readonly reason: Reason }
  /** Where minutes are missing, or no modifier of this kind exists. */
  | { readonly kind: 'not-yet' }

export interface AssistedService {
  readonly procedureCode: string
  readonly discipline: Discipline
  /** All its minutes; null when some were not documented. */
  readonly minutes: number | null
  readonly assistantMinutes: number
  readonly units: number
  /** Counted by 15 minutes, so that its units are clinicians' one by one. */
  readonly byUnit: boolean
}

const evaluations = /^9716[1-8]$/
const modifierOf = { PT: 'CQ', OT: 'CO', SLP: null } as const
/** The modifiers are demanded from this date of service on. */
const demandedFrom = '2020-01-01'

export function assistantShare(
  service: AssistedService,
  serviceDate: ServiceDate,
  rules: { readonly assistantModifiers: boolean; readonly untimedAssistantMethod: 1 | 2 },
): AssistantShare {
  const { procedureCode, discipline, minutes, assistantMinutes, units, byUnit } = service
  if (assistantMinutes === 0) return { kind: 'none' }
  const facts = { procedureCode, discipline, minutes, assistantMinutes, units, byUnit }
  if (evaluations.test(procedureCode)) {
    const says = `${procedureCode} is an evaluation, and an assistant furnished ${assistantMinutes} minutes of it`
    return { kind: 'evaluation', reason: reasonOf(assistantEvaluation, says, facts) }
  }
  if (!rules.assistantModifiers) return { kind: 'none' }
  const modifier = modifierOf[discipline]
  if (modifier === null || minutes === null || serviceDate < demandedFrom) return { kind: 'not-yet' }
  const method = rules.untimedAssistantMethod
  const therapistMinutes = minutes - assistantMinutes
  const assistantUnits = byUnit
    ? unitsOfAssistant(units, therapistMinutes, assistantMinutes)
    : aboveTenth(minutes, assistantMinutes, method)
      ? units
      : 0
  const how = byUnit ? 'by unit' : `by share, method ${method}`
  const says =
    `${procedureCode}: therapist ${therapistMinutes}, assistant ${assistantMinutes} minutes, ${how}: ` +
    `${modifier} on ${assistantUnits} of ${units}`
  const reason = reasonOf(assistantModifier, says, { ...facts, method, modifier, assistantUnits })
  return { kind: 'split', modifier, assistantUnits, reason }
}

function unitsOfAssistant(units: number, therapist: number, assistant: number): number {
  const own = Math.floor(assistant / 15)
  const left = units - Math.floor(therapist / 15) - own
  const [p, a] = [therapist % 15, assistant % 15]
  if (left >= 2) return own + 1
  // A cap may leave fewer units than full ones: the assistant's stay, the therapist's give way.
  if (left <= 0) return Math.min(own, units)
  return own + (p >= 8 ? 0 : a >= 8 || 10 * a > p + a ? 1 : 0)
}

function aboveTenth(minutes: number, assistant: number, method: 1 | 2): boolean {
  if (minutes === 0) return false
  return method === 1
    ? Math.round((100 * assistant) / minutes) >= 11
    : assistant >= Math.round(minutes / 10) + 1
}
