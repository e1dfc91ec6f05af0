/**
 * Whether a code may stand on a claim of a date, for whoever checks a claim that was coded elsewhere. The lists here
 * are those of therapy: what lies outside them is called wrong only where no code can be.
 */
import type { ServiceDate } from '@tally/kernel'
import { standingOf } from './tables/diagnosis-tables.ts'
import { therapyCodes } from './tables/therapy-tables.ts'

/** False: no such procedure could be billed for `date`. True is also said of what is no code of therapy. */
export function procedureMayBeBilled(code: string, date: ServiceDate): boolean {
  if (therapyCodes.rowsOf(code).length > 0) return therapyCodes.on(code, date) !== undefined
  if (nutrition.includes(code)) return true
  return couldBe.test(code) && !physicalMedicine.test(code)
}

/** Of a code without its dot. False: it is a heading, ended, not begun or in no list; true where no list reaches. */
export function diagnosisMayBeBilled(code: string, date: ServiceDate): boolean {
  const { kind } = standingOf(code, date)
  return kind === 'billable' || kind === 'undetermined'
}

/** Physical medicine, wound care and acupuncture are listed whole in the therapy codes, so others of 97 are none. */
const physicalMedicine = /^97/
/** The other codes that begin with 97: medical nutrition therapy (CMS, MPFS RVU26C). */
const nutrition = ['97802', '97803', '97804']

/**
 * CPT numbers end at 99607; its categories II and III, and laboratory codes, end with F, T, U or M. HCPCS level II has
 * no codes of F, I, N, O, W, X, Y or Z, and D is dental (CMS, HCPCS alpha-numeric file).
 */
const couldBe =
  /^(\d{4}[FMTU]|0[0-9]{4}|[1-8]\d{4}|9[0-8]\d{3}|99[0-5]\d{2}|9960[0-7]|[ABCDEGHJKLMPQRSTUV]\d{4})$/
