/** Every service there is, in the order of a visit's way to cash. */
import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { denialManagement } from '@tally/denial-management'
import { eligibility } from '@tally/eligibility'
import { eraPosting } from '@tally/era-posting'
import { insight } from '@tally/insight'
import type { KeyManagement, Service } from '@tally/platform'

/** charge-capture also serves practices, keys and partners, which need the installation’s key management. */
export function allServices(management: KeyManagement): readonly Service[] {
  return [eligibility, chargeCapture(management), claimSubmission, eraPosting, denialManagement, insight]
}
