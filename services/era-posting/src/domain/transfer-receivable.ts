/**
 * A person moves what is open at a payer to the next one, or to the patient. To the patient never what the payer refused in
 * group CO, also where its denial is closed since, or says may not be collected; a work or auto injury only once a person has
 * released it. What is open stands on the receivable first and then on what was refused.
 */
import { type Cents, cents, inDollars } from '@tally/kernel'
import { deniedOpen, receivableOfPatient, receivableOfPayer } from './account.ts'
import type { ChargeDay } from './book-charges.ts'
import { type HandRefusal, handKey, type LineAmount, refusal } from './hand-lines.ts'
import type { Balances } from './open-balance.ts'
import type { PatientHold } from './patient-hold.ts'
import { nextOrderOf } from './post-claim.ts'
import { type Posting, post } from './posting.ts'
import { unchargedLines } from './uncharged-line.ts'

export interface TransferFacts {
  readonly entryId: string
  readonly day: ChargeDay
  /** Why the line may not be asked of the patient. */
  readonly hold: PatientHold | null
  /** What may become the patient's of what was refused: group PR, less what has. null: not known. */
  readonly patientsCents: Cents | null
  /** What can never become it, refused in another group, wherever it stands now: see `neverHisCents`. */
  readonly neverHisCents: Cents
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
  const [owed, held] = [above(balances.get(receivable)), above(balances.get(refused))]
  const openCents = cents(owed + held)
  if (amountCents > openCents) {
    const says = `${inDollars(amountCents)} is to be moved and ${inDollars(openCents)} is open at this payer`
    return refusal('transfer/more-than-open', `${pointer}/amountCents`, says)
  }
  const fromOwed = cents(Math.min(amountCents, owed))
  const fromRefused = cents(amountCents - fromOwed)
  const asked = { chargeLineId, amountCents, fromRefused, openCents }
  const target = to === 'patient' ? toPatient(asked, facts) : toNext(order, facts)
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
  { chargeLineId, amountCents, fromRefused, openCents }: Asked,
  { day, hold, patientsCents, neverHisCents, pointer }: TransferFacts,
): null | HandRefusal {
  if (unchargedLines(day.lines).has(chargeLineId)) {
    const says = `nothing is charged for line ${chargeLineId}: nothing of it is the patient's`
    return refusal('transfer/not-charged', pointer, says)
  }
  if (hold) return refusal(hold.because, pointer, hold.says)
  const his = Math.max(0, patientsCents ?? 0)
  if (fromRefused > his) {
    const refused = `${inDollars(fromRefused)} of line ${chargeLineId} was refused, and ${inDollars(cents(his))} of it is in group PR`
    return refusal('transfer/contractual', pointer, `${refused}: ${theRest}`)
  }
  const most = cents(Math.max(0, openCents - neverHisCents))
  if (amountCents <= most) return null
  const refused = `${inDollars(neverHisCents)} of line ${chargeLineId} was refused in another group than PR`
  const says = `${refused}, and ${inDollars(most)} of what is open is not of it: ${theRest}`
  return refusal('transfer/contractual', pointer, says)
}

const theRest = 'the rest is never the patient’s; appeal it or write it off'

interface Asked {
  readonly chargeLineId: string
  readonly amountCents: Cents
  readonly fromRefused: Cents
  /** At the payer, refused or not. */
  readonly openCents: Cents
}

function above(balance: Cents | undefined): number {
  return Math.max(0, balance ?? 0)
}
