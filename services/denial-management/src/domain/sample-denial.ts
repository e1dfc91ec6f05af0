/** A Medicare line of 120.00 denied as not necessary, for tests of what is decided on it. */
import { cents, serviceDate } from '@tally/kernel'
import type { Denial } from './denial.ts'

export function sampleDenial(changes: Partial<Denial> = {}): Denial {
  const because = { rule: 'carc/50', edition: '1', says: '-', facts: {}, citation: '-' }
  return {
    ...{
      id: 'DENIAL',
      version: 1,
      source: 'payment',
      standsDecided: false,
      claimId: 'CLAIM',
      chargeLineId: 'LINE',
    },
    ...{ groupCode: 'CO', reasonCode: '50', remarks: [], treatmentDayId: 'day_1', coverageOrder: 1 },
    ...{ payerId: '02302', patientId: 'pat_1', claimVersion: 1, claimNumber: 'C1' },
    ...{ serviceDate: serviceDate('2026-03-02'), procedureCode: '97110', remittanceId: 'R-1' },
    ...{ amountCents: cents(12_000), recoverableCents: cents(12_000), remedy: 'appeal', because: [] },
    classified: {
      ...{ category: 'medical_necessity', action: 'appeal', root: 'external', label: '-' },
      ...{ alternatives: [], note: '', because },
    },
    receivedOn: serviceDate('2026-04-01'),
    due: {
      ...{ kind: 'appeal', dueOn: serviceDate('2026-07-30'), source: 'appeal-window/medicare-b' },
      ...{ confidence: 'verified', citation: '-' },
    },
    ...{ answer: null, appeals: 0, status: 'open', waitsFor: null, resolution: null, resolvedBecause: null },
    ...{ proposed: null, before: null, openedAt: '2026-04-01T18:00:00Z' },
    ...changes,
  }
}
