/**
 * A code that is not counted by time: one unit a discipline and day, however many minutes and times it was
 * documented.
 */
import type { Reason } from '@tally/kernel'
import { type Rule, reasonOf } from '../rule.ts'

export const untimedUnits: Rule<
  { readonly procedureCode: string },
  { readonly units: 1; readonly reason: Reason }
> = {
  slug: 'units/untimed-once',
  edition: '2026',
  citation: 'MCPM ch.5 s20.2',
  sentence: 'An untimed code is one unit a discipline and day, whatever its minutes.',
  decide: ({ procedureCode }) => ({
    units: 1,
    reason: reasonOf(untimedUnits, `${procedureCode} is untimed: 1 unit a day`, { procedureCode, units: 1 }),
  }),
}
