/** era-posting, the contents page. */
import { defineService } from '@tally/platform'
import { adoptRemittances } from './features/adopt-remittances.ts'
import { bookTheCharges } from './features/book-charges.ts'
import { checkLedger } from './features/check-ledger.ts'
import { closeMonth, listTheClosings } from './features/close-month.ts'
import { agreeToPayment, rejectPayment } from './features/decide-proposal.ts'
import { decideVariance } from './features/decide-variance.ts'
import { handInRemittance } from './features/hand-in-remittance.ts'
import { importOpenClaims } from './features/import-open-claims.ts'
import { knowClaims } from './features/know-claims.ts'
import { knowPatients } from './features/know-patients.ts'
import { knowPayers } from './features/know-payers.ts'
import { listTheCreditBalances } from './features/list-credit-balances.ts'
import { listTheDeposits, listTheExpectedDeposits } from './features/list-deposits.ts'
import { listTheNights } from './features/list-nights.ts'
import { listTheRecoupments } from './features/list-recoupments.ts'
import { listTheRemittances } from './features/list-remittances.ts'
import { listTheUnmatched } from './features/list-unmatched.ts'
import { listUnownedRemittances } from './features/list-unowned-remittances.ts'
import { listTheVariances } from './features/list-variances.ts'
import { lookNightly } from './features/look-nightly.ts'
import { matchAgain } from './features/match-again.ts'
import { matchByHandRoute, unmatchByHandRoute } from './features/match-by-hand.ts'
import { matchDepositRoute, setDepositAside, unmatchDepositRoute } from './features/match-deposit-by-hand.ts'
import { matchDeposits } from './features/match-deposits.ts'
import { postRemittances } from './features/post-remittances.ts'
import { receiveRemittanceFile } from './features/receive-remittance-file.ts'
import { recordPayment } from './features/record-payment.ts'
import { releasePatientShare } from './features/release-patient-share.ts'
import { resolveDenials } from './features/resolve-denials.ts'
import { reversePayment } from './features/reverse-payment.ts'
import { showAging } from './features/show-aging.ts'
import { showExpected } from './features/show-expected.ts'
import { listTheAccounts, listThePostings, showClaimLedger } from './features/show-ledger.ts'
import { showPatientBalance, showStatement } from './features/show-patient.ts'
import { listThePayments, showPayment } from './features/show-payments.ts'
import { showProof } from './features/show-proof.ts'
import { showRemittance } from './features/show-remittance.ts'
import { takeBankFile, takeDeposit } from './features/take-deposits.ts'
import { lastLook } from './store/ledger-check.ts'
import { waiting } from './store/waiting.ts'

export const eraPosting = defineService({
  name: 'era-posting',
  decides: 'What each remittance did to each balance.',
  features: [
    ...[bookTheCharges, knowClaims, knowPayers, resolveDenials],
    ...[receiveRemittanceFile, adoptRemittances, ...postRemittances, matchAgain, checkLedger, lookNightly],
    ...[matchByHandRoute, unmatchByHandRoute, listTheRecoupments, listTheCreditBalances, releasePatientShare],
    ...[handInRemittance, listTheRemittances, listUnownedRemittances, showRemittance, showProof],
    ...[showClaimLedger, listTheAccounts, listThePostings, listTheUnmatched, importOpenClaims],
    ...[listTheVariances, decideVariance, showExpected, listTheNights],
    ...[knowPatients, recordPayment, agreeToPayment, rejectPayment, reversePayment],
    ...[listThePayments, showPayment, takeDeposit, takeBankFile, matchDeposits],
    ...[listTheDeposits, listTheExpectedDeposits, showPatientBalance, showStatement],
    ...[matchDepositRoute, unmatchDepositRoute, setDepositAside, closeMonth, listTheClosings, showAging],
  ],
  areas: [
    {
      name: 'Remittances',
      says: '835s: what each did, its proof to the cent, and what a person matches.',
      paths: ['/v1/remittances', '/v1/unmatched'],
    },
    { name: 'Patients’ money', says: 'Balance and statement of one patient.', paths: ['/v1/patients'] },
    { name: 'Payments', says: 'Money by hand.', paths: ['/v1/payments'] },
    { name: 'Deposits', says: 'The bank’s side of each remittance.', paths: ['/v1/deposits'] },
    {
      name: 'Differences',
      says: 'Paid other than expected, overpaid, taken back.',
      paths: ['/v1/variances', '/v1/credit-balances', '/v1/recoupments'],
    },
    {
      name: 'Ledger',
      says: 'Balances, postings, aging, closed months, the balances to begin with.',
      paths: ['/v1/ledger', '/v1/aging', '/v1/opening-balances'],
    },
  ],
  migrations: new URL('../migrations/', import.meta.url),
  journals: true,
  selfCheck: lastLook,
  waiting,
})
