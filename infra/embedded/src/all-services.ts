/** Every service there is, in the order of a visit's way to cash. */
import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission, claimSubmissionWithin } from '@tally/claim-submission'
import { denialManagement } from '@tally/denial-management'
import { eligibility } from '@tally/eligibility'
import { eraPosting } from '@tally/era-posting'
import { insightWith } from '@tally/insight'
import type { KeyManagement, Service } from '@tally/platform'

/**
 * charge-capture also serves practices, keys and partners, which need the installation’s key management;
 * claim-submission looks at the drop folder of `dataFolder`, where there is one; insight sends webhooks to this machine
 * where `webhooksToLoopback` says so.
 */
export function allServices(
  management: KeyManagement,
  dataFolder: string | null = null,
  webhooksToLoopback = false,
): readonly Service[] {
  const claims = dataFolder === null ? claimSubmission : claimSubmissionWithin(dataFolder)
  return [
    eligibility,
    chargeCapture(management),
    claims,
    eraPosting,
    denialManagement,
    insightWith({ webhooksToLoopback }),
  ]
}
