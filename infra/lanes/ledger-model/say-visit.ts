/** Visits, claims and resolutions of a sequence as the services that decide them say them. */
import {
  chargeCaptured,
  chargeCorrected,
  chargeVoided,
  claimSubmitted,
  denialResolved,
} from '@tally/contracts'
import { saying } from '@tally/platform'
import { claimNumberWithCheck } from '@tally/x12'
import { type Command, lineOf, sumOf, type Visit } from './command.ts'

export type Said = ReturnType<typeof saying>

const pad = (text: string) => text.padEnd(26, '0')
const procedures = ['97110', '97530', '97140', '97112']
export const procedureOf = (place: number) => procedures[(place - 1) % procedures.length] ?? '97110'
export const sequenceOf = (id: string) => id.slice(0, 5)
export const patientOf = (id: string) => `pat_${pad(`PAT${sequenceOf(id)}`)}`
/** Of a sequence's own, so that what a payer takes back is told apart. */
export const payerOf = (id: string, order: number) => `PY${sequenceOf(id)}${order}`
export const lineId = (visit: string, place: number) => `LN${lineOf(visit, place)}`
export const claimId = (visit: string, order: number) => pad(`C${order}M${visit}`)
/** Whole numbers of ours: one that is wrong by a character is nobody's. */
export const claimNumber = (visit: string, order: number, version: number) =>
  claimNumberWithCheck(`TPCN0${visit}N${version}P${order}`)
const dayId = (visit: string) => `day_${pad(`DAY${visit}`)}`
/** Later visits are younger. */
export const serviceDateOf = (visit: string) => `2026-08-1${visit.slice(-1)}`

/** What is said of a command; nothing: it is none of an event. */
export function saidOf(command: Command): readonly Said[] {
  switch (command.kind) {
    case 'charge':
    case 'correct':
      return [charged(command.visit), ...(command.sent ? submissions(command.visit) : [])]
    case 'send':
      return submissions(command.visit)
    case 'void':
      return [voided(command.visit)]
    case 'resolve':
      return [resolved(command)]
    default:
      return []
  }
}

function dayOf({ id, version }: Visit) {
  return {
    ...{ treatmentDayId: dayId(id), version, serviceDate: serviceDateOf(id), case: 'health' as const },
    ...{ patientId: patientOf(id), billingNpi: '1234567893', encounterIds: [`enc_${pad(`ENC${id}`)}`] },
  }
}

function coveragesOf({ id, payers }: Visit) {
  return Array.from({ length: payers }, (_, index) => ({
    ...{ order: index + 1, payerId: payerOf(id, index + 1), payerFamily: 'commercial' as const },
    ...{ claimFilingIndicator: null, medicareSecondaryType: null },
  }))
}

function charged(visit: Visit): Said {
  const { id, charges, version, payers, patientPaid } = visit
  return saying(version === 1 ? chargeCaptured : chargeCorrected, {
    ...{ subject: dayId(id), sequence: version, correlationId: dayId(id) },
    data: {
      ...{ ...dayOf(visit), modality: 'in-person', diagnoses: ['M5459'], timelyFilingDueOn: null },
      ...{ responsibleParty: payers === 0 ? 'self' : 'insurance', coverages: coveragesOf(visit) },
      lines: charges.map((charge, index) => ({
        ...{
          chargeLineId: lineId(id, index + 1),
          procedureCode: procedureOf(index + 1),
          discipline: 'PT' as const,
        },
        ...{ renderingNpi: '1861400004', assistant: false, units: charge > 0 ? 1 : 0, minutes: 15 },
        ...{ modifiers: ['GP'], diagnosisPointers: [1], placeOfService: '11', chargeCents: charge },
        ...{ expectedAllowedCents: null, reasons: [] },
      })),
      ...{ chargeCents: sumOf(charges), expectedAllowedCents: null, patientPaidCents: patientPaid },
    },
    sealed: { visits: [] },
  })
}

function voided(visit: Visit): Said {
  return saying(chargeVoided, {
    ...{ subject: dayId(visit.id), sequence: visit.version, correlationId: dayId(visit.id) },
    data: { ...dayOf(visit), reversedCents: 0 },
  })
}

function submissions(visit: Visit): readonly Said[] {
  const { id, version, charges } = visit
  return coveragesOf(visit).map(({ order, payerId }) =>
    saying(claimSubmitted, {
      ...{ subject: claimId(id, order), sequence: version, correlationId: dayId(id) },
      data: {
        ...{ claimId: claimId(id, order), treatmentDayId: dayId(id), coverageOrder: order, payerId },
        ...{ claimVersion: version, claimNumber: claimNumber(id, order, version), dayVersion: version },
        ...{ kind: version === 1 ? 'original' : 'replacement', frequency: version === 1 ? '1' : '7' },
        ...{ replacesClaimNumber: null, patientId: patientOf(id), payerFamily: 'commercial' },
        ...{ billingNpi: '1234567893', serviceDate: serviceDateOf(id), signedAt: null },
        lines: charges.flatMap((charge, index) =>
          charge === 0
            ? []
            : [
                {
                  ...{ chargeLineId: lineId(id, index + 1), procedureCode: procedureOf(index + 1) },
                  ...{ modifiers: ['GP'], units: 1, chargeCents: charge, expectedAllowedCents: null },
                },
              ],
        ),
        ...{ chargeCents: sumOf(charges), submittedAt: '2026-08-20T04:00:00Z', partnerId: 'clearinghouse' },
        ...{ batchId: pad('BATCH'), digest: '0'.repeat(64), timelyFilingDueOn: null },
      },
      sealed: { memberId: null, payerClaimNumber: null },
    }),
  )
}

function resolved({ entry, of, cents, resolution }: Extract<Command, { readonly kind: 'resolve' }>): Said {
  const denialId = pad(`DEN${entry}`)
  return saying(denialResolved, {
    ...{ subject: denialId, sequence: 2, correlationId: dayId(of.visit) },
    data: {
      ...{ denialId, version: 2, claimId: claimId(of.visit, of.order), treatmentDayId: dayId(of.visit) },
      ...{ coverageOrder: of.order, payerId: payerOf(of.visit, of.order), patientId: patientOf(of.visit) },
      ...{ chargeLineId: lineId(of.visit, of.place), amountCents: cents },
      ...{ because: `denial/${resolution}`, resolution },
    },
  })
}
