/** A clearinghouse and the other services' events, for the tests of this service. */
import {
  chargeCaptured,
  chargeCorrected,
  chargeHeld,
  chargeVoided,
  type DataOf,
  denialResubmissionRequested,
  paymentPosted,
  paymentReversed,
  treatmentDayCleared,
  treatmentDayHeld,
} from '@tally/contracts'
import { serviceDate } from '@tally/kernel'
import { saying } from '@tally/platform'
import { sampleCharges, sampleVisit } from '../domain/sample-claim.ts'
import type { Clearinghouse, Sent } from '../gateways/clearinghouse.ts'

export const dayId = `day_${'0'.repeat(25)}1`
const patientId = `pat_${'0'.repeat(26)}`
/** A clearinghouse that does as it is told, and remembers what came. */
export function scripted() {
  const answers: Sent[] = []
  const came: { key: string; text: string }[] = []
  const files = new Map<string, Uint8Array>()
  const memory = { keeps: true }
  const gateway: Clearinghouse = {
    async submit(_partner, key, bytes) {
      came.push({ key, text: Buffer.from(bytes).toString('latin1') })
      return answers.shift() ?? { kind: 'accepted', says: 'taken' }
    },
    standingOf: async (_partner, key) =>
      memory.keeps && came.some((each) => each.key === key) ? { kind: 'arrived' } : { kind: 'never-seen' },
    fetchFile: async (_partner, id) => files.get(id) ?? null,
    listFiles: async () => ({ files: [...files.keys()].map((id) => ({ id, digest: id })), cursor: '' }),
  }
  return { gateway, answers, came, files, memory }
}

export const captured = (
  version: number,
  event = chargeCaptured,
  changes: Partial<DataOf<typeof chargeCaptured>> = {},
) =>
  saying(event, {
    ...{ subject: changes.treatmentDayId ?? dayId, sequence: version, correlationId: dayId },
    data: {
      ...{ treatmentDayId: dayId, version, serviceDate: serviceDate('2026-03-02'), case: 'health' },
      ...{
        patientId,
        billingNpi: '1234567893',
        encounterIds: [sampleVisit.encounterId],
      },
      ...sampleCharges,
      lines: sampleCharges.lines.map((line) =>
        line.chargeLineId === 'LINE1' && version > 1 ? { ...line, units: 1, chargeCents: 6000 } : line,
      ),
      chargeCents: version > 1 ? 13500 : 19500,
      expectedAllowedCents: null,
      timelyFilingDueOn: serviceDate('2027-03-02'),
      ...changes,
    },
    sealed: { visits: [sampleVisit] },
  })

/** Coded so that no service of it reaches a unit, as seven minutes do not. */
export const unbillable = (version: number, event = chargeCorrected) =>
  captured(version, event, {
    lines: sampleCharges.lines.map((line) => ({ ...line, units: 0, chargeCents: 0 })),
    chargeCents: 0,
  })

/** The visit is signed again, and another plan is to pay, or none. */
export const movedTo = (payerId: string, version: number) =>
  captured(version, chargeCorrected, {
    responsibleParty: payerId === 'nobody' ? 'self' : 'insurance',
    coverages: [
      {
        ...{ order: 1, payerId, payerFamily: 'commercial', claimFilingIndicator: 'CI' },
        medicareSecondaryType: null,
      },
    ],
  })

const answered = { treatmentDayId: dayId, payerId: '02302', reasons: [] }
export const cleared = (version: number, decision: number, treatmentDayId = dayId) =>
  saying(treatmentDayCleared, {
    ...{ subject: treatmentDayId, sequence: decision, correlationId: dayId },
    data: {
      ...answered,
      treatmentDayId,
      version,
      decision,
      coverage: 'active',
      authorizationId: null,
      warnings: [],
    },
    sealed: { priorAuthorization: null },
  })
export const heldBack = (version: number, decision: number) =>
  saying(treatmentDayHeld, {
    ...{ subject: dayId, sequence: decision, correlationId: dayId },
    data: { ...answered, version, decision, reason: 'coverage/inactive' },
  })

