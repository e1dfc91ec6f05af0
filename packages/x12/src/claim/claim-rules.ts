/**
 * What must hold between the fields of one claim. No open validator looks at most of it (design note x12.md
 * 5.3), and every payer does.
 */
import { sumOf } from '@tally/kernel'
import type { ClaimDocument } from '../claim-document.ts'
import { isClaimNumber } from '../claim-number.ts'
import type { Pen } from '../writer/pen.ts'

export function applyClaimRules(pen: Pen, claim: ClaimDocument): void {
  refuseNumbers(pen, claim)
  refuseTotal(pen, claim)
  refuseDiagnoses(pen, claim)
  refuseIncompletePatient(pen, claim)
  refuseAccident(pen, claim)
  refuseCauseOfPlan(pen, claim)
}

function refuseNumbers(pen: Pen, { claimNumber, frequency, payerClaimNumber }: ClaimDocument): void {
  if (!isClaimNumber(claimNumber)) {
    const says = 'It is no claim number of at most 17 characters with its check character.'
    pen.refuse(
      'x12/claim-number',
      ['claimNumber', '2300 CLM01', '26'],
      says,
      'Make it by claimNumberWithCheck.',
    )
  }
  const known = (payerClaimNumber ?? '').trim() !== ''
  if (frequency === '1' && known) {
    const says = 'An original claim does not name a number of the payer.'
    const fix = 'Leave it out, or send a replacement (7) or a void (8).'
    pen.refuse('x12/payer-claim-number', ['payerClaimNumber', '2300 REF02', '22'], says, fix)
  }
  if (frequency !== '1' && !known) {
    const says = `A claim of frequency ${frequency} needs the number under which the payer knows the first.`
    const fix = 'Take it from the remittance (CLP07) or the acknowledgment (REF*1K).'
    pen.refuse('x12/payer-claim-number', ['payerClaimNumber', '2300 REF02', '22'], says, fix)
  }
}

function refuseTotal(pen: Pen, { chargeCents, lines }: ClaimDocument): void {
  const sum = sumOf(lines.map((line) => line.chargeCents))
  if (sum === chargeCents) return
  const says = `The claim charges ${chargeCents} cents and its lines ${sum}.`
  pen.refuse('x12/claim-total', ['chargeCents', '2300 CLM02', '28'], says, 'Let it be the sum of the lines.')
}

function refuseDiagnoses(pen: Pen, { diagnoses }: ClaimDocument): void {
  if (diagnoses.length < 1 || diagnoses.length > 12) {
    const says = `${diagnoses.length} diagnoses are given; a claim has 1 to 12.`
    pen.refuse(
      'x12/diagnosis-count',
      ['diagnoses', '2300 HI', '21'],
      says,
      'Keep those that the lines point to.',
    )
  }
  diagnoses.forEach((code, index) => {
    if (diagnoses.indexOf(code) === index) return
    const place = [`diagnoses/${index}`, `2300 HI${String(index + 1).padStart(2, '0')}-2`, '21'] as const
    pen.refuse('x12/diagnosis-twice', place, 'The diagnosis stands twice.', 'Take the second away.')
  })
}

/** A subscriber who is the patient is described as one: N3, N4 and DMG. */
function refuseIncompletePatient(pen: Pen, { patient, subscriber: { party } }: ClaimDocument): void {
  if (patient) return
  if (party.kind === 'organization') {
    const says = 'The subscriber is an organization, and no patient is given.'
    const place = ['subscriber/party', '2010BA NM102', '2'] as const
    pen.refuse('x12/patient-is-organization', place, says, 'Give the patient and the relationship.')
    return
  }
  const needed = [
    ['address', '2010BA N3', '5', party.address],
    ['birthDate', '2010BA DMG02', '3', party.birthDate],
    ['sex', '2010BA DMG03', '3', party.sex],
  ] as const
  for (const [field, x12, box, value] of needed) {
    if (value !== null) continue
    const says = 'It is missing, and the subscriber is the patient.'
    pen.refuse('x12/missing', [`subscriber/party/${field}`, x12, box], says, 'Enter it.')
  }
}

function refuseAccident(pen: Pen, { relatedCauses, accidentDate, accidentState }: ClaimDocument): void {
  if (relatedCauses.length > 0 && accidentDate === null) {
    const says = 'The condition is related to an accident whose date is missing.'
    pen.refuse(
      'x12/accident-date',
      ['accidentDate', '2300 DTP03', '15'],
      says,
      'Enter the day of the accident.',
    )
  }
  if (relatedCauses.includes('auto') && accidentState === null) {
    const says = 'An automobile accident needs the state where it happened.'
    pen.refuse('x12/accident-state', ['accidentState', '2300 CLM11-4', '10b'], says, 'Enter the state.')
  }
  if (relatedCauses.length === 0 && accidentDate !== null) {
    const says = 'There is an accident date and no related cause.'
    const fix =
      'Say whether employment, an automobile or another accident is the cause, or take the date away.'
    pen.refuse('x12/accident-without-cause', ['relatedCauses', '2300 CLM11', '10'], says, fix)
  }
}

/** By SBR09. */
export const causeOfPlan: ReadonlyMap<string, 'employment' | 'auto'> = new Map([
  ['WC', 'employment'],
  ['AM', 'auto'],
])

/** Workers' compensation and automobile plans: why they pay, and under which number of theirs. */
function refuseCauseOfPlan(pen: Pen, claim: ClaimDocument): void {
  const { subscriber, patient, relatedCauses } = claim
  const cause = causeOfPlan.get(subscriber.filingIndicator)
  if (cause !== undefined && !relatedCauses.includes(cause)) {
    const says = `A plan of kind ${subscriber.filingIndicator} pays for what ${cause} caused, which the claim does not say.`
    const box = cause === 'auto' ? '10b' : '10a'
    pen.refuse(
      'x12/related-cause',
      ['relatedCauses', '2300 CLM11', box],
      says,
      `Add ${cause}, or correct the plan.`,
    )
  }
  const own = patient?.propertyCasualtyClaimNumber ?? null
  const number = own ?? subscriber.propertyCasualtyClaimNumber
  const at = `${patient ? 'patient' : 'subscriber'}/propertyCasualtyClaimNumber`
  const place = [at, `${patient ? '2010CA' : '2010BA'} REF02`, '11b'] as const
  if (cause !== undefined && (number ?? '').trim() === '') {
    const says = `A plan of kind ${subscriber.filingIndicator} needs the number of the injury's claim.`
    pen.refuse('x12/property-casualty-number', place, says, 'Ask the payer for the claim number.')
  }
  if (
    own !== null &&
    subscriber.propertyCasualtyClaimNumber !== null &&
    own !== subscriber.propertyCasualtyClaimNumber
  ) {
    const says = 'Patient and subscriber have different claim numbers of the injury; a claim carries one.'
    pen.refuse('x12/property-casualty-number', place, says, 'Keep the number of this injury.')
  }
}
