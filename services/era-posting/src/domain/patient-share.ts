/**
 * What an answer says of the patient beyond what it posts to him. Of what was denied only group PR can ever become his: CO
 * is the provider's by contract. And what a Qualified Medicare Beneficiary would owe is never billed
 * (42 U.S.C. 1396a(n)(3)(B); remarks N781 to N783, CARC 303).
 */
import { type Cents, cents, sumOf } from '@tally/kernel'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import { denies } from './denying.ts'

export interface PatientShare {
  /** By charge line: cents of group PR among what was denied. */
  readonly refused: Readonly<Record<string, Cents>>
  /** Charge lines of which nothing may be billed to the patient. */
  readonly protected: readonly string[]
}

const protecting = ['N781', 'N782', 'N783']

/** `remarks` are those of the claim: they hold for every line. */
export function patientShareOf(lines: readonly AdjudicatedLine[], remarks: readonly string[]): PatientShare {
  const refused = lines.flatMap(({ chargeLineId, denied, adjustments }): [string, Cents][] => {
    const his = denied ? adjustments.filter((each) => each.group === 'PR' && denies(each)) : []
    const amount = sumOf(his.map(({ amountCents }) => amountCents))
    return amount > 0 ? [[chargeLineId, amount]] : []
  })
  const isProtected = (line: AdjudicatedLine) =>
    [...remarks, ...line.remarks].some((remark) => protecting.includes(remark)) ||
    line.adjustments.some(({ reason }) => reason === '303')
  return {
    refused: Object.fromEntries(refused),
    protected: lines.filter(isProtected).map(({ chargeLineId }) => chargeLineId),
  }
}

/** Of the answers that stand; null: one of them is older than what is kept of it. */
export function refusedOfPatient(
  shares: readonly (PatientShare | null)[],
  chargeLineId: string,
): Cents | null {
  if (shares.includes(null)) return null
  return cents(shares.reduce((sum, share) => sum + (share?.refused[chargeLineId] ?? 0), 0))
}