/** What era-posting says of a payment for the claim's version. */
export const paid = (
  claimId: string,
  claimNumber: string,
  receivedAt: string,
  { sequence = 1, ...changes }: Partial<DataOf<typeof paymentPosted>> & { readonly sequence?: number } = {},
) =>
  saying(paymentPosted, {
    ...{ subject: claimId, sequence, correlationId: dayId },
    data: {
      ...{
        claimId,
        treatmentDayId: dayId,
        coverageOrder: 1,
        claimVersion: 1,
        claimNumber,
        payerId: '02302',
      },
      ...{
        patientId,
        serviceDate: serviceDate('2026-03-02'),
        remittanceId: '0'.repeat(26),
      },
      ...{ position: 1, trace: 'EFT1', paidOn: null, receivedAt, status: '1', tier: 1 },
      ...{ chargeCents: 19500, paidCents: 8000, toPatientCents: 2000, claimAdjustments: [], remarks: [] },
      ...{ denied: false, allowedCents: 10000, openCents: 0, lines: [] },
      ...changes,
    },
    sealed: { payerClaimNumber: 'ICN-77' },
  })

/** What era-posting says when the payer takes its decision on the claim back (CLP02 22), or a person its match (`because`). */
export const takenBack = (
  claimId: string,
  claimNumber: string,
  receivedAt: string,
  { sequence = 9, ...changes }: Partial<DataOf<typeof paymentReversed>> & { readonly sequence?: number } = {},
) =>
  saying(paymentReversed, {
    ...{ subject: claimId, sequence, correlationId: dayId },
    data: {
      ...{ claimId, treatmentDayId: dayId, coverageOrder: 1, claimVersion: 1, claimNumber, payerId: '02302' },
      ...{ patientId, serviceDate: serviceDate('2026-03-02'), remittanceId: '1'.repeat(26), position: 1 },
      ...{ trace: 'EFT2', paidOn: null, receivedAt, status: '22', chargeCents: 19500, paidCents: 8000 },
      ...{ toPatientCents: 2000, claimAdjustments: [], remarks: [], lines: [] },
      reversesRemittanceId: '0'.repeat(26),
      ...changes,
    },
    sealed: { payerClaimNumber: 'ICN-77' },
  })

/** Its coding is held. */
export const heldDay = (version: number) =>
  saying(chargeHeld, {
    ...{ subject: dayId, sequence: version, correlationId: dayId },
    data: {
      ...{ treatmentDayId: dayId, version, serviceDate: serviceDate('2026-03-02'), case: 'health' },
      ...{ patientId, billingNpi: '1234567893', encounterIds: [sampleVisit.encounterId] },
      ...{
        payerId: '02302',
        chargeCents: 0,
        timelyFilingDueOn: null,
        holds: [{ rule: 'charge/no-price', says: 'no price', chargeLineIds: [] }],
      },
    },
    sealed: { visits: [sampleVisit] },
  })

export const voided = (version: number) =>
  saying(chargeVoided, {
    ...{ subject: dayId, sequence: version, correlationId: dayId },
    data: {
      ...{ treatmentDayId: dayId, version, serviceDate: serviceDate('2026-03-02'), case: 'health' },
      ...{ patientId, billingNpi: '1234567893', encounterIds: [] },
      reversedCents: 19500,
    },
  })

/** What denial-management says when a person wants the claim to go to its payer again. */
export const goAgain = (claimId: string, neverAdjudicated: boolean, memberId: string | null = null) =>
  saying(denialResubmissionRequested, {
    ...{ subject: claimId, sequence: 1, correlationId: dayId },
    data: {
      ...{ denialId: '0'.repeat(26), version: 2, claimId, treatmentDayId: dayId, coverageOrder: 1 },
      ...{ payerId: '02302', category: 'info_missing', reasonCode: '16', neverAdjudicated },
    },
    sealed: { because: 'the number of the card was wrong', memberId, priorAuthorization: null },
  })
