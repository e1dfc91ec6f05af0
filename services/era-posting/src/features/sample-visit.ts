/** Visits on their way to cash, said as charge-capture and claim-submission would say them. */
import { chargeCaptured, chargeCorrected, claimSubmitted, transmissionReceived } from '@tally/contracts'
import type { PayerFamily } from '@tally/kernel'
import { act, commit, putBlob, type saying as Saying, saying, type Work } from '@tally/platform'
import type { TestHost } from '@tally/testkit'
import type { PriceReason } from '../domain/explain-variance.ts'

export const practiceId = 'prc_demo'

/** What a test sets of a visit; the rest is made up. */
export interface SampleVisit {
  /** Two digits or more that no other visit of the test has. */
  readonly id: string
  readonly lines: readonly {
    readonly code: string
    readonly charge: number
    readonly expected?: number | null
    readonly modifiers?: readonly string[]
    /** By which rules it is expected to bring that. */
    readonly reasons?: readonly PriceReason[]
  }[]
  readonly coverages?: number
  readonly responsibleParty?: 'insurance' | 'self' | 'third-party'
  readonly patientPaid?: number
  readonly version?: number
  readonly traceparent?: string
  readonly family?: PayerFamily
  readonly case?: 'health' | 'work-injury' | 'auto-injury'
  /** Member id, medical record number and the payer's number, as sent. */
  readonly member?: string
  readonly record?: string
  readonly payerNumber?: string
}

const pad = (text: string, length = 26) => text.padEnd(length, '0')

export const dayId = (id: string) => `day_${pad(`DAY${id}`)}`
export const patientId = (id: string) => `pat_${pad(`PAT${id}`)}`
export const claimId = (id: string, order = 1) => pad(`C${order}M${id}`)
export const lineId = (id: string, place: number) => `LN${id}X${place}`
export const claimNumber = (id: string, order = 1, version = 1) => `PCN${id}V${version}P${order}`

export const transmissionId = (id: string) => pad(`TX${id}`)

type Said = ReturnType<typeof Saying>

/** Says `events` as a job of the service that hears them would. */
export async function say(tally: TestHost, events: readonly Said[], traceparent?: string): Promise<void> {
  await inPractice(tally, practiceId, (work) => commit(work, () => Promise.resolve(), events), traceparent)
  await tally.settled()
}

export async function inPractice<T>(
  tally: TestHost,
  practice: string,
  handle: (work: Work) => Promise<T>,
  traceparent?: string,
): Promise<T> {
  const shell = tally.host.services[0]?.shell
  if (!shell) throw new Error('the host runs no service')
  return act(shell, { practiceId: practice, causationId: 'test', traceparent }, handle)
}

export function captured(visit: SampleVisit): Said {
  const { family = 'commercial' } = visit
  const { id, lines, coverages = 1, responsibleParty = 'insurance', patientPaid = 0, version = 1 } = visit
  const event = version === 1 ? chargeCaptured : chargeCorrected
  return saying(event, {
    ...{ subject: dayId(id), sequence: version, correlationId: dayId(id) },
    data: {
      ...{ treatmentDayId: dayId(id), version, serviceDate: '2026-11-10', case: visit.case ?? 'health' },
      ...{ patientId: patientId(id), billingNpi: '1234567893', encounterIds: [`enc_${pad(`ENC${id}`)}`] },
      ...{ modality: 'in-person', responsibleParty, diagnoses: ['M5459'], timelyFilingDueOn: null },
      coverages: Array.from({ length: coverages }, (_, index) => ({
        ...{
          order: index + 1,
          payerId: index === 0 ? '12345' : '67890',
          payerFamily: index === 0 ? family : 'commercial',
        },
        ...{ claimFilingIndicator: null, medicareSecondaryType: null },
      })),
      lines: lines.map((line, index) => ({
        ...{ chargeLineId: lineId(id, index + 1), procedureCode: line.code, discipline: 'PT' },
        ...{ renderingNpi: '1861400004', assistant: false, units: line.charge > 0 ? 1 : 0, minutes: 15 },
        ...{
          modifiers: [...(line.modifiers ?? ['GP'])],
          diagnosisPointers: [1],
          placeOfService: '11',
          chargeCents: line.charge,
        },
        ...{ expectedAllowedCents: line.expected ?? null, reasons: [...(line.reasons ?? [])] },
      })),
      chargeCents: lines.reduce((sum, { charge }) => sum + charge, 0),
      ...{ expectedAllowedCents: null, patientPaidCents: patientPaid },
    },
    sealed: { visits: [] },
  } as Parameters<typeof saying<(typeof event)['data'], NonNullable<(typeof event)['sealed']>>>[1])
}

/** The claim of the visit's first payer, or of the one at `order`. */
export function submitted(visit: SampleVisit, order = 1, version = 1): Said {
  const { id, lines, member = null, record = null, payerNumber = null, family = 'commercial' } = visit
  const billed = lines.flatMap((line, index) =>
    line.charge === 0
      ? []
      : [
          {
            ...{ chargeLineId: lineId(id, index + 1), procedureCode: line.code, modifiers: ['GP'], units: 1 },
            ...{ chargeCents: line.charge, expectedAllowedCents: line.expected ?? null },
          },
        ],
  )
  return saying(claimSubmitted, {
    ...{ subject: claimId(id, order), sequence: version, correlationId: dayId(id) },
    data: {
      ...{ claimId: claimId(id, order), treatmentDayId: dayId(id), coverageOrder: order },
      ...{ claimVersion: version, claimNumber: claimNumber(id, order, version) },
      ...{ payerId: order === 1 ? '12345' : '67890', dayVersion: version },
      ...{ payerFamily: order === 1 ? family : 'commercial' },
      ...{ kind: version === 1 ? 'original' : 'replacement', frequency: version === 1 ? '1' : '7' },
      ...{ replacesClaimNumber: null, patientId: patientId(id), billingNpi: '1234567893' },
      ...{ serviceDate: '2026-11-10', lines: billed, signedAt: null, submittedAt: '2026-11-11T04:00:00Z' },
      ...{ chargeCents: billed.reduce((sum, { chargeCents }) => sum + chargeCents, 0) },
      ...{
        partnerId: 'clearinghouse',
        batchId: pad('BATCH'),
        digest: '0'.repeat(64),
        timelyFilingDueOn: null,
      },
    },
    sealed: { memberId: member, payerClaimNumber: payerNumber, medicalRecordNumber: record },
  })
}

/** A partner's file, stored under the installation's keys and announced. */
export async function transmit(tally: TestHost, id: string, text: string): Promise<void> {
  await inPractice(tally, '', async (work) => {
    const digest = await putBlob(work.query, work.keys, Buffer.from(text))
    await commit(work, () => Promise.resolve(), [
      saying(transmissionReceived, {
        ...{ subject: transmissionId(id), sequence: 1, correlationId: transmissionId(id) },
        data: {
          ...{ transmissionId: transmissionId(id), partnerId: 'clearinghouse', content: '835' },
          ...{ digest, bytes: text.length },
          ...{ receivedAt: work.now, channel: 'webhook' },
        },
      }),
    ])
  })
  await tally.settled()
}
