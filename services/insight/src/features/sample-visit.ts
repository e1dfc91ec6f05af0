/**
 * What the services say of one visit, for the tests of this one: each event has the shape of its contract and goes straight
 * to the broker, as from another process. Instants are written as the clinic’s clocks show them in winter or summer time.
 */
import {
  chargeCaptured,
  chargeCorrected,
  chargeVoided,
  claimRejected,
  claimSubmitted,
  denialOpened,
  denialResolved,
  type EventDefinition,
  paymentPosted,
  paymentReversed,
  remittancePosted,
} from '@tally/contracts'
import { ulid } from '@tally/kernel'
import { type Broker, demoPractice } from '@tally/platform'

type Changes = Readonly<Record<string, unknown>>

let count = 0

/** 26 characters that no other call gave. */
export function newId(): string {
  count += 1
  const chance = new Uint8Array(10)
  new DataView(chance.buffer).setUint32(6, count)
  return ulid(1_770_000_000_000 + count, chance)
}

export interface SampleLine {
  /** In cents. */
  readonly charge: number
  readonly paid?: number
  /** `CO 45 3000, PR 2 2000`. */
  readonly adjustments?: string
}

export class SampleVisit {
  readonly encounterId: string
  readonly treatmentDayId = `day_${newId()}`
  readonly claimId = newId()
  private readonly broker: Broker
  private readonly serviceDate: string
  private readonly signedAt: string
  private readonly patientId = `pat_${newId()}`
  private readonly sequences = new Map<string, number>()
  private claims = new Map<number, { readonly claimId: string; version: number; readonly charge: number }>()

  constructor(broker: Broker, serviceDate: string, signedAt: string, encounterId = `enc_${newId()}`) {
    this.broker = broker
    this.serviceDate = serviceDate
    this.signedAt = signedAt
    this.encounterId = encounterId
  }

  captured(at: string, charge: number, version = 1, patientPaidCents = 0) {
    const event = version === 1 ? chargeCaptured : chargeCorrected
    return this.say(event, this.treatmentDayId, at, {
      ...{ ...this.day(version), modality: 'in-person', responsibleParty: 'insurance' },
      coverages: [],
      ...{ diagnoses: ['M5459'], lines: [], chargeCents: charge, expectedAllowedCents: null },
      ...{ patientPaidCents, timelyFilingDueOn: null },
    })
  }

  voided(at: string, version: number, reversedCents: number) {
    return this.say(chargeVoided, this.treatmentDayId, at, { ...this.day(version), reversedCents })
  }

  /** A version of the claim that was made and never went out. */
  drafted(charge: number) {
    this.claims.set(1, { claimId: this.claimId, version: 1, charge })
  }

  /** The claim’s first version, or the next one. */
  sent(at: string, charge: number, coverageOrder = 1) {
    const known = this.claims.get(coverageOrder)
    const claimId = known?.claimId ?? (coverageOrder === 1 ? this.claimId : newId())
    this.claims.set(coverageOrder, { claimId, version: (known?.version ?? 0) + 1, charge })
    return this.say(claimSubmitted, claimId, at, {
      ...{ ...this.identity(coverageOrder), dayVersion: 1, kind: 'original', frequency: '1' },
      ...{ replacesClaimNumber: null, payerFamily: 'commercial', patientId: this.patientId },
      ...{ billingNpi: '1234567893', serviceDate: this.serviceDate, lines: [], chargeCents: charge },
      ...{ signedAt: this.signedAt, submittedAt: at, partnerId: 'clearinghouse', batchId: newId() },
      ...{ digest: 'a'.repeat(64), timelyFilingDueOn: null },
    })
  }

  rejected(at: string) {
    const { charge } = this.claim(1)
    return this.say(claimRejected, this.claimId, at, {
      ...{ ...this.identity(1), stage: 'payer', transmissionId: newId(), chargeCents: charge },
      ...{ codes: [{ category: 'A7', statusCode: '562', entity: '82' }], timelyFilingDueOn: null },
    })
  }

  paid(at: string, lines: readonly SampleLine[], changes: Changes = {}) {
    const order = typeof changes.coverageOrder === 'number' ? changes.coverageOrder : 1
    const rest = { tier: 1, denied: false, allowedCents: null, openCents: 0 }
    const data = { ...rest, ...this.decided(at, lines, order), ...changes }
    return this.say(paymentPosted, this.claim(order).claimId, at, data)
  }

  /** As era-posting says it: with the signs of the original. */
  takenBack(at: string, lines: readonly SampleLine[]) {
    const data = { ...this.decided(at, lines, 1), status: '22', reversesRemittanceId: 'R' }
    return this.say(paymentReversed, this.claimId, at, data)
  }

