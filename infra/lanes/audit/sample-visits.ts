/** Visits, claims and resolutions as the services that decide them would say them, for the audit's own tests. */
import {
  chargeCaptured,
  chargeCorrected,
  chargeVoided,
  claimSubmitted,
  denialResolved,
} from '@tally/contracts'
import { saying } from '@tally/platform'

export type Said = ReturnType<typeof saying>

export interface Visit {
  /** Three digits or more that no other visit has. */
  readonly id: string
  /** Cents charged, by line. */
  readonly charges: readonly number[]
  readonly payers?: number
  readonly self?: boolean
  readonly patientPaid?: number
  readonly version?: number
}

const pad = (text: string) => text.padEnd(26, '0')
const code = (place: number) => ['97110', '97530', '97140', '97112'][place % 4] ?? '97110'

export const dayId = (id: string) => `day_${pad(`DAY${id}`)}`
export const patientId = (id: string) => `pat_${pad(`PAT${id}`)}`
export const claimId = (id: string, order = 1) => pad(`C${order}M${id}`)
export const lineId = (id: string, place = 1) => `LN${id}X${place}`
export const claimNumber = (id: string, order = 1) => `PCN${id}V1P${order}`
export const denialId = (id: string) => pad(`DEN${id}`)

function dayOf({ id, version = 1 }: Visit) {
  return {
    ...{ treatmentDayId: dayId(id), version, serviceDate: '2026-11-10', case: 'health' as const },
    ...{ patientId: patientId(id), billingNpi: '1234567893', encounterIds: [`enc_${pad(`ENC${id}`)}`] },
  }
}

export function charged(visit: Visit): Said {
  const { id, charges, payers = 1, self = false, patientPaid = 0, version = 1 } = visit
  const event = version === 1 ? chargeCaptured : chargeCorrected
  return saying(event, {
    ...{ subject: dayId(id), sequence: version, correlationId: dayId(id) },
    data: {
      ...{ ...dayOf(visit), modality: 'in-person', diagnoses: ['M5459'], timelyFilingDueOn: null },
      responsibleParty: self ? 'self' : 'insurance',
      coverages: Array.from({ length: payers }, (_, index) => ({
        ...{ order: index + 1, payerId: index === 0 ? '12345' : '67890', payerFamily: 'commercial' as const },
        ...{ claimFilingIndicator: null, medicareSecondaryType: null },
      })),
      lines: charges.map((charge, index) => ({
        ...{ chargeLineId: lineId(id, index + 1), procedureCode: code(index), discipline: 'PT' as const },
        ...{ renderingNpi: '1861400004', assistant: false, units: charge > 0 ? 1 : 0, minutes: 15 },
        ...{ modifiers: ['GP'], diagnosisPointers: [1], placeOfService: '11', chargeCents: charge },
        ...{ expectedAllowedCents: null, reasons: [] },
      })),
      chargeCents: charges.reduce((sum, each) => sum + each, 0),
      ...{ expectedAllowedCents: null, patientPaidCents: patientPaid },
    },
    sealed: { visits: [] },
  })
}

export function voided(visit: Visit): Said {
  return saying(chargeVoided, {
    ...{ subject: dayId(visit.id), sequence: visit.version ?? 2, correlationId: dayId(visit.id) },
    data: { ...dayOf(visit), reversedCents: 0 },
  })
}

/** To the visit's payer at `order`. */
export function submitted({ id, charges }: Visit, order = 1): Said {
  const payerId = order === 1 ? '12345' : '67890'
  return saying(claimSubmitted, {
    ...{ subject: claimId(id, order), sequence: 1, correlationId: dayId(id) },
    data: {
      ...{ claimId: claimId(id, order), treatmentDayId: dayId(id), coverageOrder: order, payerId },
      ...{ claimVersion: 1, claimNumber: claimNumber(id, order), dayVersion: 1, payerFamily: 'commercial' },
      ...{ kind: 'original', frequency: '1', replacesClaimNumber: null, patientId: patientId(id) },
      ...{ billingNpi: '1234567893', serviceDate: '2026-11-10', signedAt: null },
      lines: charges.map((charge, index) => ({
        ...{ chargeLineId: lineId(id, index + 1), procedureCode: code(index), modifiers: ['GP'], units: 1 },
        ...{ chargeCents: charge, expectedAllowedCents: null },
      })),
      chargeCents: charges.reduce((sum, each) => sum + each, 0),
      ...{ submittedAt: '2026-11-11T04:00:00Z', partnerId: 'clearinghouse', batchId: pad('BATCH') },
      ...{ digest: '0'.repeat(64), timelyFilingDueOn: null },
    },
    sealed: { memberId: null, payerClaimNumber: null },
  })
}

export function resolved(
  id: string,
  resolution: 'written-off' | 'to-patient' | 'resubmitted',
  cents: number,
): Said {
  return saying(denialResolved, {
    ...{ subject: denialId(id), sequence: 2, correlationId: dayId(id) },
    data: {
      ...{ denialId: denialId(id), version: 2, claimId: claimId(id), treatmentDayId: dayId(id) },
      ...{ coverageOrder: 1, payerId: '12345', patientId: patientId(id), chargeLineId: lineId(id) },
      ...{ amountCents: cents, because: `denial/${resolution}`, resolution },
    },
  })
}

export function procedureOf(place: number): string {
  return code(place - 1)
}
