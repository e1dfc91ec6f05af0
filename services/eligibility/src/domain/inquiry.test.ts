import { serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { askingKey, type DenialCause, type Inquiry, whatIsKnown } from './inquiry.ts'
import { sampleBenefits } from './sample-benefits.ts'

const day = {
  ...{ payerId: 'P1', questionKey: 'Q1', serviceDate: serviceDate('2026-03-20') },
  heardAt: '2026-03-20T18:00:00.000Z',
}
const answered = (answeredAt: string, changes: Partial<Inquiry> = {}): Inquiry => ({
  ...{ id: 'I1', patientId: 'pat_1', payerId: 'P1', questionKey: 'Q1', asOf: serviceDate('2026-03-16') },
  ...{ state: 'answered', tries: 1, said: null, problems: [], askedAt: answeredAt, answeredAt },
  benefits: sampleBenefits(),
  ...changes,
})
const denial = (category: string, heardAt: string, payerId = 'P1'): DenialCause => {
  return { denialId: 'D1', payerId, category, heardAt }
}
const ageOf = (inquiries: Inquiry[], causes: DenialCause[] = []) =>
  whatIsKnown(day, inquiries, causes).answer?.age ?? 'none'

describe('which answer speaks of a day', () => {
  it.each<[string, Inquiry[], DenialCause[], string]>([
    ['none was asked', [], [], 'none'],
    ['one of four days ago', [answered('2026-03-16T18:00:00Z')], [], 'fresh'],
    ['one of seven days ago', [answered('2026-03-13T18:00:00Z')], [], 'fresh'],
    ['one of more', [answered('2026-03-13T17:59:59Z')], [], 'old'],
    ['one that came after the visit', [answered('2026-03-25T18:00:00Z')], [], 'fresh'],
    [
      'about another month',
      [answered('2026-03-16T18:00:00Z', { asOf: serviceDate('2026-02-28') })],
      [],
      'none',
    ],
    ['to another question', [answered('2026-03-16T18:00:00Z', { questionKey: 'Q2' })], [], 'none'],
    [
      'one that never came',
      [answered('2026-03-16T18:00:00Z', { state: 'given-up', benefits: null })],
      [],
      'none',
    ],
    [
      'denied since: coverage',
      [answered('2026-03-16T18:00:00Z')],
      [denial('eligibility_coverage', '2026-03-18T08:00:00Z')],
      'none',
    ],
    [
      'denied since: another payer is first',
      [answered('2026-03-16T18:00:00Z')],
      [denial('cob', '2026-03-18T08:00:00Z')],
      'none',
    ],
    ['denied before', [answered('2026-03-16T18:00:00Z')], [denial('cob', '2026-03-15T08:00:00Z')], 'fresh'],
    [
      'denied by another payer',
      [answered('2026-03-16T18:00:00Z')],
      [denial('cob', '2026-03-18T08:00:00Z', 'P2')],
      'fresh',
    ],
    [
      'denied for its authorization',
      [answered('2026-03-16T18:00:00Z')],
      [denial('authorization', '2026-03-18T08:00:00Z')],
      'fresh',
    ],
  ])('%s', (_, inquiries, causes, age) => {
    expect(ageOf(inquiries, causes)).toBe(age)
  })

  it('is the newest', () => {
    const first = answered('2026-03-16T18:00:00Z', {
      id: 'OLD',
      benefits: sampleBenefits({ coverage: 'inactive' }),
    })
    const second = answered('2026-03-18T18:00:00Z', { id: 'NEW' })
    expect(whatIsKnown(day, [second, first], []).answer?.inquiry.id).toBe('NEW')
  })

  it('is told beside what is under way and what came to nothing', () => {
    const open = answered('2026-03-20T18:00:00Z', {
      id: 'OPEN',
      state: 'open',
      answeredAt: null,
      benefits: null,
    })
    const failed = { ...open, id: 'FAILED', state: 'refused' as const }
    expect(whatIsKnown(day, [open, failed], [])).toMatchObject({
      answer: null,
      underWay: { id: 'OPEN' },
      failed: { id: 'FAILED' },
    })
  })
})

describe('what a day asks with', () => {
  it('changes with the card and with a denial of its cover, and with nothing else', () => {
    const key = askingKey(day, [])
    expect(askingKey({ ...day, serviceDate: serviceDate('2026-03-27') }, [])).toBe(key)
    expect(askingKey(day, [denial('authorization', '2026-03-18T08:00:00Z')])).toBe(key)
    expect(askingKey({ ...day, questionKey: 'Q2' }, [])).not.toBe(key)
    expect(askingKey(day, [denial('cob', '2026-03-18T08:00:00Z')])).not.toBe(key)
  })
})
