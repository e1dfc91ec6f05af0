/** Counts and sums of one ST, running along. */
import { type Cents, cents } from '@tally/kernel'
import type { RemittanceClaim, RemittanceTotals } from './remittance.ts'

export class Totalling {
  /** Of every CLP seen, read or refused: what was refused must not vanish. */
  claims = 0
  /** AMT*I of all claims. */
  interestCents = 0
  someClaimPaid = false
  private charge = 0
  private paid = 0
  private patient = 0
  private provider = 0
  private lines = 0
  private zeroPaid = 0
  private denied = 0
  private zeroPaidLines = 0
  private readonly byStatus = new Map<string, number>()

  see(status: string, lines: number): void {
    this.claims += 1
    this.lines += lines
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1)
  }

  add({ chargeCents, paidCents, patientCents, interestCents, denied, lines }: RemittanceClaim): void {
    this.charge += chargeCents
    this.paid += paidCents
    this.patient += patientCents ?? 0
    this.interestCents += interestCents ?? 0
    if (paidCents === 0) this.zeroPaid += 1
    else this.someClaimPaid = true
    if (denied) this.denied += 1
    for (const line of lines) if (line.paidCents === 0) this.zeroPaidLines += 1
  }

  takeAway(amount: Cents): void {
    this.provider += amount
  }

  end(): RemittanceTotals {
    const { charge, paid, patient, provider, claims, lines, zeroPaid, denied, zeroPaidLines } = this
    return {
      ...{ chargeCents: cents(charge), paidCents: cents(paid), patientCents: cents(patient) },
      providerAdjustmentCents: cents(provider),
      ...{ claims, lines, byStatus: Object.fromEntries(this.byStatus) },
      reversals: this.byStatus.get('22') ?? 0,
      ...{ zeroPaid, denied, zeroPaidLines },
    }
  }
}
