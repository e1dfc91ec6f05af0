/** denial-management, the contents page. */
import { defineService } from '@tally/platform'
import { followCharges } from './features/follow-charges.ts'
import { followClaims } from './features/follow-claims.ts'
import { dateClaimAgain, findClaimsOfPayer, followPayers } from './features/follow-payers.ts'
import { followPayments } from './features/follow-payments.ts'
import { listTheAppeals } from './features/list-appeals.ts'
import { listTheDenials } from './features/list-denials.ts'
import { openWhenTakenBack } from './features/open-when-taken-back.ts'
import { showAppeal } from './features/show-appeal.ts'
import { showDenial } from './features/show-denial.ts'
import { watchDueDates } from './features/watch-due-dates.ts'
import { workTheDenial } from './features/work-denial.ts'

export const denialManagement = defineService({
  name: 'denial-management',
  decides: 'Why it was not paid, what to do about it, and by when.',
  features: [
    followPayments,
    followClaims,
    followCharges,
    followPayers,
    findClaimsOfPayer,
    dateClaimAgain,
    openWhenTakenBack,
    watchDueDates,
    listTheDenials,
    showDenial,
    workTheDenial,
    listTheAppeals,
    showAppeal,
  ],
  areas: [
    {
      name: 'Denials',
      says: 'What was not paid, why, what to do about it and by when.',
      paths: ['/v1/denials'],
    },
    { name: 'Appeals', says: 'What was appealed, and what came of it.', paths: ['/v1/appeals'] },
  ],
  migrations: new URL('../migrations/', import.meta.url),
})
