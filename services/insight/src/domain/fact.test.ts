import { describe, expect, it } from 'vitest'
import { eventOf, type Fact, factOf, inOrder } from './fact.ts'

const envelope = {
  ...{ specversion: '1.0' as const, id: 'M1', source: '/tally/era-posting', type: 'payment.posted.v1' },
  ...{ subject: 'C1', time: '2026-04-01T18:00:00Z', datacontenttype: 'application/json' as const },
  ...{ practiceid: 'prc_demo', correlationid: 'day_1', causationid: 'M0', sequence: 4 },
}

describe('a fact', () => {
  it('is the event as it was said', () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
    const data = { paidCents: 700, chargeCents: 1000 }
    expect(factOf({ ...envelope, traceparent, data })).toEqual({
      ...{ messageId: 'M1', type: 'payment.posted.v1', service: 'era-posting', subject: 'C1', sequence: 4 },
      ...{
        correlationId: 'day_1',
        causationId: 'M0',
        at: envelope.time,
        data,
        traceId: 'a'.repeat(32),
        cents: 700,
      },
    })
    expect(factOf({ ...envelope, data }).traceId).toBeNull()
  })

  it.each<[string, Record<string, unknown>, number | null]>([
    ['charged', { chargeCents: 19_500, expectedAllowedCents: 9000, patientPaidCents: 10 }, 19_500],
    ['paid', { paidCents: 0, chargeCents: 1000, toPatientCents: 20 }, 0],
    ['denied', { amountCents: 12_000 }, 12_000],
    ['reversed', { reversedCents: 500 }, 500],
    ['of a remittance', { paymentCents: -300, unmatchedCents: 5 }, -300],
    ['by which it differs', { expectedAllowedCents: 100, allowedCents: 80, differenceCents: 20 }, 20],
    ['none', { payerId: 'P', toleranceCents: 100, usedElsewhereCents: 5 }, null],
    ['none where it is null', { amountCents: null }, null],
  ])('is about the amount that was %s', (_, data, cents) => {
    expect(factOf({ ...envelope, data }).cents).toBe(cents)
  })

  it('is named without its version', () => {
    expect(eventOf('payment.variance-found.v12')).toBe('payment.variance-found')
  })
})

describe('a timeline is in order', () => {
  const topics = ['charges', 'claims', 'payments', 'denials']
  const told = (text: string): Fact & { topic: string } => {
    const [at = '', topic = '', subject = '', sequence = '', messageId = ''] = text.split(' ')
    return { ...factOf({ ...envelope, data: {} }), at, topic, subject, sequence: Number(sequence), messageId }
  }
  it('by time, then on the way to cash, then as it was said of one thing', () => {
    const expected = [
      '1 denials D1 1 Z',
      '2 charges day 1 Y',
      '2 charges day 2 A',
      '2 claims C1 9 X',
      '2 payments C1 2 B',
      '2 payments C1 10 A',
      '2 payments C2 1 A',
      '2 denials D1 1 A',
      '2 denials D1 1 B',
      '3 charges day 3 A',
    ]
    for (const given of [expected, [...expected].reverse(), [...expected].sort()]) {
      const found = inOrder(given.map(told), topics)
      expect(
        found.map(({ at, topic, subject, sequence, messageId }) =>
          [at, topic, subject, sequence, messageId].join(' '),
        ),
      ).toEqual(expected)
    }
  })
})
