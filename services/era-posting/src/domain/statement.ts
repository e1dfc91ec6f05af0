/**
 * What a patient owes, and a statement of it: only what may be asked of the patient, each line with where its charge went. Of
 * every line charge = paid + adjusted + written off + paid by the patient + open at payers + due, to the cent.
 */
import { type Cents, cents, noCents, sumOf } from '@tally/kernel'
import type { PatientLine } from './apply-payment.ts'

/** Where a line's charge went; what came back is negative. */
export interface LineMoney {
  readonly chargeCents: Cents
  readonly payerPaidCents: Cents
  readonly adjustedCents: Cents
  readonly writtenOffCents: Cents
  readonly patientPaidCents: Cents
  /** What payers still have to answer for, refused or not. */
  readonly openAtPayersCents: Cents
}

export interface AccountLine extends PatientLine {
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  readonly money: LineMoney
}

export interface PatientBalance {
  /** All that stands on the patient's receivables. */
  readonly responsibilityCents: Cents
  /** Of it what may be asked for, less what lines were overpaid. */
  readonly billableCents: Cents
  readonly heldCents: Cents
  /** Paid and on no line yet. */
  readonly creditCents: Cents
  /** What a statement asks for: never below 0. */
  readonly dueCents: Cents
  /** What the patient has paid too much. */
  readonly overpaidCents: Cents
}

export function balanceOfPatient(lines: readonly PatientLine[], creditCents: Cents): PatientBalance {
  const isHeld = ({ hold, balanceCents }: PatientLine) => hold !== null && balanceCents > noCents
  const sum = (each: readonly PatientLine[]) => sumOf(each.map(({ balanceCents }) => balanceCents))
  const billableCents = sum(lines.filter((line) => !isHeld(line)))
  const left = billableCents - creditCents
  return {
    ...{ responsibilityCents: sum(lines), billableCents, heldCents: sum(lines.filter(isHeld)), creditCents },
    ...{ dueCents: cents(Math.max(0, left)), overpaidCents: cents(Math.max(0, -left)) },
  }
}

/** Lines of a statement: what is asked for, and what a line was overpaid. */
export function linesToBill<Line extends PatientLine>(lines: readonly Line[]): readonly Line[] {
  return lines.filter(
    ({ hold, balanceCents }) => balanceCents !== noCents && (hold === null || balanceCents < noCents),
  )
}

/** Cents that left the line's accounts, by the kind of account that they went to; of payers and of the patient. */
export interface LineMoves {
  readonly bookedCents: Cents
  readonly ofPayers: ReadonlyMap<string, Cents>
  readonly ofPatient: ReadonlyMap<string, Cents>
  readonly patientBalanceCents: Cents
}

export function moneyOfLine({ bookedCents, ofPayers, ofPatient, patientBalanceCents }: LineMoves): LineMoney {
  const left = (moved: ReadonlyMap<string, Cents>, ...kinds: readonly string[]) =>
    sumOf(kinds.map((kind) => moved.get(kind) ?? noCents))
  const parts = {
    payerPaidCents: left(ofPayers, 'clearing', 'unmatched', 'refund', 'cash'),
    adjustedCents: left(ofPayers, 'adjustment'),
    writtenOffCents: sumOf([left(ofPayers, 'write-off'), left(ofPatient, 'write-off')]),
    patientPaidCents: left(ofPatient, 'cash', 'patient-credit', 'refund'),
  }
  const gone = sumOf(Object.values(parts))
  return {
    ...{ chargeCents: bookedCents, ...parts },
    openAtPayersCents: cents(bookedCents - gone - patientBalanceCents),
  }
}

export interface Statement {
  readonly practice: string
  /** Where to pay and whom to ask; empty and null where the practice has not told. */
  readonly payTo: { readonly address: readonly string[]; readonly phone: string | null }
  readonly patientId: string
  /** null: no visit named the patient. */
  readonly patient: {
    readonly externalId: string
    readonly name: string
    readonly address: readonly string[]
  } | null
  readonly asOf: string
  readonly lines: readonly AccountLine[]
  readonly balance: PatientBalance
}
