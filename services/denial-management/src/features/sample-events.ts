/**
 * What the other services say of one claim, for the tests of this one: each event has the shape of its contract and goes
 * straight to the broker, as from another process. What is sealed is left out: nothing here opens it.
 */
import {
  chargeCaptured,
  chargeCorrected,
  chargeHeld,
  chargeVoided,
  claimAcknowledged,
  claimRejected,
  claimSubmitted,
  claimUnanswered,
  claimVoided,
  type EventDefinition,
  payerProfileChanged,
  paymentPosted,
  paymentReversed,
  paymentVarianceFound,
} from '@tally/contracts'
import { cents, type PayerFamily, sumOf, ulid } from '@tally/kernel'
import { type Broker, type Clock, demoPractice } from '@tally/platform'

type Changes = Readonly<Record<string, unknown>>

export interface SampleLine {
  readonly chargeLineId: string
  readonly chargeCents: number
  readonly paidCents?: number
  /** `CO 50 12000, CO 45 1000`. */
  readonly adjustments?: string
  readonly remarks?: readonly string[]
}

export interface SampleSettings {
  readonly family?: PayerFamily
  readonly payerId?: string
  readonly coverageOrder?: number
  /** Payers of the day, in their order; the claim's own when left out. */
  readonly payers?: readonly string[]
  readonly dayId?: string
}

let count = 0

/** 26 characters that no other call gave. */
function newId(): string {
  count += 1
  const chance = new Uint8Array(10)
  new DataView(chance.buffer).setUint32(6, count)
  return ulid(1_770_000_000_000 + count, chance)
}

/** A claim with two lines of $120 and $75, and everything that can be said of it. */
export class SampleClaim {
  readonly claimId = newId()
  readonly patientId = `pat_${newId()}`
  readonly first = { chargeLineId: newId(), chargeCents: 12000, procedureCode: '97110', units: 2 }
  readonly second = { chargeLineId: newId(), chargeCents: 7500, procedureCode: '97530', units: 1 }
  readonly treatmentDayId: string
  readonly payerId: string
  private readonly broker: Broker
  private readonly clock: Clock
  private readonly family: PayerFamily
  private readonly coverageOrder: number
  private readonly payers: readonly string[]
  private readonly sequences = new Map<string, number>()
  private claimVersion = 1

  constructor(broker: Broker, clock: Clock, settings: SampleSettings = {}) {
    this.broker = broker
    this.clock = clock
    this.family = settings.family ?? 'commercial'
    this.payerId = settings.payerId ?? '60054'
    this.coverageOrder = settings.coverageOrder ?? 1
    this.payers = settings.payers ?? [this.payerId]
    this.treatmentDayId = settings.dayId ?? `day_${newId()}`
  }

  captured(version = 1) {
    return this.say(chargeCaptured, this.treatmentDayId, this.capturedDay(version, []), version)
  }

  corrected(version: number, units: readonly number[] = [], claimChanged = true, changes: Changes = {}) {
    const data = { ...this.capturedDay(version, units), claimChanged, ...changes }
    return this.say(chargeCorrected, this.treatmentDayId, data, version)
  }

  dayHeld(version: number) {
    const held = {
      ...{ payerId: this.payerId, chargeCents: 0, timelyFilingDueOn: null },
      holds: [{ rule: 'coverage/none', says: 'no coverage', chargeLineIds: [] }],
    }
    return this.say(chargeHeld, this.treatmentDayId, { ...this.day(version), ...held }, version)
  }

  dayVoided(version: number) {
    const data = { ...this.day(version), reversedCents: 19500 }
    return this.say(chargeVoided, this.treatmentDayId, data, version)
  }

  submitted(changes: Changes = {}) {
    return this.say(claimSubmitted, this.claimId, {
      ...{ ...this.identity(), dayVersion: this.claimVersion, payerFamily: this.family },
      ...{ kind: this.claimVersion === 1 ? 'original' : 'replacement', replacesClaimNumber: null },
      ...{ frequency: this.claimVersion === 1 ? '1' : '7', patientId: this.patientId },
      ...{ billingNpi: '1234567893', serviceDate: '2026-03-02', chargeCents: 19500 },
      lines: this.lines().map((line) => ({ ...line, modifiers: ['GP'], expectedAllowedCents: null })),
      ...{ signedAt: null, submittedAt: this.clock.now(), partnerId: 'clearinghouse', batchId: newId() },
      ...{ digest: 'a'.repeat(64), timelyFilingDueOn: '2027-03-02', ...changes },
    })
  }

  /** Another version goes out. */
  sentAgain(changes: Changes = {}) {
    this.claimVersion += 1
    return this.submitted(changes)
  }

  accepted(state = 'accepted') {
    const codes = { category: 'A2', statusCode: '20' }
    return this.say(claimAcknowledged, this.claimId, { ...this.heardBack(), state, ...codes })
  }

  rejected(codes: string, changes: Changes = {}) {
    return this.say(claimRejected, this.claimId, {
      ...{ ...this.heardBack(), chargeCents: 19500, codes: codes.split(', ').map(codeOf) },
      ...{ timelyFilingDueOn: '2027-03-02', ...changes },
    })
  }

  unanswered() {
    const waits = { waitsFor: '277CA', sentAt: this.clock.now(), chargeCents: 19500 }
    return this.say(claimUnanswered, this.claimId, { ...this.identity(), ...waits })
  }

  voided() {
    const { claimId, treatmentDayId, coverageOrder, payerId } = this
    const data = { claimId, treatmentDayId, coverageOrder, payerId, wasSent: true, because: 'charge/voided' }
    return this.say(claimVoided, claimId, data)
  }

