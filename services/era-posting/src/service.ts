/** era-posting, the contents page. */
import { defineService } from '@tally/platform'
import { adoptRemittances } from './features/adopt-remittances.ts'
import { bookTheCharges } from './features/book-charges.ts'
import { checkLedger } from './features/check-ledger.ts'
import { handInRemittance } from './features/hand-in-remittance.ts'
import { knowClaims } from './features/know-claims.ts'
import { knowPayers } from './features/know-payers.ts'
import { listTheRemittances } from './features/list-remittances.ts'
import { listTheUnmatched } from './features/list-unmatched.ts'
import { listUnownedRemittances } from './features/list-unowned-remittances.ts'
import { listTheVariances } from './features/list-variances.ts'
import { matchAgain } from './features/match-again.ts'
import { postRemittances } from './features/post-remittances.ts'
import { receiveRemittanceFile } from './features/receive-remittance-file.ts'
import { resolveDenials } from './features/resolve-denials.ts'
import { listTheAccounts, listThePostings, showClaimLedger } from './features/show-ledger.ts'
import { showProof } from './features/show-proof.ts'
import { showRemittance } from './features/show-remittance.ts'
import { lastLook } from './store/ledger-check.ts'

export const eraPosting = defineService({
  name: 'era-posting',
  decides: 'What each remittance did to each balance.',
  features: [
    ...[bookTheCharges, knowClaims, knowPayers, resolveDenials],
    ...[receiveRemittanceFile, adoptRemittances, postRemittances, matchAgain, checkLedger],
    ...[handInRemittance, listTheRemittances, listUnownedRemittances, showRemittance, showProof],
    ...[showClaimLedger, listTheAccounts, listThePostings, listTheUnmatched, listTheVariances],
  ],
  migrations: new URL('../migrations/', import.meta.url),
  selfCheck: lastLook,
})
