/** What claim-submission and era-posting would say of a day's claim. Nothing in it is a real person. */
import {
  claimAcknowledged,
  claimRejected,
  claimSubmitted,
  claimVoided,
  type DataOf,
  paymentPosted,
  paymentReversed,
} from '@tally/contracts'
import { serviceDate } from '@tally/kernel'
import { saying } from '@tally/platform'
import { say, type TestHost } from '@tally/testkit'

interface SampleDay {
  readonly treatmentDayId: string
  readonly patientId: string
  readonly serviceDate: string
  readonly payerId: string
  readonly lines: readonly { readonly lineId: string; readonly procedureCode: string }[]
}

const noNumber = { payerClaimNumber: null }
const numbered = (kind: number, count: number) =>
  `01JZ${String(kind).padStart(2, '0')}${String(count).padStart(20, '0')}`
let claims = 0

export class SampleClaim {
  private readonly host: TestHost
  private readonly day: SampleDay
  private readonly claimId = numbered(1, ++claims)
  private sequence = 0
  private money = 0

  constructor(host: TestHost, day: SampleDay) {
    this.host = host
    this.day = day
  }

  submitted(version = 1, payerId = this.day.payerId): Promise<void> {
    const { patientId, serviceDate: date } = this.day
    const data: DataOf<typeof claimSubmitted> = {
      ...{
        ...this.identity(version),
        payerId,
        dayVersion: version,
        kind: version === 1 ? 'original' : 'replacement',
      },
      ...{
        frequency: version === 1 ? '1' : '7',
        replacesClaimNumber: null,
        payerFamily: 'commercial',
        patientId,
      },
      ...{ billingNpi: '1234567893', serviceDate: serviceDate(date), lines: [], chargeCents: 12000 },
      ...{ signedAt: null, submittedAt: '2026-03-02T20:00:00Z', partnerId: 'clearinghouse' },
      ...{ batchId: numbered(2, 1), digest: '0'.repeat(64), timelyFilingDueOn: null },
    }
    return this.say(saying(claimSubmitted, { ...this.word(), data, sealed: { memberId: null, ...noNumber } }))
  }

  acknowledged(version = 1): Promise<void> {
    const heardBack = {
      stage: 'payer' as const,
      transmissionId: numbered(3, 1),
      category: 'A2',
      statusCode: '20',
    }
    const data = { ...this.identity(version), ...heardBack, state: 'accepted' as const }
    return this.say(saying(claimAcknowledged, { ...this.word(), data, sealed: noNumber }))
  }

  rejected(
    version: number,
    stands?: { readonly version: number; readonly decided: boolean } | null,
  ): Promise<void> {
    const data: DataOf<typeof claimRejected> = {
      ...{ ...this.identity(version), stage: 'payer', transmissionId: numbered(3, 1), chargeCents: 12000 },
      ...{ codes: [{ category: 'A7', statusCode: '21', entity: null }], timelyFilingDueOn: null },
      ...(stands === undefined ? {} : { stands }),
    }
    return this.say(saying(claimRejected, { ...this.word(), data }))
  }

  voided(because: 'charge/voided' | 'claim/voided-by-person'): Promise<void> {
    const { claimId, treatmentDayId, payerId, coverageOrder } = this.identity(1)
    const { patientId } = this.day
    const data = { claimId, treatmentDayId, coverageOrder, payerId, patientId, wasSent: true, because }
    return this.say(saying(claimVoided, { ...this.word(), data }))
  }

  /** `cents` for each line; 0: denied. */
  paid(remittance: number, cents: number, version = 1): Promise<void> {
    const data: DataOf<typeof paymentPosted> = {
      ...this.answer(remittance, cents, version),
      ...{ tier: 1, denied: cents === 0, openCents: 0, allowedCents: cents * this.day.lines.length },
    }
    return this.say(saying(paymentPosted, { ...this.posted(), data, sealed: noNumber }))
  }

  /** `because`: by a person. */
  takenBack(remittance: number, cents: number, because?: string): Promise<void> {
    const data: DataOf<typeof paymentReversed> = {
      ...this.answer(because === undefined ? remittance + 1 : remittance, -cents, 1),
      ...{ status: '22', reversesRemittanceId: numbered(4, remittance) },
      ...(because === undefined ? {} : { because }),
    }
    return this.say(saying(paymentReversed, { ...this.posted(), data, sealed: noNumber }))
  }

  private identity(claimVersion: number) {
    const { claimId, day } = this
    const { treatmentDayId, payerId } = day
    return {
      claimId,
      treatmentDayId,
      payerId,
      coverageOrder: 1,
      claimVersion,
      claimNumber: `T${claimVersion}`,
    }
  }

  private answer(remittance: number, cents: number, version: number) {
    const { patientId, serviceDate: date, lines } = this.day
    const each = { chargeCents: 6000, paidCents: cents, allowedCents: cents, toPatientCents: 0, remarks: [] }
    return {
      ...{ ...this.identity(version), patientId, serviceDate: serviceDate(date), position: 1, trace: 'EFT1' },
      ...{
        remittanceId: numbered(4, remittance),
        paidOn: null,
        receivedAt: '2026-03-20T17:00:00Z',
        status: '1',
      },
      ...{
        chargeCents: 12000,
        paidCents: cents * lines.length,
        toPatientCents: 0,
        claimAdjustments: [],
        remarks: [],
      },
      lines: lines.map(({ lineId: chargeLineId, procedureCode }) => {
        return { chargeLineId, procedureCode, modifiers: ['GP'], unitsPaid: 1, ...each, adjustments: [] }
      }),
    }
  }

  private word() {
    this.sequence += 1
    return { subject: this.claimId, sequence: this.sequence, correlationId: this.day.treatmentDayId }
  }

  private posted() {
    this.money += 1
    return { subject: this.claimId, sequence: this.money, correlationId: this.day.treatmentDayId }
  }

  private async say(said: ReturnType<typeof saying>): Promise<void> {
    await say(this.host, [said])
    await this.host.settled()
  }
}
