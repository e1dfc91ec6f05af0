/** The services that run as containers, each by its own program; they share one image and one migrate. */
import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { denialManagement } from '@tally/denial-management'
import { eligibility } from '@tally/eligibility'
import { eraPosting } from '@tally/era-posting'
import { insight } from '@tally/insight'
import type { KeyManagement, Service } from '@tally/platform'

/** As values; nothing runs. */
export function deployedServices(management: KeyManagement): readonly Service[] {
  return [eligibility, chargeCapture(management), claimSubmission, eraPosting, denialManagement, insight]
}
