import { serviceDate } from '@tally/kernel'
import { write270 } from '@tally/x12'
import { describe, expect, it } from 'vitest'
import { type Card, composeInquiry, type Insured, questionText } from './compose-inquiry.ts'

const card: Card = {
  ...{
    order: 1,
    payerName: 'EXAMPLE HEALTH PLAN',
    payerAddress: null,
    memberId: 'W123456789',
    groupNumber: 'G7',
  },
  ...{
    groupName: null,
    relationshipToSubscriber: 'self',
    subscriber: null,
    propertyCasualtyClaimNumber: null,
  },
}
const patient: Insured['patient'] = {
  name: { last: 'DOE', first: 'JANE', middle: null, suffix: null },
  ...{ birthDate: serviceDate('1950-01-01'), sex: 'F' },
}
const asked = {
  ...{ trace: 'TRACE0001', payerId: '12345', asOf: serviceDate('2026-03-02') },
  asker: { kind: 'organization', npi: '1234567893', name: 'EXAMPLE PHYSICAL THERAPY LLC' } as const,
}

function segmentsOf(insured: Insured, changes: Partial<typeof asked> = {}): string[] {
  const written = write270({
    ...{ usage: 'T', mode: 'real-time', submitter: { id: 'TALLYSUB', originator: 'TALLYSUB0' } },
    receiver: { id: 'CLEARHOUSE' },
    control: {
      ...{ interchange: 500_000_001, group: 500_000_001, batchId: 'TRACE0001' },
      writtenAt: { date: serviceDate('2026-03-02'), time: '10:00' },
    },
    inquiries: [composeInquiry(insured, { ...asked, ...changes })],
  })
  return written.ok
    ? written.text.split('~').map((segment) => segment.trim())
    : written.problems.map(({ rule }) => rule)
}

describe('a question', () => {
  it('asks for the plan and for physical therapy, of the patient who is the subscriber', () => {
    const segments = segmentsOf({ patient, card })
    expect(segments).toEqual(
      expect.arrayContaining([
        'NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345',
        'NM1*1P*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893',
        'TRN*1*TRACE0001*9TALLYSUB0',
        'NM1*IL*1*DOE*JANE****MI*W123456789',
        'DMG*D8*19500101*F',
        'DTP*291*D8*20260302',
        'EQ*30',
        'EQ*PT',
      ]),
    )
  })

  it('asks for a dependent under the subscriber’s number', () => {
    const parent = {
      ...({ kind: 'person', last: 'ROE', first: 'JOHN', middle: null, suffix: null } as const),
      ...{ birthDate: null, sex: null, address: null },
    }
    const child = { patient, card: { ...card, relationshipToSubscriber: 'child', subscriber: parent } }
    expect(segmentsOf(child)).toEqual(
      expect.arrayContaining(['NM1*IL*1*ROE*JOHN****MI*W123456789', 'NM1*03*1*DOE*JANE', 'INS*N*19']),
    )
  })

  it('is asked by a person where a person bills', () => {
    const asker = { kind: 'person', npi: '1234567893', name: 'PATEL, ANITA' } as const
    expect(segmentsOf({ patient, card }, { asker } as object)).toContain(
      'NM1*1P*1*PATEL*ANITA****XX*1234567893',
    )
  })

  it('is the same for the same card and person, whatever else a visit says', () => {
    const key = questionText({ patient, card }, '12345')
    expect(
      questionText({ patient: { ...patient, sex: 'U' }, card: { ...card, payerName: 'EX' } }, '12345'),
    ).toBe(key)
    expect(questionText({ patient, card: { ...card, memberId: 'W2' } }, '12345')).not.toBe(key)
    expect(
      questionText({ patient: { ...patient, birthDate: serviceDate('1951-01-01') }, card }, '12345'),
    ).not.toBe(key)
    expect(questionText({ patient, card }, '54321')).not.toBe(key)
  })

  it('of a dependent is another one once the subscriber is corrected', () => {
    const of = (changes: object) => {
      const parent = {
        ...({ kind: 'person', last: 'ROE', first: 'JOHN', middle: null, suffix: null } as const),
        ...{ birthDate: serviceDate('1950-01-01'), sex: null, address: null, ...changes },
      }
      const insured = { ...card, relationshipToSubscriber: 'child', subscriber: parent }
      return questionText({ patient, card: insured }, '12345')
    }
    expect(of({ sex: 'M' })).toBe(of({}))
    expect(of({ birthDate: serviceDate('1951-01-01') })).not.toBe(of({}))
    expect(of({ last: 'POE' })).not.toBe(of({}))
    expect(of({ first: 'JON' })).not.toBe(of({}))
  })
})
