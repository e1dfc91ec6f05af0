import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { postClaim, toPatientOf } from './post-claim.ts'
import { post } from './posting.ts'
import { sampleLine } from './sample-line.ts'
import { sharesLeft } from './uncharged-line.ts'

const accounts: Readonly<Record<string, string>> = {
  ...{ payer: 'receivable:payer:L1:1', denied: 'denied:open:L1:1', next: 'receivable:payer:L1:2' },
  ...{ patient: 'receivable:patient:P:L1', other: 'receivable:patient:P:L2', credit: 'patient-credit:P' },
  ...{ allowed: 'adjustment:contractual', lost: 'write-off:courtesy', paid: 'clearing:R', back: 'refund:P' },
}

describe('of a line that is charged no more goes back', () => {
  it.each([
    ['what its payer left to the patient', 'payer>patient', true],
    ['and what it took from him', 'patient>payer', true],
    ['what was refused and is the patient’s', 'denied>patient', true],
    ['what the next payer was asked for', 'payer>next', true],
    ['what was refused and asked of the next payer', 'denied>next', true],
    ['what was written off for the patient', 'patient>lost', true],
    ['not what was written off at the payer', 'payer>lost', false],
    ['not a payment', 'payer>paid', false],
    ['not an allowance', 'payer>allowed', false],
    ['not what was refused and nobody decided', 'payer>denied', false],
    ['not what is owed by its payer again', 'denied>payer', false],
    ['not what the patient paid', 'patient>cash', false],
    ['not what he paid before', 'patient>credit', false],
    ['not what went back to him', 'back>patient', false],
    ['not another line’s', 'payer>other', false],
  ])('%s', (_, way, expected) => {
    const [from = '', to = ''] = way.split('>')
    const moved = post(accounts[to] ?? to, accounts[from] ?? from, cents(100), 'K')
    const standing = moved.map((posting) => ({ ...posting, id: 1 }))
    expect(sharesLeft('L1', standing)).toEqual(expected ? standing : [])
  })
})

it('an answer to what is charged no more leaves its payer’s share to nobody', () => {
  const line = sampleLine({ paid: 6400, words: 'CO 45 2000, PR 2 1600' })
  const place = {
    ...{ key: 'K', position: 1, paidFrom: 'clearing:R', patientId: 'P', coverageOrder: 1, nextOrder: null },
    uncharged: new Set(['L1']),
  }
  expect(postClaim([line], place).map(({ debit, cents: amount }) => [debit, amount])).toEqual([
    ['clearing:R', 6400],
    ['adjustment:contractual', 2000],
  ])
  expect(toPatientOf(line, place)).toBe(0)
})
