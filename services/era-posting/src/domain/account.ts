/**
 * Account paths, one function each (DESIGN.md 4). Receivables follow the charge line and the coverage order,
 * not the claim, so that a later version of a claim finds what an earlier one left.
 */
import type { Posting } from './posting.ts'

export const revenue = 'revenue'
export const cash = 'cash'

export function receivableOfPayer(chargeLineId: string, order: number): string {
  return `receivable:payer:${chargeLineId}:${order}`
}

export function receivableOfPatient(patientId: string, chargeLineId: string): string {
  return `receivable:patient:${patientId}:${chargeLineId}`
}

/** The charge lines of which `postings` move what the payer at `order` owes. */
export function linesAt(
  order: number,
  postings: readonly Pick<Posting, 'debit' | 'credit'>[],
): readonly string[] {
  const ids = postings
    .flatMap(({ debit, credit }) => [debit, credit])
    .flatMap((account) => {
      const [kind, whose, chargeLineId, at] = account.split(':')
      const isOwed = kind === 'receivable' && whose === 'payer' && at === String(order)
      return isOwed && chargeLineId !== undefined ? [chargeLineId] : []
    })
  return [...new Set(ids)]
}

/** What a payer refused and nobody has decided on yet; it counts as receivable. */
export function deniedOpen(chargeLineId: string, order: number): string {
  return `denied:open:${chargeLineId}:${order}`
}

/** Through here runs everything of one remittance; posted, it is at zero. */
export function clearing(remittanceId: string): string {
  return `clearing:${remittanceId}`
}

/** What a payer says it pays, until the bank shows it. `trace` is TRN03 and TRN02. */
export function due(trace: string): string {
  return `due:${step(trace)}`
}

/** A claim's payment that reached no receivable yet. */
export function unmatched(remittanceId: string, position: number): string {
  return `unmatched:${remittanceId}:${position}`
}

/** All payments for what was before the practice's goLiveOn, while they reached no receivable. */
export const unmatchedLegacy = 'unmatched:legacy'

/** Where the payment of a claim of a remittance waits until it is matched. */
export function waitingAccount(remittanceId: string, position: number, legacy: boolean): string {
  return legacy ? unmatchedLegacy : unmatched(remittanceId, position)
}

/** What a former system left open comes from here. */
export function opening(system: string): string {
  return `opening:${step(system)}`
}

export type AdjustmentKind = 'contractual' | 'sequestration' | 'mppr' | 'payer-initiated' | 'other'

export function adjustment(kind: AdjustmentKind): string {
  return `adjustment:${kind}`
}

/** Taken back or carried forward, by the payer's reference: a keyed token, since it may be a claim's number. */
export function recoupment(payerId: string, referenceToken: string): string {
  return `recoupment:${step(payerId)}:${step(referenceToken)}`
}

export function interest(payerId: string): string {
  return `interest:${step(payerId)}`
}

export function providerLevel(code: string, payerId: string): string {
  return `provider-level:${step(code)}:${step(payerId)}`
}

export function patientCredit(patientId: string): string {
  return `patient-credit:${patientId}`
}

export function writeOff(kind: string): string {
  return `write-off:${kind}`
}

/** What goes back to a payer or a patient, by whom. */
export function refundTo(whom: string): string {
  return `refund:${step(whom)}`
}

/** What comes from a payer stays one step of the path. */
function step(text: string): string {
  return text.replace(/[\s:]+/g, '-') || 'none'
}
