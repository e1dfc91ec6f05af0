/** A patient's account: each line at its patient with its balance and what holds it back, and the unapplied credit. */
import { type Cents, cents, noCents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { patientCredit, receivableOfPatient } from '../domain/account.ts'
import type { PatientLine } from '../domain/apply-payment.ts'
import { balancesOf } from '../store/ledger.ts'
import { type ChargedLine, linesOfPatient } from '../store/patient-lines.ts'
import { patientHolds } from '../store/patient-shares.ts'

export interface AccountLine extends PatientLine, ChargedLine {}

export interface PatientAccount {
  readonly patientId: string
  /** The oldest first. */
  readonly lines: readonly AccountLine[]
  /** Unapplied, as a positive amount. */
  readonly creditCents: Cents
}

/** `id`: the EMR's, or ours. */
export function patientIdOf(work: Work, id: string): string {
  return /^pat_[0-9A-Z]{26}$/.test(id) ? id : work.keys.derive('patient', id)
}

/** null: nothing was ever charged to, or paid by, this patient. */
export async function patientAccount(work: Work, patientId: string): Promise<PatientAccount | null> {
  const charged = await linesOfPatient(work, patientId)
  const credit = patientCredit(patientId)
  const paths = charged.map(({ chargeLineId }) => receivableOfPatient(patientId, chargeLineId))
  const balances = await balancesOf(work, [...paths, credit])
  const creditCents = cents(-(balances.get(credit) ?? 0))
  if (charged.length === 0 && creditCents === noCents) return null
  const holds = await patientHolds(work, [...new Set(charged.map(({ treatmentDayId }) => treatmentDayId))])
  const holdOf = new Map(holds.map((hold) => [hold.chargeLineId, hold]))
  const lines = charged.map((line) => ({
    ...line,
    balanceCents: balances.get(receivableOfPatient(patientId, line.chargeLineId)) ?? noCents,
    hold: holdOf.get(line.chargeLineId) ?? null,
  }))
  return { patientId, lines, creditCents }
}
