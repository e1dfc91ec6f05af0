/** Questions for benefits, for tests. All people and numbers are invented. */
import { serviceDate } from '@tally/kernel'
import type { Inquiry, InquiryBatch } from './inquiry-document.ts'

export function sampleInquiry(changes: Partial<Inquiry> = {}): Inquiry {
  return {
    trace: 'TRACE0001',
    payer: { id: '12345', name: 'EXAMPLE HEALTH PLAN' },
    provider: { kind: 'organization', npi: '1234567893', name: 'EXAMPLE PHYSICAL THERAPY LLC' },
    subscriber: {
      memberId: 'W123456789',
      name: { last: 'DOE', first: 'JANE', middle: null, suffix: null },
      birthDate: serviceDate('1950-01-01'),
      sex: 'F',
    },
    dependent: null,
    serviceDate: { from: serviceDate('2026-11-21'), to: null },
    serviceTypes: ['30', 'PT'],
    ...changes,
  }
}

export function sampleDependentInquiry(changes: Partial<Inquiry> = {}): Inquiry {
  return sampleInquiry({
    trace: 'TRACE0002',
    subscriber: { memberId: 'EXH000000002', name: null, birthDate: null, sex: null },
    dependent: {
      relationship: 'child',
      name: { last: 'TESTCASE', first: 'NINA', middle: null, suffix: null },
      birthDate: serviceDate('2012-06-15'),
      sex: 'F',
    },
    serviceDate: { from: serviceDate('2026-11-01'), to: serviceDate('2026-11-30') },
    ...changes,
  })
}

export function sampleInquiryBatch(inquiries: Inquiry[] = [sampleInquiry()]): InquiryBatch {
  return {
    usage: 'T',
    mode: 'batch',
    submitter: { id: 'CLINICSUB', originator: '930000001' },
    receiver: { id: 'CLEARHOUSE' },
    control: {
      interchange: 7,
      group: 7,
      batchId: 'Q0000007',
      writtenAt: { date: serviceDate('2026-11-21'), time: '07:00' },
    },
    inquiries,
  }
}