  remittance(at: string, remittanceId: string, paymentCents: number) {
    return this.say(
      remittancePosted,
      remittanceId,
      at,
      {
        ...{ remittanceId, transmissionId: null, payerId: '60054', trace: '9988', paidOn: null },
        ...{ receivedAt: at, paymentCents, claims: 1, status: 'posted', matched: 1 },
        ...{ unmatchedCents: 0, providerLevelCents: 0 },
      },
      remittanceId,
    )
  }

  denied(at: string, codes: string, amountCents: number, changes: Changes = {}) {
    const [groupCode, reasonCode] = codes.split(' ')
    const denialId = newId()
    return this.say(denialOpened, denialId, at, {
      ...{ ...this.identity(1), denialId, version: 1, patientId: this.patientId, chargeLineId: null },
      ...{ source: 'payment', groupCode, reasonCode, remarks: [], category: 'bundling', cause: 'c' },
      ...{ remedy: null, amountCents, dueOn: null, dueSource: 's', ...changes },
    })
  }

  writtenOff(at: string, amountCents: number, resolution = 'written-off') {
    const { claimId, treatmentDayId, patientId } = this
    const denialId = newId()
    return this.say(denialResolved, denialId, at, {
      ...{ denialId, version: 1, claimId, treatmentDayId, coverageOrder: 1, payerId: '60054', patientId },
      ...{ chargeLineId: null, resolution, amountCents, because: 'denial/written-off' },
    })
  }

  /** Publishes one event, and gives its message: a broker may deliver it twice. */
  async say(
    event: EventDefinition,
    subject: string,
    at: string,
    data: Changes,
    correlationid = this.treatmentDayId,
  ) {
    const key = `${event.topic.name} ${subject}`
    const sequence = (this.sequences.get(key) ?? 0) + 1
    this.sequences.set(key, sequence)
    const envelope = {
      ...{ specversion: '1.0', id: newId(), source: `/tally/${event.topic.name.split('.')[0]}` },
      ...{ type: event.type, subject, time: at, datacontenttype: 'application/json', sequence },
      ...{ practiceid: demoPractice.id, correlationid, causationid: newId() },
      ...{ traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, data: event.data.parse(data) },
    }
    const message = {
      topic: event.topic.name,
      key: subject,
      headers: {},
      value: Buffer.from(JSON.stringify(envelope)),
    }
    await this.broker.publish([message])
    return message
  }

  private claim(coverageOrder: number) {
    const known = this.claims.get(coverageOrder)
    if (!known) throw new Error(`no claim of order ${coverageOrder} was sent yet`)
    return known
  }

  private identity(coverageOrder: number) {
    const { claimId, version } = this.claim(coverageOrder)
    const { treatmentDayId } = this
    return {
      ...{ claimId, treatmentDayId, coverageOrder, claimVersion: version, payerId: '60054' },
      claimNumber: `N${version}`,
    }
  }

  private day(version: number) {
    const { treatmentDayId, serviceDate, patientId, encounterId } = this
    const day = { treatmentDayId, version, serviceDate, case: 'health', patientId, billingNpi: '1234567893' }
    return { ...day, encounterIds: [encounterId] }
  }

  private decided(at: string, lines: readonly SampleLine[], coverageOrder: number) {
    const total = (of: (line: SampleLine) => number) => lines.reduce((sum, line) => sum + of(line), 0)
    return {
      ...{ ...this.identity(coverageOrder), patientId: this.patientId, serviceDate: this.serviceDate },
      ...{ remittanceId: newId(), position: 1, trace: '9988', paidOn: null, receivedAt: at, status: '1' },
      ...{ chargeCents: total(({ charge }) => charge), paidCents: total(({ paid = 0 }) => paid) },
      ...{ toPatientCents: 0, claimAdjustments: [], remarks: [] },
      lines: lines.map(({ charge, paid = 0, adjustments = '' }) => ({
        ...{ chargeLineId: newId(), procedureCode: '97110', modifiers: [], unitsPaid: null },
        ...{ chargeCents: charge, paidCents: paid, allowedCents: null, toPatientCents: 0 },
        ...{ adjustments: adjustmentsOf(adjustments), remarks: [] },
      })),
    }
  }
}

export function adjustmentsOf(text: string) {
  return text
    .split(', ')
    .filter((each) => each !== '')
    .map((each) => {
      const [groupCode = '', reasonCode = '', amount] = each.split(' ')
      return { groupCode, reasonCode, amountCents: Number(amount), quantity: null }
    })
}
