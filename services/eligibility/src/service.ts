/** eligibility, the contents page. */
import { defineService } from '@tally/platform'
import { coverageRules } from './domain/coverage-rules.ts'
import { clearanceRules } from './domain/decide-clearance.ts'
import { planOfCareRules } from './domain/plan-of-care.ts'
import { askPayers } from './features/ask-payers.ts'
import { changeCoverages } from './features/change-coverages.ts'
import { endWaiting } from './features/end-waiting.ts'
import { hearCauses } from './features/hear-causes.ts'
import { hearCharges } from './features/hear-charges.ts'
import { hearClaims } from './features/hear-claims.ts'
import { answerPatientsAgain, hearPayers } from './features/hear-payers.ts'
import { hearPayments } from './features/hear-payments.ts'
import {
  addAuthorization,
  changeAuthorization,
  listAuthorizations,
  showAuthorization,
} from './features/keep-authorizations.ts'
import { keepEpisode } from './features/keep-episodes.ts'
import { receiveBenefits } from './features/receive-benefits.ts'
import { requestCheck } from './features/request-check.ts'
import { requestChecks } from './features/request-checks.ts'
import { showBenefits } from './features/show-benefits.ts'
import { showCheck } from './features/show-check.ts'
import { watchAuthorizationEnd } from './features/watch-authorization-end.ts'
import { certificationClock } from './features/watch-certification.ts'
import { httpPayers } from './gateways/http-payers.ts'
import type { Payers } from './gateways/payers.ts'
import { waiting } from './store/waiting.ts'

export const eligibility = eligibilityThrough(httpPayers)

/** The service with another way to its payers: a test's. */
export function eligibilityThrough(payers: Payers) {
  return defineService({
    name: 'eligibility',
    decides: 'Whether a visit is covered, how much is left, and which authorization pays.',
    features: [
      ...[hearCharges, hearClaims, hearCauses, hearPayers, hearPayments, receiveBenefits, askPayers(payers)],
      ...[endWaiting, answerPatientsAgain, watchAuthorizationEnd, certificationClock],
      ...[requestCheck, requestChecks, showCheck, showBenefits, changeCoverages, keepEpisode],
      ...[addAuthorization, changeAuthorization, listAuthorizations, showAuthorization],
    ],
    areas: [
      {
        name: 'Coverage',
        says: 'Ask a payer what is covered and how much is left; say what the front desk found.',
        paths: ['/v1/eligibility-checks', '/v1/patients'],
      },
      {
        name: 'Authorizations',
        says: 'What a payer allowed, and how much of it is used.',
        paths: ['/v1/authorizations'],
      },
      { name: 'Plans of care', says: 'Certification and its clocks.', paths: ['/v1/episodes'] },
    ],
    waiting,
    migrations: new URL('../migrations/', import.meta.url),
  })
}

/** The rules that it decides by, for docs/rules.md. */
export const eligibilityRules = [...coverageRules, ...clearanceRules, ...planOfCareRules]
