import { type PayerFamily, payerFamilies, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { appealWindows } from '../store/load-denial-codes.ts'
import { answerDeadline, appealDeadline, filingDeadline } from './appeal-deadline.ts'

const received = serviceDate('2026-03-02')

describe('an appeal is due, counted from the receipt of the remittance', () => {
  it.each<[PayerFamily | null, number | null, number, string, string, string]>([
    // family, days in the payer's profile, level, due on, source, confidence
    ['medicare-b', null, 1, '2026-06-30', 'appeal-window/medicare-b', 'verified'],
    ['medicare-b', null, 2, '2026-08-29', 'appeal-window/medicare-b', 'verified'],
    ['medicare-b', null, 3, '2026-05-01', 'appeal-window/medicare-b', 'verified'],
    ['medicare-b', null, 5, '2026-05-01', 'appeal-window/medicare-b', 'verified'],
    ['medicare-advantage', null, 1, '2026-05-01', 'appeal-window/medicare-advantage', 'unverified'],
    ['medicaid', null, 1, '2026-04-01', 'appeal-window/medicaid', 'unverified'],
    ['commercial', null, 1, '2026-05-06', 'appeal-window/commercial', 'unverified'],
    ['commercial', null, 2, '2026-05-06', 'appeal-window/commercial', 'unverified'],
    ['tricare', null, 1, '2026-05-31', 'appeal-window/tricare', 'unverified'],
    // Nothing known of the family, or of the payer: the strictest of all, unverified.
    ['va', null, 1, '2026-04-01', 'appeal-window/strictest', 'unverified'],
    ['workers-comp', null, 1, '2026-04-01', 'appeal-window/strictest', 'unverified'],
    ['auto', null, 1, '2026-04-01', 'appeal-window/strictest', 'unverified'],
    [null, null, 1, '2026-04-01', 'appeal-window/strictest', 'unverified'],
    // The practice's own entry wins.
    ['commercial', 180, 1, '2026-08-29', 'payer-profile', 'practice'],
    ['commercial', 180, 2, '2026-08-29', 'payer-profile', 'practice'],
    ['medicare-b', 90, 1, '2026-05-31', 'payer-profile', 'practice'],
    ['medicare-b', 90, 2, '2026-08-29', 'appeal-window/medicare-b', 'verified'],
    [null, 45, 1, '2026-04-16', 'payer-profile', 'practice'],
  ])('%s, profile %s, level %i: %s', (family, appealDays, level, dueOn, source, confidence) => {
    const found = appealDeadline({ family, appealDays }, level, received, appealWindows)
    expect(found).toMatchObject({ kind: 'appeal', dueOn, source, confidence })
  })

  it('no family’s window is stricter than the strictest', () => {
    const strictest = appealDeadline({ family: null, appealDays: null }, 1, received, appealWindows)
    for (const family of payerFamilies) {
      const { dueOn } = appealDeadline({ family, appealDays: null }, 1, received, appealWindows)
      expect(dueOn >= strictest.dueOn).toBe(true)
    }
  })
})

describe('a new claim is due', () => {
  it.each<[PayerFamily | null, string | null, string, string, string]>([
    ['medicare-b', '2027-01-15', '2027-01-15', 'timely-filing', 'verified'],
    ['commercial', '2026-04-20', '2026-04-20', 'timely-filing', 'unverified'],
    ['auto', null, '2026-04-01', 'timely-filing/unknown', 'unverified'],
    [null, null, '2026-04-01', 'timely-filing/unknown', 'unverified'],
  ])('%s, filing until %s: %s', (family, filing, dueOn, source, confidence) => {
    const found = filingDeadline(family, filing === null ? null : serviceDate(filing), received)
    expect(found).toMatchObject({ kind: 'timely-filing', dueOn, source, confidence })
  })
})

it('an answer is asked for after 60 days', () => {
  expect(answerDeadline(received)).toMatchObject({ kind: 'answer', dueOn: '2026-05-01' })
})
