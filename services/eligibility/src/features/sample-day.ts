/** A treatment day as charge-capture and claim-submission would speak of it. Nothing in it is a real person. */
import {
  chargeCaptured,
  chargeCorrected,
  chargeHeld,
  chargeVoided,
  claimAcknowledged,
  claimRejected,
  claimSubmitted,
  claimVoided,
  clearanceOverridden,
  type DataOf,
  type Envelope,
  paymentPosted,
  paymentReversed,
} from '@tally/contracts'
import { type PayerFamily, serviceDate } from '@tally/kernel'
import { type PracticeKeys, saying } from '@tally/platform'
import { say, type TestHost } from '@tally/testkit'
import { sealedVisitOf } from './sample-sealed-visit.ts'

type Captured = DataOf<typeof chargeCaptured>

export interface DaySettings {
  readonly patient?: string
  readonly date?: string
  readonly payerId?: string
  readonly family?: PayerFamily
  readonly member?: string | null
  readonly codes?: readonly string[]
  /** Of each service; 2 when left out. */
  readonly units?: number
  readonly episode?: string
  readonly plan?: Readonly<Record<string, string | null>>
  readonly authorizations?: readonly { readonly number: string; readonly visits?: number }[]
  /** Who pays; the card stays on file. */
  readonly responsibleParty?: Captured['responsibleParty']
}

let days = 0

const noNumber = { payerClaimNumber: null }
const frequencies = { original: '1', replacement: '7', void: '8' } as const

export class SampleDay {
  readonly id: string
  readonly patientId: string
  private readonly host: TestHost
  private readonly keys: PracticeKeys
  private readonly settings: DaySettings
  private readonly claimId: string
  private sequence = 0
  private claimVersion = 0

  constructor(host: TestHost, keys: PracticeKeys, settings: DaySettings) {
    days += 1
    this.claimId = String(days).padStart(26, '0')
    this.host = host
    this.keys = keys
    this.settings = settings
    this.patientId = keys.derive('patient', settings.patient ?? 'PAT-1')
    this.id = keys.derive('treatmentDay', '1234567893', this.patientId, this.date, 'health')
  }

  captured(version = 1): Promise<void> {
    return this.charged(chargeCaptured, version, {})
  }

  corrected(version: number, changes: DaySettings = {}): Promise<void> {
    return this.charged(chargeCorrected, version, changes)
  }

  held(version: number): Promise<void> {
    const { payerId } = this
    const holds = [{ rule: 'coding/not-yet', says: '-', chargeLineIds: [] }]
    const data = { ...this.named(version), payerId, chargeCents: 0, timelyFilingDueOn: null, holds }
    return say(this.host, [saying(chargeHeld, { ...this.head(version), data, sealed: { visits: [] } })])
  }

  voided(version: number): Promise<void> {
    const data = { ...this.named(version), reversedCents: 0 }
    return say(this.host, [saying(chargeVoided, { ...this.head(version), data })])
  }

  submitted(
    dayVersion = 1,
    kind: 'original' | 'replacement' | 'void' = 'original',
    changes: DaySettings = {},
  ): Promise<void> {
    this.claimVersion += 1
    const { payerId: _, ...identity } = this.identity()
    const { codes = ['97110'], units = 2 } = { ...this.settings, ...changes }
    const lines = codes.map((procedureCode, place) => ({
      ...{ chargeLineId: `LINE${place}`, procedureCode, modifiers: ['GP'], units },
      ...{ chargeCents: 12000, expectedAllowedCents: null },
    }))
    const data: DataOf<typeof claimSubmitted> = {
      ...{ ...identity, payerId: this.payerId, dayVersion, kind, frequency: frequencies[kind] },
      ...{ replacesClaimNumber: null, payerFamily: this.family, patientId: this.patientId },
      ...{ billingNpi: '1234567893', serviceDate: serviceDate(this.date), lines, chargeCents: 12000 },
      ...{ signedAt: null, submittedAt: '2026-03-02T20:00:00Z', partnerId: 'clearinghouse' },
      ...{ batchId: '0'.repeat(26), digest: '0'.repeat(64), timelyFilingDueOn: null },
    }
    const sealed = { memberId: null, payerClaimNumber: null }
    return say(this.host, [saying(claimSubmitted, { ...this.claim(), data, sealed })])
  }

