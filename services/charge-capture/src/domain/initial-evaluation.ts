/**
 * Which earlier evaluation would make today's a second one. An EMR need not name the episode that a visit belongs to, and the
 * name is sealed where it does; so an episode is read as what one billing provider did for a patient's case, and an
 * evaluation of the same discipline counts for 180 days. The window is our own reading: MBPM ch.15 s220.3 names none. What
 * comes of it only warns.
 */
import { type Discipline, initialEvaluation } from '@tally/coding-rules'
import { plusDays, type ServiceDate } from '@tally/kernel'
import type { Encounter } from './encounter.ts'

const episodeDays = 180

export interface EarlierEvaluation {
  /** Any of them. */
  readonly disciplines: readonly Discipline[]
  readonly codes: RegExp
  /** The first date that counts; the last one is the day before. */
  readonly from: ServiceDate
}

/** Null when nothing was evaluated on the day. */
export function earlierEvaluationOf(
  encounters: readonly Encounter[],
  serviceDate: ServiceDate,
): EarlierEvaluation | null {
  const evaluations = encounters
    .filter(({ status }) => status === 'signed')
    .flatMap(({ services }) => services.filter(({ procedureCode }) => initialEvaluation.test(procedureCode)))
  if (evaluations.length === 0) return null
  const disciplines = [...new Set(evaluations.map(({ discipline }) => discipline))]
  return { disciplines, codes: initialEvaluation, from: plusDays(serviceDate, -episodeDays) }
}
