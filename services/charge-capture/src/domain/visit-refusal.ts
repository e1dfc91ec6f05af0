/**
 * What is no visit at all and so is not stored: nothing was done, before the patient's birth, on a day still
 * to come, or for a billing provider that cannot exist. Everything else that is wrong with a visit is stored
 * and held.
 */
import { isNpi, type ServiceDate } from '@tally/kernel'

export interface VisitProblem {
  /** JSON pointer into the body. */
  readonly pointer: string
  readonly code: string
  /** Without the patient's data. */
  readonly says: string
  readonly fix: string
}

export interface VisitClaimed {
  readonly serviceDate: ServiceDate
  readonly birthDate: ServiceDate
  readonly billingNpi: string
  readonly services: number
}

/** All problems at once; empty for a visit. `today` is the practice's day. */
export function whyNoVisit(visit: VisitClaimed, today: ServiceDate): VisitProblem[] {
  const problems: VisitProblem[] = []
  if (visit.services === 0) {
    problems.push({
      pointer: '/services',
      code: 'visit/no-service',
      says: 'No service was documented, so nothing can be billed.',
      fix: 'Send at least one service, or cancel the visit in the EMR.',
    })
  }
  if (visit.birthDate > visit.serviceDate) {
    problems.push({
      pointer: '/patient/birthDate',
      code: 'visit/before-birth',
      says: 'The patient was born after the date of service.',
      fix: 'Correct the birth date or the date of service.',
    })
  }
  if (visit.serviceDate > today) {
    problems.push({
      pointer: '/serviceDate',
      code: 'visit/in-the-future',
      says: `The date of service, ${visit.serviceDate}, is after today, ${today}, where the practice is.`,
      fix: 'Send the visit when it has happened, or correct its date.',
    })
  }
  if (!isNpi(visit.billingNpi)) {
    problems.push({
      pointer: '/billingProvider/npi',
      code: 'visit/billing-npi',
      says: 'The billing NPI fails its check digit, so no such provider exists.',
      fix: 'Send the ten digits that NPPES lists for the billing provider.',
    })
  }
  return problems
}
