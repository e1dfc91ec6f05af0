/**
 * Whether a claim would say what was sent already. A correction of a visit often changes nothing that its payer hears, and a
 * replacement of a claim that was paid takes the money back before it is paid again.
 */
import type { ClaimDocument } from '@tally/x12'

/**
 * But for what differs by itself (its number, its frequency and the payer's number) and what the patient paid, which the ledger
 * books and no payer decides by.
 */
export function isSameClaim(next: ClaimDocument, sent: ClaimDocument): boolean {
  const { claimNumber, frequency, payerClaimNumber, patientPaidCents } = sent
  return said({ ...next, claimNumber, frequency, payerClaimNumber, patientPaidCents }) === said(sent)
}

/** A field that is left out says what null says, and their order says nothing. */
function said(document: ClaimDocument): string {
  return JSON.stringify(document, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? filled(value) : value,
  )
}

function filled(fields: object): object {
  const there = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(there.sort(([one], [other]) => (one < other ? -1 : 1)))
}
