/** claim-submission, the contents page. */
import { join } from 'node:path'
import { defineService } from '@tally/platform'
import { holdClaim, releaseClaim, voidClaim } from './features/decide-on-claim.ts'
import { deliverBatches } from './features/deliver-batches.ts'
import { explainClaim } from './features/explain-claim.ts'
import { comparePartnerFiles, fetchFiles } from './features/fetch-files.ts'
import { joinCharges } from './features/join-charges.ts'
import { joinClearance } from './features/join-clearance.ts'
import { putPayer, showPayer } from './features/keep-payers.ts'
import { listTheBatches, showBatch } from './features/list-batches.ts'
import { listTheClaims } from './features/list-claims.ts'
import { notePayment } from './features/note-payment.ts'
import { receiveAcknowledgment } from './features/receive-acknowledgment.ts'
import { receiveWebhook } from './features/receive-webhook.ts'
import { resubmitOnRequest } from './features/resubmit-on-request.ts'
import { showClaim } from './features/show-claim.ts'
import { showClaim837 } from './features/show-claim-837.ts'
import { takeInDroppedFiles } from './features/take-in-dropped-files.ts'
import { watchAnswers } from './features/watch-answers.ts'
import { watchFilingDeadline } from './features/watch-filing-deadline.ts'
import { writeBatches } from './features/write-batches.ts'
import type { Clearinghouse } from './gateways/clearinghouse.ts'
import { type DropFolder, dropFolder } from './gateways/drop-folder.ts'
import { httpClearinghouse } from './gateways/http-clearinghouse.ts'
import { waiting } from './store/waiting.ts'

export const claimSubmission = claimSubmissionThrough(httpClearinghouse)

/** As an installation runs it: partners' files also come in `drop/<partner>` of its data folder. */
export function claimSubmissionWithin(dataFolder: string) {
  return claimSubmissionThrough(httpClearinghouse, dropFolder(join(dataFolder, 'drop')))
}

/** The service with its ways to partners; without a drop folder none is looked at. */
export function claimSubmissionThrough(clearinghouse: Clearinghouse, folder: DropFolder | null = null) {
  return defineService({
    name: 'claim-submission',
    decides: 'When and how a claim goes out, and where it stands.',
    features: [
      ...[joinCharges, joinClearance, writeBatches, deliverBatches(clearinghouse)],
      ...[
        receiveWebhook,
        fetchFiles(clearinghouse),
        comparePartnerFiles(clearinghouse),
        receiveAcknowledgment,
        ...(folder ? [takeInDroppedFiles(folder)] : []),
      ],
      ...[notePayment, resubmitOnRequest, watchFilingDeadline, ...watchAnswers],
      ...[listTheClaims, showClaim, showClaim837, explainClaim, releaseClaim, holdClaim, voidClaim],
      ...[listTheBatches, showBatch, showPayer, putPayer],
    ],
    areas: [
      {
        name: 'Claims',
        says: 'Where each claim stands, what was sent, what keeps it.',
        paths: ['/v1/claims'],
      },
      { name: 'Batches', says: 'Interchanges with their acknowledgments.', paths: ['/v1/batches'] },
      { name: 'Payers', says: 'How the practice deals with each payer.', paths: ['/v1/payers'] },
      { name: 'Partners’ files', says: 'Where a clearinghouse brings what it has.', paths: ['/v1/webhooks'] },
    ],
    migrations: new URL('../migrations/', import.meta.url),
    waiting,
  })
}
