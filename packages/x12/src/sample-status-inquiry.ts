/** Questions where claims stand, for tests. All people and numbers are invented. */
import { cents, serviceDate } from '@tally/kernel'
import type { StatusInquiry, StatusInquiryBatch } from './status-inquiry-document.ts'

export function sampleStatusInquiry(changes: Partial<StatusInquiry> = {}): StatusInquiry {
  return {
    trace: 'STATUS0001',
    payer: { id: '12345', name: 'EXAMPLE HEALTH PLAN' },
    provider: { kind: 'organization', npi: '1234567893', name: 'EXAMPLE PHYSICAL THERAPY LLC' },
    subscriber: {
      memberId: 'W123456789',
      party: {
        kind: 'person',
        name: { last: 'DOE', first: 'JANE', middle: null, suffix: null },
        birthDate: serviceDate('1950-01-01'),
        sex: 'F',
      },
    },
    dependent: null,
    payerClaimNumber: 'ICN0001',
    claimNumber: 'PCN0000000000000001',
    chargeCents: cents(25000),
    serviceDate: { from: serviceDate('2026-10-16'), to: null },
    ...changes,
  }
}

export function sampleDependentStatusInquiry(changes: Partial<StatusInquiry> = {}): StatusInquiry {
  return sampleStatusInquiry({
    trace: 'STATUS0002',
    subscriber: {
      memberId: 'EXH000000002',
      groupNumber: 'GRP7',
      party: {
        kind: 'person',
        name: { last: 'TESTCASE', first: 'BRUNO', middle: null, suffix: null },
        birthDate: null,
        sex: null,
      },
    },
    dependent: {
      name: { last: 'TESTCASE', first: 'NINA', middle: null, suffix: null },
      birthDate: serviceDate('2012-06-15'),
      sex: 'F',
    },
    payerClaimNumber: null,
    claimNumber: 'PCN0000000000000002',
    clearinghouseNumber: 'CH0002',
    chargeCents: cents(12050),
    serviceDate: { from: serviceDate('2026-10-16'), to: serviceDate('2026-10-20') },
    ...changes,
  })
}

export function sampleStatusBatch(
  inquiries: StatusInquiry[] = [sampleStatusInquiry()],
  changes: Partial<StatusInquiryBatch> = {},
): StatusInquiryBatch {
  return {
    usage: 'T',
    mode: 'batch',
    submitter: { id: 'CLINICSUB', name: 'EXAMPLE PT LLC' },
    receiver: { id: 'CLEARHOUSE' },
    control: {
      interchange: 9,
      group: 9,
      batchId: 'S0000009',
      writtenAt: { date: serviceDate('2026-11-21'), time: '07:00' },
    },
    inquiries,
    ...changes,
  }
}
