/**
 * What a patient paid, on lines: those that are named, else the oldest first, and only what may be asked of the patient.
 * What is beyond stays the patient's credit; nothing is ever put on a line that does not owe it.
 */
import { type Cents, cents, inDollars, noCents, sumOf } from '@tally/kernel'
import { cash, patientCredit, receivableOfPatient } from './account.ts'
import { type HandRefusal, handKey, type LineAmount, refusal } from './hand-lines.ts'
import type { PatientHold } from './patient-hold.ts'
import { type Posting, post } from './posting.ts'

/** One line at its patient. */
export interface PatientLine {
  readonly chargeLineId: string
  readonly treatmentDayId: string
  readonly serviceDate: string
  /** Debits less credits. */
  readonly balanceCents: Cents
  /** Why it may not be asked of the patient. */
  readonly hold: PatientHold | null
}

export interface PatientMoney {
  readonly entryId: string
  readonly patientId: string
  readonly amountCents: Cents
  /** Money that came now, or credit that was there. */
  readonly from: 'cash' | 'credit'
  /** null: the oldest first. */
  readonly named: readonly { readonly chargeLineId: string; readonly amountCents: Cents }[] | null
  /** What stands to the patient's credit, as a positive amount. */
  readonly creditCents: Cents
}

export interface Applied {
  readonly kind: 'applied'
  readonly postings: readonly Posting[]
  readonly lines: readonly LineAmount[]
  /** What became, or stayed, credit. */
  readonly creditCents: Cents
}

export function applyPayment(money: PatientMoney, lines: readonly PatientLine[]): Applied | HandRefusal {
  const { amountCents, from, creditCents } = money
  if (from === 'credit' && amountCents > creditCents) {
    return refusal(
      'credit/too-small',
      '/amountCents',
      `${inDollars(amountCents)} of credit is to be applied and ${inDollars(creditCents)} is there`,
    )
  }
  const shares = money.named === null ? oldestFirst(amountCents, lines) : named(money, lines)
  if ('kind' in shares) return shares
  const { entryId, patientId } = money
  const source = from === 'cash' ? cash : patientCredit(patientId)
  const applied = sumOf(shares.map((share) => share.amountCents))
  if (from === 'credit' && applied === noCents) {
    return refusal('credit/nothing-owed', '/amountCents', 'nothing of this patient is open that it could pay')
  }
  const beyond = cents(amountCents - applied)
  return {
    kind: 'applied',
    postings: [
      ...shares.flatMap(({ chargeLineId, amountCents: share }) =>
        post(
          source,
          receivableOfPatient(patientId, chargeLineId),
          share,
          handKey(entryId, chargeLineId, null),
        ),
      ),
      ...(from === 'cash' ? post(cash, patientCredit(patientId), beyond, `hand/${entryId}/credit`) : []),
    ],
    lines: shares,
    creditCents: beyond,
  }
}

function oldestFirst(amount: Cents, lines: readonly PatientLine[]): readonly LineAmount[] {
  let left: number = amount
  const oldest = [...lines].sort(
    (one, other) =>
      compare(one.serviceDate, other.serviceDate) || compare(one.chargeLineId, other.chargeLineId),
  )
  return oldest.flatMap(({ chargeLineId, balanceCents, hold }): LineAmount[] => {
    const share = cents(hold === null ? Math.max(0, Math.min(left, balanceCents)) : 0)
    left -= share
    return share === noCents ? [] : [{ chargeLineId, order: null, amountCents: share }]
  })
}

function named(
  { amountCents, named: wanted }: PatientMoney,
  lines: readonly PatientLine[],
): readonly LineAmount[] | HandRefusal {
  const asked = wanted ?? []
  const sum = sumOf(asked.map((each) => each.amountCents))
  if (sum > amountCents) {
    return refusal(
      'payment/lines-exceed-it',
      '/lines',
      `the lines name ${inDollars(sum)} of a payment of ${inDollars(amountCents)}`,
    )
  }
  const byId = new Map(lines.map((line) => [line.chargeLineId, line]))
  const shares: LineAmount[] = []
  for (const [index, each] of asked.entries()) {
    const line = byId.get(each.chargeLineId)
    const pointer = `/lines/${index}/chargeLineId`
    if (!line) return refusal('line/not-of-patient', pointer, 'this patient has no such charge line')
    if (line.hold && !line.hold.payable) return refusal(line.hold.because, pointer, line.hold.says)
    const share = cents(Math.max(0, Math.min(each.amountCents, line.balanceCents)))
    if (share !== noCents) shares.push({ chargeLineId: each.chargeLineId, order: null, amountCents: share })
  }
  return shares
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