  /** Without its patient, as one that was said before they named it. */
  acknowledged(): Promise<void> {
    const data: DataOf<typeof claimAcknowledged> = {
      ...{ ...this.identity(), stage: 'payer', transmissionId: '0'.repeat(26), state: 'accepted' },
      ...{ category: 'A2', statusCode: '20' },
    }
    const sealed = { payerClaimNumber: null }
    return say(this.host, [saying(claimAcknowledged, { ...this.claim(), data, sealed })])
  }

  /** `stands`: the earlier version that its payer has. */
  rejected(stands?: DataOf<typeof claimRejected>['stands']): Promise<void> {
    const codes = [{ category: 'A7', statusCode: '21', entity: null }]
    const data: DataOf<typeof claimRejected> = {
      ...{ ...this.identity(), stage: 'payer', transmissionId: '0'.repeat(26), chargeCents: 12000, codes },
      ...{ timelyFilingDueOn: null, patientId: this.patientId },
      ...(stands === undefined ? {} : { stands }),
    }
    return say(this.host, [saying(claimRejected, { ...this.claim(), data })])
  }

  claimVoided(): Promise<void> {
    const { claimId, treatmentDayId, coverageOrder, payerId } = this.identity()
    const of = { claimId, treatmentDayId, coverageOrder, payerId, patientId: this.patientId }
    const data = { ...of, wasSent: true, because: 'charge/voided' }
    return say(this.host, [saying(claimVoided, { ...this.claim(), data })])
  }

  paid(): Promise<void> {
    const data: DataOf<typeof paymentPosted> = {
      ...this.answered(),
      ...{ tier: 1, denied: false, openCents: 0, allowedCents: null },
    }
    return say(this.host, [saying(paymentPosted, { ...this.claim(), data, sealed: noNumber })])
  }

  takenBack(): Promise<void> {
    const data: DataOf<typeof paymentReversed> = {
      ...this.answered(),
      ...{ status: '22', reversesRemittanceId: '0'.repeat(26) },
    }
    return say(this.host, [saying(paymentReversed, { ...this.claim(), data, sealed: noNumber })])
  }

  overridden(version: number, overrides: string): Promise<void> {
    const data = { claimId: this.claimId, treatmentDayId: this.id, version, overrides, keyId: 'key_1' }
    const sealed = { because: 'called the payer' }
    return say(this.host, [saying(clearanceOverridden, { ...this.claim(), data, sealed })])
  }

  /** What era-posting says of its payer's decision. */
  private answered() {
    return {
      ...{ ...this.identity(), patientId: this.patientId, serviceDate: serviceDate(this.date) },
      ...{ remittanceId: '0'.repeat(26), position: 1, trace: 'EFT1', paidOn: null, status: '1' },
      ...{ receivedAt: '2026-03-20T17:00:00Z', chargeCents: 12000, paidCents: 8000, toPatientCents: 2000 },
      ...{ claimAdjustments: [], remarks: [], lines: [] },
    }
  }

  async answers(): Promise<Envelope[]> {
    const rows = await this.host.sql<{ body: string }>(
      `select body from eligibility.outbox where topic = 'eligibility.clearances' and key = $1 order by id`,
      [this.id],
    )
    return rows.map(({ body }) => JSON.parse(body))
  }

  /** The newest answer in words. */
  async said(): Promise<string> {
    const answer = (await this.answers()).at(-1)
    if (!answer) return 'nothing'
    const { version, coverage, warnings, reason } = answer.data as Readonly<Record<string, unknown>>
    return answer.type === 'treatment-day.held.v1'
      ? `v${version} held: ${reason}`
      : [`v${version} cleared ${coverage}`, ...(warnings as string[])].join(' ')
  }

