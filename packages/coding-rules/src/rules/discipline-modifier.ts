/** GP, GO or GN: under whose plan of care a service was furnished. One and only one on every therapy line. */
import type { Reason } from '@tally/kernel'
import { type Rule, reasonOf } from '../rule.ts'

export type Discipline = 'PT' | 'OT' | 'SLP'
export type DisciplineModifier = 'GP' | 'GO' | 'GN'

const modifierOf = { PT: 'GP', OT: 'GO', SLP: 'GN' } as const satisfies Record<Discipline, DisciplineModifier>

export const disciplineModifier: Rule<
  { readonly procedureCode: string; readonly discipline: Discipline },
  { readonly modifier: DisciplineModifier; readonly reason: Reason }
> = {
  slug: 'modifier/discipline',
  edition: '2026',
  citation: 'MCPM ch.5 s20.1',
  sentence: 'A therapy line carries the modifier of its plan of care: GP for PT, GO for OT, GN for SLP.',
  decide: ({ procedureCode, discipline }) => {
    const modifier = modifierOf[discipline]
    const says = `${modifier} on ${procedureCode}: an always-therapy code under a ${discipline} plan of care`
    return { modifier, reason: reasonOf(disciplineModifier, says, { procedureCode, discipline, modifier }) }
  },
}
