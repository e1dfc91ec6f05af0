/**
 * What an answer says of the patient beyond what it posts to him. Of what was denied only group PR can ever become his: CO
 * is the provider's by contract. And what a Qualified Medicare Beneficiary would owe is never billed
 * (42 U.S.C. 1396a(n)(3)(B); remarks N781 to N783, CARC 303).
 */
import { type Cents, cents, noCents, sumOf } from '@tally/kernel'
import { deniedOpen, receivableOfPayer } from './account.ts'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import { denies } from './denying.ts'
import type { StoredPosting } from './posting.ts'

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

/**
 * Of a line, in cents: what answers that stand refused in other groups than PR and nobody has written off. It is the provider's
 * loss or the payer's debt, wherever people have moved it since: closing the denial makes it nobody else's. `his`: group PR of
 * what was refused. `standing`: what nobody took back of the line at `order`.
 */
export function neverHisCents(
  chargeLineId: string,
  order: number,
  standing: readonly StoredPosting[],
  his: Cents | null,
): Cents {
  const [owed, refused] = [receivableOfPayer(chargeLineId, order), deniedOpen(chargeLineId, order)]
  let left: number = -(his ?? noCents)
  for (const { debit, credit, cents: amount, position } of standing) {
    if (position !== undefined && credit === owed && debit === refused) left += amount
    if (position !== undefined && debit === owed && credit === refused) left -= amount
    if (debit.startsWith('write-off:') && (credit === owed || credit === refused)) left -= amount
  }
  return cents(Math.max(0, left))
}

/** Of the answers that stand; null: one of them is older than what is kept of it. */
export function refusedOfPatient(
  shares: readonly (PatientShare | null)[],
  chargeLineId: string,
): Cents | null {
  if (shares.includes(null)) return null
  return cents(shares.reduce((sum, share) => sum + (share?.refused[chargeLineId] ?? 0), 0))
}
