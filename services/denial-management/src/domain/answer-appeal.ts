/**
 * What a payer's answer to an appeal does to the denial, where it came by letter and a person records it: upheld, and the next
 * level's window counts from that day; overturned, and the payment is waited for.
 */
import { accepted, type Decision, refused, type ServiceDate } from '@tally/kernel'
import { paymentDeadline } from './appeal-deadline.ts'
import type { ClaimStanding } from './claim-standing.ts'
import { type Denial, waiting } from './denial.ts'
import { renewed, type Surroundings } from './open-denial.ts'

export interface AppealAnswer {
  readonly outcome: 'upheld' | 'overturned'
  /** The day on which it came in. */
  readonly answeredOn: ServiceDate
  readonly today: ServiceDate
}

/** `pending` is the appeal that is with the payer; undefined: none is. */
export function answerAppeal(
  denial: Denial,
  pending: { readonly filedOn: ServiceDate } | undefined,
  { outcome, answeredOn, today }: AppealAnswer,
  claim: ClaimStanding,
  around: Surroundings,
): Decision<Denial> {
  if (denial.status === 'resolved') {
    return refused('denial/resolved', `it was resolved already: ${denial.resolvedBecause}`)
  }
  if (!pending) return refused('appeal/none-pending', 'no appeal of it is with the payer')
  if (answeredOn > today) return refused('appeal/not-answered-yet', 'an answer is recorded once it has come')
  if (answeredOn < pending.filedOn) {
    const says = `the appeal was filed on ${pending.filedOn}: its answer came then or later`
    return refused('appeal/answered-before-filed', says)
  }
  if (outcome === 'overturned') {
    return accepted({ ...waiting(denial, 'payer', paymentDeadline(answeredOn)), receivedOn: answeredOn })
  }
  const { amountCents, remittanceId, claimVersion, claimNumber } = denial
  const received = { remittanceId, claimVersion, claimNumber, receivedOn: answeredOn }
  return accepted(renewed(denial, amountCents, received, claim, around))
}

/**
 * Whether a remittance that denies it once more only tells what the letter did: nothing was asked since. The window then runs
 * from the letter, the earlier of the two.
 */
export function isOfLetter(
  { status, before, version, receivedOn, claimVersion }: Denial,
  last: { readonly outcome: string; readonly decidedOn: ServiceDate | null } | undefined,
  answersVersion: number,
): boolean {
  const isByLetter = before?.version !== version
  const stands = last?.outcome === 'upheld' && last.decidedOn === receivedOn
  return status === 'open' && isByLetter && stands && answersVersion === claimVersion
}
