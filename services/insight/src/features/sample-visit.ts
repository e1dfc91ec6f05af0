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
import { assert, ulid } from '@tally/kernel'
import { demoPractice } from '@tally/platform'
import type { TestHost } from '@tally/testkit'

interface Led {
  readonly correlationid?: string
  readonly causationid?: string | undefined
}
type Message = Awaited<ReturnType<SampleVisit['say']>>
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

/** Who treated, line by line, and where. */
export interface ToldVisit {
  readonly treats?: readonly { readonly lineId: string; readonly npi: string; readonly last: string }[]
  readonly location?: { readonly id: string; readonly name: string }
}

const address = { line1: '12 EXAMPLE ST', line2: null, city: 'SALEM', state: 'OR', zip: '973010000' }
const sealedVisit = {
  ...{ externalId: 'V-1', sourceSystem: 'test', signedBy: 'A', coverages: [], services: [], documents: [] },
  patient: {
    ...{ externalId: 'MRN-1', name: { last: 'Sample', first: 'Alma', middle: null, suffix: null } },
    ...{ birthDate: '1970-01-01', sex: 'F', address },
  },
  billingProvider: { name: 'P', taxId: '1', taxIdKind: 'EIN', address, contact: null },
  ...{ renderingProvider: { last: 'B', first: 'C' }, referringProvider: null, supervisingProvider: null },
  ...{ serviceFacility: null, payToAddress: null, episode: null, employer: null, authorizations: [] },
  ...{ referralNumber: null, claimNote: null, metadata: {} },
}

function lineOf({ lineId, npi }: NonNullable<ToldVisit['treats']>[number]) {
  return {
    ...{
      chargeLineId: lineId,
      procedureCode: '97110',
      discipline: 'PT',
      renderingNpi: npi,
      assistant: false,
    },
    ...{ units: 1, minutes: 15, modifiers: ['GP'], diagnosisPointers: [1], placeOfService: '11' },
    ...{ chargeCents: 100, expectedAllowedCents: null, reasons: [] },
  }
}

export class SampleVisit {
  readonly encounterId: string
  readonly treatmentDayId = `day_${newId()}`
  readonly claimId = newId()
  private readonly tally: TestHost
  private readonly serviceDate: string
  private readonly signedAt: string
  private readonly patientId = `pat_${newId()}`
  private readonly sequences = new Map<string, number>()
  private claims = new Map<number, { readonly claimId: string; version: number; readonly charge: number }>()

  constructor(tally: TestHost, serviceDate: string, signedAt: string, encounterId = `enc_${newId()}`) {
    this.tally = tally
    this.serviceDate = serviceDate
    this.signedAt = signedAt
    this.encounterId = encounterId
  }

  captured(at: string, charge: number, version = 1, patientPaidCents = 0, told: ToldVisit = {}) {
    const event = version === 1 ? chargeCaptured : chargeCorrected
    const { treats = [], location = null } = told
    const clinicians = treats.map(({ npi, last }) => ({ npi, last, first: 'Ada' }))
    const data = {
      ...{ ...this.day(version), modality: 'in-person', responsibleParty: 'insurance' },
      ...{ coverages: [], diagnoses: ['M5459'], chargeCents: charge, expectedAllowedCents: null },
      ...{ lines: treats.map(lineOf), patientPaidCents, timelyFilingDueOn: null },
    }
    const visits = [{ ...sealedVisit, encounterId: this.encounterId, location, clinicians }]
    return this.say(event, this.treatmentDayId, at, data, {}, { visits })
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

  /** A person takes the match of an answer apart: as it was posted, and no payer’s doing. */
  undone(at: string, posted: Message) {
    const { data } = JSON.parse(posted.value.toString())
    const apart = { reversesRemittanceId: data.remittanceId, because: 'match/undone-by-hand' }
    const said = paymentReversed.data.strip().parse({ ...data, ...apart })
    return this.say(paymentReversed, this.claimId, at, said)
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
      { correlationid: remittanceId },
    )
  }

  /** `answer` is the payment that opened it. */
  denied(at: string, codes: string, amountCents: number, changes: Changes = {}, answer?: Message) {
    const [groupCode, reasonCode] = codes.split(' ')
    const denialId = newId()
    const data = {
      ...{ ...this.identity(1), denialId, version: 1, patientId: this.patientId, chargeLineId: null },
      ...{ source: 'payment', groupCode, reasonCode, remarks: [], category: 'bundling', cause: 'c' },
      ...{ remedy: null, amountCents, dueOn: null, dueSource: 's', ...changes },
    }
    const causationid = answer && JSON.parse(answer.value.toString()).id
    return this.say(denialOpened, denialId, at, data, { causationid })
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
    { correlationid = this.treatmentDayId, causationid = newId() }: Led = {},
    sealed?: Changes,
  ) {
    const shell = this.tally.host.services[0]?.shell
    const keys = await shell?.vault.of(demoPractice.id)
    assert(shell && keys, 'insight runs')
    const id = newId()
    const key = `${event.topic.name} ${subject}`
    const sequence = (this.sequences.get(key) ?? 0) + 1
    this.sequences.set(key, sequence)
    const envelope = {
      ...{ specversion: '1.0', id, source: `/tally/${event.topic.name.split('.')[0]}` },
      ...{ type: event.type, subject, time: at, datacontenttype: 'application/json', sequence },
      ...{ practiceid: demoPractice.id, correlationid, causationid },
      ...{ traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, data: event.data.parse(data) },
      // As platform's outbox binds it.
      ...(sealed ? { sealed: keys.sealPart(event.sealed?.parse(sealed), `${id}|${event.type}`) } : {}),
    }
    const message = {
      topic: event.topic.name,
      key: subject,
      headers: {},
      value: Buffer.from(JSON.stringify(envelope)),
    }
    await shell.broker.publish([message])
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
