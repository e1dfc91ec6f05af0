/**
 * What tells that money was told of before, in five steps (x12.md 2.11): 1 the digest of the file's bytes, which
 * whoever holds them takes; 2 the interchange; 3 the content of an ST (`Remittance.digest`); 4 the payment; 5 each
 * claim. The first three equal: nothing new. The last two equal and the content not: a person looks.
 */
import type { InterchangeRead } from '../reader/interchange.ts'
import type { Remittance, RemittanceClaim, RemittanceLine, RemittanceSummary } from './remittance.ts'

/** ISA06, ISA08 and ISA13; null without an ISA. A sender counts its interchanges for each receiver. */
export function interchangeKey({ sender, receiver, controlNumber }: InterchangeRead): string | null {
  return controlNumber === null ? null : joined([sender ?? '', receiver ?? '', controlNumber])
}

/**
 * TRN03, TRN02, BPR16 and BPR02; null where no money goes, and where a payer gives every payment the same number
 * (EO0000000000 and other zeros).
 */
export function paymentKey({ method, identity }: RemittanceSummary): string | null {
  const { trace, originator, paidOn, paymentCents } = identity
  if (method === 'NON' || paymentCents === null || /^[A-Za-z]{0,3}0*$/.test(trace)) return null
  return joined([originator, trace, paidOn ?? '', String(paymentCents)])
}

/** CLP07, CLP02 to CLP05, what the lines say in any order, and the day of its ST. */
export function claimKey(
  { payerClaimNumber, claimNumber, status, chargeCents, paidCents, patientCents, lines }: RemittanceClaim,
  { paidOn, producedOn }: Pick<Remittance, 'paidOn' | 'producedOn'>,
): string {
  return joined([
    payerClaimNumber ?? `no number, ${claimNumber}`,
    status,
    ...[chargeCents, paidCents, patientCents ?? ''].map(String),
    ...lines.map(lineKey).sort(),
    paidOn ?? producedOn ?? '',
  ])
}

function lineKey({
  procedureCode,
  modifiers,
  chargeCents,
  paidCents,
  unitsPaid,
  serviceDate,
}: RemittanceLine) {
  return [procedureCode, ...modifiers, chargeCents, paidCents, unitsPaid, serviceDate ?? ''].join(' ')
}

/** A sign that stands in no element keeps `1|23` apart from `12|3`. */
function joined(parts: readonly string[]): string {
  return parts.join('\u001f')
}
