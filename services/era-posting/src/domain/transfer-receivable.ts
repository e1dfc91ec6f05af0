/**
 * A person moves what is open at a payer to the next one, or to the patient. To the patient never what the payer refused in
 * group CO, or says may not be collected; a work or auto injury only once a person has released it. What is open stands on
 * the receivable first and then on what was refused.
 */
import { type Cents, cents, inDollars } from '@tally/kernel'
import { deniedOpen, receivableOfPatient, receivableOfPayer } from './account.ts'
import type { ChargeDay } from './book-charges.ts'
import { type HandRefusal, handKey, type LineAmount, refusal } from './hand-lines.ts'
import type { Balances } from './open-balance.ts'
import type { PatientHold } from './patient-hold.ts'
import { nextOrderOf } from './post-claim.ts'
import { type Posting, post } from './posting.ts'

export interface TransferFacts {
  readonly entryId: string
  readonly day: ChargeDay
  /** Why the line may not be asked of the patient. */
  readonly hold: PatientHold | null
  /** What may become the patient's of what was refused: group PR, less what has. null: not known. */
  readonly patientsCents: Cents | null
  readonly balances: Balances
  /** Of the line in the request. */
  readonly pointer: string
}

export type TransferTo = 'next-payer' | 'patient'

export function transferLine(
  { chargeLineId, order, amountCents }: LineAmount & { readonly order: number },
  to: TransferTo,
  facts: TransferFacts,
): readonly Posting[] | HandRefusal {
  const { entryId, day, balances, pointer } = facts
  const [receivable, refused] = [receivableOfPayer(chargeLineId, order), deniedOpen(chargeLineId, order)]
  const [owed, open] = [above(balances.get(receivable)), above(balances.get(refused))]
  if (amountCents > owed + open) {
    const says = `${inDollars(amountCents)} is to be moved and ${inDollars(cents(owed + open))} is open at this payer`
    return refusal('transfer/more-than-open', `${pointer}/amountCents`, says)
  }
  const fromOwed = cents(Math.min(amountCents, owed))
  const fromRefused = cents(amountCents - fromOwed)
  const target = to === 'patient' ? toPatient(chargeLineId, fromRefused, facts) : toNext(order, facts)
  if (typeof target !== 'number' && target !== null) return target
  const account =
    target === null
      ? receivableOfPatient(day.patientId, chargeLineId)
      : receivableOfPayer(chargeLineId, target)
  return [
    ...post(account, receivable, fromOwed, handKey(entryId, chargeLineId, order)),
    ...post(account, refused, fromRefused, handKey(entryId, chargeLineId, order, 'refused')),
  ]
}

function toNext(order: number, { day, pointer }: TransferFacts): number | HandRefusal {
  const next = nextOrderOf(day, order)
  const says = 'the visit names no payer after this one: move it to the patient, or correct the coverages'
  return next ?? refusal('transfer/no-next-payer', pointer, says)
}

/** null: it may be the patient's. */
function toPatient(
  chargeLineId: string,
  fromRefused: Cents,
  { hold, patientsCents, pointer }: TransferFacts,
): null | HandRefusal {
  if (hold) return refusal(hold.because, pointer, hold.says)
  const his = Math.max(0, patientsCents ?? 0)
  if (fromRefused <= his) return null
  const refused = `${inDollars(fromRefused)} of line ${chargeLineId} was refused, and ${inDollars(cents(his))} of it is in group PR`
  const says = `${refused}: the rest is never the patient's; appeal it or write it off`
  return refusal('transfer/contractual', pointer, says)
}

function above(balance: Cents | undefined): number {
  return Math.max(0, balance ?? 0)
}
