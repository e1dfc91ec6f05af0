/**
 * Writing off what nobody will pay: at a payer or at the patient, with a reason. Up to the practice's limit one person
 * decides; over it one proposes and another agrees. What the lines lost before counts, so that a sum cannot be cut into
 * pieces.
 */
import { type Cents, cents, inDollars, noCents, sumOf } from '@tally/kernel'
import { deniedOpen, receivableOfPatient, receivableOfPayer, writeOff } from './account.ts'
import { type HandRefusal, handKey, type LineAmount, refusal } from './hand-lines.ts'
import type { Balances } from './open-balance.ts'
import { type Posting, post } from './posting.ts'

export const writeOffKinds = [
  'small-balance',
  'bad-debt',
  'charity',
  'courtesy',
  'timely-filing',
  'other',
] as const
export type WriteOffKind = (typeof writeOffKinds)[number]

export function writeOffLines(
  entryId: string,
  kind: WriteOffKind,
  patientOf: (chargeLineId: string) => string,
  lines: readonly LineAmount[],
  balances: Balances,
): readonly Posting[] | HandRefusal {
  const postings: Posting[] = []
  for (const [index, line] of lines.entries()) {
    const { chargeLineId, order, amountCents } = line
    let left: number = amountCents
    for (const [part, account] of accountsOf(line, patientOf(chargeLineId)).entries()) {
      const share = cents(Math.max(0, Math.min(left, balances.get(account) ?? noCents)))
      const key = handKey(entryId, chargeLineId, order, part === 0 ? '' : 'refused')
      postings.push(...post(writeOff(kind), account, share, key))
      left -= share
    }
    if (left > 0) {
      const open = cents(amountCents - left)
      const says = `${inDollars(amountCents)} is to be written off and ${inDollars(open)} is open there`
      return refusal('write-off/more-than-open', `/lines/${index}/amountCents`, says)
    }
  }
  return postings
}

/** Where a line's cents may stand, in the order in which they are written off. */
export function accountsOf({ chargeLineId, order }: LineAmount, patientId: string): readonly string[] {
  return order === null
    ? [receivableOfPatient(patientId, chargeLineId)]
    : [receivableOfPayer(chargeLineId, order), deniedOpen(chargeLineId, order)]
}

export function totalOfLines(lines: readonly LineAmount[]): Cents {
  return sumOf(lines.map(({ amountCents }) => amountCents))
}
