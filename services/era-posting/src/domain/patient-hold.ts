/**
 * Which of a patient's balances may not go onto a statement, and whether a person may let them: never what the law
 * protects; after an injury at work or with a car not before a person has seen that nobody else answers for it
 * (product.md 6). Where the visit asks no payer at all, it says who pays: the patient, or somebody else.
 */
import type { Coverage, TreatmentCase } from './book-charges.ts'

export interface PatientLine {
  readonly chargeLineId: string
  readonly treatmentCase: TreatmentCase
  readonly thirdParty: boolean
  readonly coverages: readonly Pick<Coverage, 'payerFamily'>[]
  /** An answer that stands says that he owes nothing of it. */
  readonly isProtected: boolean
  /** A person has let it go. */
  readonly isReleased: boolean
}

export interface PatientHold {
  readonly chargeLineId: string
  /** A slug. */
  readonly because: string
  readonly says: string
  readonly releasable: boolean
  /** Money that comes for it all the same may be put on it: it is somebody else's. */
  readonly payable?: true
}

/** null: it may be billed. */
export function patientHold(line: PatientLine): PatientHold | null {
  const { chargeLineId, isProtected, isReleased } = line
  if (isProtected) {
    const says = 'the patient is a Qualified Medicare Beneficiary: cost sharing is never billed to him'
    return { chargeLineId, because: 'patient/medicare-beneficiary', says, releasable: false }
  }
  if (line.thirdParty) {
    const says =
      'somebody else answers for the visit: post what he pays on this line; correct the visit to `self` or `insurance` when he does not'
    return { chargeLineId, because: 'patient/third-party', says, releasable: false, payable: true }
  }
  if (isReleased || line.coverages.length === 0) return null
  const covers = (family: string) => line.coverages.some(({ payerFamily }) => payerFamily === family)
  if (line.treatmentCase === 'work-injury' || covers('workers-comp')) {
    const says = 'workers’ compensation answers for the visit: release it when it does not'
    return { chargeLineId, because: 'patient/work-injury', says, releasable: true }
  }
  if (line.treatmentCase === 'auto-injury' || covers('auto')) {
    const says = 'an auto insurer answers for the visit: release it when it does not'
    return { chargeLineId, because: 'patient/auto-injury', says, releasable: true }
  }
  return null
}