  posted(paid: readonly SampleLine[], changes: Changes = {}, sequence?: number) {
    const rest = { tier: 1, denied: false, allowedCents: null, openCents: 0 }
    return this.say(paymentPosted, this.claimId, { ...rest, ...this.decided(paid, changes) }, sequence)
  }

  /** era-posting says what was taken back with its sign turned: above 0. */
  reversed(paidCents: number, reverses: string, changes: Changes = {}) {
    const data = this.decided([{ ...this.first, paidCents }], { status: '22', ...changes })
    return this.say(paymentReversed, this.claimId, { ...data, reversesRemittanceId: reverses })
  }

  variance(chargeLineId: string, expectedAllowedCents: number) {
    return this.say(paymentVarianceFound, this.claimId, {
      ...{ ...this.identity(), remittanceId: newId(), chargeLineId, procedureCode: '97110' },
      ...{ expectedAllowedCents, allowedCents: 1, differenceCents: expectedAllowedCents - 1 },
    })
  }

  profile(version: number, appealDays: number | null, payerFamily = this.family, changes: Changes = {}) {
    const { payerId } = this
    const data = {
      ...{ payerId, version, payerFamily, checksEligibility: true, acceptsReplacement: true },
      ...{ sendWindow: 'at-once', appealDays, filingDays: null, codingRules: {}, toleranceCents: 0 },
      ...changes,
    }
    return this.say(payerProfileChanged, payerId, data, version)
  }

  private lines() {
    return [this.first, this.second]
  }

  private identity() {
    const { claimId, treatmentDayId, coverageOrder, claimVersion, payerId } = this
    const claimNumber = `${claimId.slice(-12)}${claimVersion}`
    return { claimId, treatmentDayId, coverageOrder, claimVersion, payerId, claimNumber }
  }

  private heardBack() {
    return { ...this.identity(), stage: 'payer', transmissionId: newId() }
  }

  private day(version: number) {
    const { treatmentDayId, patientId } = this
    return {
      ...{ treatmentDayId, version, serviceDate: '2026-03-02', case: 'health', patientId },
      ...{ billingNpi: '1234567893', encounterIds: [`enc_${treatmentDayId.slice(4)}`] },
    }
  }

  private capturedDay(version: number, units: readonly number[]) {
    return {
      ...{ ...this.day(version), modality: 'in-person', responsibleParty: 'insurance', diagnoses: ['M5459'] },
      coverages: this.payers.map((payerId, place) => ({
        ...{ order: place + 1, payerId, payerFamily: this.family },
        ...{ claimFilingIndicator: null, medicareSecondaryType: null },
      })),
      lines: this.lines().map((line, place) => ({
        ...{ ...line, units: units[place] ?? line.units, discipline: 'PT', renderingNpi: '1861400004' },
        ...{ assistant: false, minutes: 15, modifiers: ['GP'], diagnosisPointers: [1], placeOfService: '11' },
        ...{ expectedAllowedCents: null, reasons: [] },
      })),
      ...{ chargeCents: 19500, expectedAllowedCents: null, patientPaidCents: 0 },
      timelyFilingDueOn: '2027-03-02',
    }
  }

  private decided(paid: readonly SampleLine[], changes: Changes) {
    const sum = (of: (line: SampleLine) => number) => sumOf(paid.map((line) => cents(of(line))))
    return {
      ...{ ...this.identity(), patientId: this.patientId, serviceDate: '2026-03-02' },
      ...{ remittanceId: newId(), position: 1, trace: '1234567890', paidOn: '2026-04-01' },
      ...{ receivedAt: this.clock.now(), status: '1', chargeCents: sum((line) => line.chargeCents) },
      ...{ paidCents: sum((line) => line.paidCents ?? 0), toPatientCents: 0 },
      ...{ claimAdjustments: [], remarks: [], lines: paid.map(paidLine), ...changes },
    }
  }

  /** Publishes one event, and gives its message: a broker may deliver it twice. */
  private async say(event: EventDefinition, subject: string, data: Changes, sequence?: number) {
    const key = `${event.topic.name} ${subject}`
    const next = sequence ?? (this.sequences.get(key) ?? 0) + 1
    this.sequences.set(key, next)
    const envelope = {
      ...{ specversion: '1.0', id: newId(), source: `/tally/${event.topic.name.split('.')[0]}` },
      ...{ type: event.type, subject, time: this.clock.now(), datacontenttype: 'application/json' },
      ...{ practiceid: demoPractice.id, correlationid: this.treatmentDayId, causationid: newId() },
      ...{ sequence: next, data: event.data.parse(data) },
    }
    const value = Buffer.from(JSON.stringify(envelope))
    const message = { topic: event.topic.name, key: subject, headers: {}, value }
    await this.broker.publish([message])
    return message
  }
}

function paidLine({ chargeLineId, chargeCents, paidCents = 0, adjustments = '', remarks = [] }: SampleLine) {
  return {
    ...{ chargeLineId, procedureCode: '97110', modifiers: ['GP'], unitsPaid: paidCents === 0 ? 0 : 1 },
    ...{ chargeCents, paidCents, allowedCents: paidCents === 0 ? null : paidCents, toPatientCents: 0 },
    ...{ adjustments: adjustmentsOf(adjustments), remarks },
  }
}

function adjustmentsOf(text: string) {
  return text
    .split(', ')
    .filter((each) => each !== '')
    .map((each) => {
      const [groupCode, reasonCode, amount] = each.split(' ')
      return { groupCode, reasonCode, amountCents: Number(amount), quantity: null }
    })
}

function codeOf(text: string) {
  const [category, statusCode = null, entity = null] = text.split(':')
  return { category, statusCode, entity }
}