  private get date(): string {
    return this.settings.date ?? '2026-03-02'
  }

  private get payerId(): string {
    return this.settings.payerId ?? 'P1'
  }

  private get family(): PayerFamily {
    return this.settings.family ?? 'commercial'
  }

  private head(sequence: number) {
    return { subject: this.id, sequence, correlationId: this.id }
  }

  private claim() {
    this.sequence += 1
    return { subject: this.claimId, sequence: this.sequence, correlationId: this.id }
  }

  private named(version: number) {
    return {
      ...{ treatmentDayId: this.id, version, serviceDate: serviceDate(this.date), case: 'health' as const },
      ...{ patientId: this.patientId, billingNpi: '1234567893' },
      encounterIds: [this.keys.derive('encounter', this.id)],
    }
  }

  private identity() {
    const { claimId, payerId } = this
    const claimVersion = Math.max(1, this.claimVersion)
    const numbers = { coverageOrder: 1, claimVersion, claimNumber: `T${claimId}` }
    return { claimId, treatmentDayId: this.id, payerId, ...numbers }
  }

  private charged(event: typeof chargeCaptured, version: number, changes: DaySettings): Promise<void> {
    const told = { ...this.settings, payerId: this.payerId, family: this.family, ...changes }
    const episodeId = told.episode === undefined ? null : this.keys.derive('episode', told.episode)
    const named = this.named(version)
    const data: Captured = { ...named, ...chargesOf(told, episodeId) }
    const sealed = { visits: [sealedVisitOf(named.encounterIds[0] ?? '', told)] }
    return say(this.host, [saying(event, { ...this.head(version), data, sealed })])
  }
}

function chargesOf(
  settings: DaySettings & { readonly payerId: string; readonly family: PayerFamily },
  episodeId: string | null,
): Omit<Captured, keyof ReturnType<SampleDay['named']>> {
  const { codes = ['97110'], units = 2, plan, responsibleParty = 'insurance', payerId, family } = settings
  const first = {
    order: 1,
    payerId,
    payerFamily: family,
    claimFilingIndicator: null,
    medicareSecondaryType: null,
  }
  return {
    billing: {
      ...{
        signedAt: '2026-03-02T17:42:10-08:00',
        billingKind: 'organization',
        billingTaxonomy: '261QP2000X',
      },
      ...{
        referringNpi: null,
        supervisingNpi: null,
        facilityNpi: null,
        placeOfService: '11',
        relatedCauses: [],
      },
      ...{ accidentOn: null, onsetOn: null, initialTreatmentOn: dateOrNull(plan?.from), episodeId },
      planOfCare: plan
        ? {
            ...{ from: dateOrNull(plan.from), to: dateOrNull(plan.to), signedOn: dateOrNull(plan.signedOn) },
            ...{ certifierNpi: null, transmittedOn: dateOrNull(plan.transmittedOn) },
            orderSignedOn: dateOrNull(plan.orderSignedOn),
          }
        : null,
      ...{
        releaseOfInformation: true,
        assignmentOfBenefits: true,
        acceptAssignment: true,
        delayReason: null,
      },
    },
    ...{ modality: 'in-person', responsibleParty, diagnoses: ['M5459'] },
    coverages: [first],
    lines: codes.map((procedureCode, place) => ({
      ...{ chargeLineId: `LINE${place}`, procedureCode, discipline: 'PT', renderingNpi: '1861400004' },
      ...{ assistant: false, units, minutes: 30, modifiers: ['GP'], diagnosisPointers: [1] },
      ...{ placeOfService: '11', chargeCents: 12000, expectedAllowedCents: 4442, reasons: [] },
    })),
    ...{ chargeCents: 12000, expectedAllowedCents: null, patientPaidCents: 0, timelyFilingDueOn: null },
  }
}

function dateOrNull(text: string | null | undefined) {
  return text == null ? null : serviceDate(text)
}
