import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { sampleDenial } from './sample-denial.ts'
import { type Action, workDenial } from './work-denial.ts'

const today = serviceDate('2026-07-10')
const now = '2026-07-10T18:00:00Z'
const biller = { keyId: 'key_biller', mayAgree: false }
const owner = { keyId: 'key_owner', mayAgree: true }
const asked = (changes: Partial<Action>): Action => ({
  ...{ remedy: 'write-off', doneOn: today, today, goodCause: false, person: biller, now },
  writeOff: { limitCents: cents(5_000), beforeCents: cents(0) },
  ...changes,
})
const proposedBy = (by: string) => sampleDenial({ version: 2, proposed: { by, at: now } })

describe('a write-off', () => {
  test.each([
    ['at the limit', 5_000, 0, 'resolved', null],
    ['a cent over it', 5_001, 0, 'open', biller.keyId],
    ['at it with what was written off before', 3_000, 2_000, 'resolved', null],
    ['over it with what was written off before', 3_000, 2_001, 'open', biller.keyId],
  ] as const)('%s', (_, amount, before, status, by) => {
    const denial = sampleDenial({ amountCents: cents(amount) })
    const writeOff = { limitCents: cents(5_000), beforeCents: cents(before) }
    const decision = workDenial(denial, asked({ writeOff }), [])
    const proposed = by === null ? null : { by, at: now }
    expect(decision).toMatchObject({ kind: 'accepted', value: { version: 2, status, proposed } })
  })

  test.each([
    ['the proposer again', biller, biller.keyId, 'proposal/same-person'],
    ['the proposer, an owner', owner, owner.keyId, 'proposal/same-person'],
    ['another biller', biller, owner.keyId, 'proposal/needs-owner'],
  ])('that is proposed is not agreed to by %s', (_, person, by, rule) => {
    expect(workDenial(proposedBy(by), asked({ person }), [])).toMatchObject({ refused: rule })
  })

  test('that is proposed is done by another person who is an owner', () => {
    expect(workDenial(proposedBy(biller.keyId), asked({ person: owner }), [])).toMatchObject({
      kind: 'accepted',
      value: { version: 3, status: 'resolved', resolution: 'written-off', proposed: null },
    })
  })

  test.each(['correct', 'resubmit', 'appeal', 'send-records'] as const)(
    'is proposed no more after: %s',
    (remedy) => {
      const decision = workDenial(proposedBy(biller.keyId), asked({ remedy }), [])
      expect(decision).toMatchObject({ kind: 'accepted', value: { proposed: null } })
    },
  )
})

describe('records', () => {
  const answer = { kind: 'answer', dueOn: '2026-09-08' }

  test('leave the denial’s own clock running', () => {
    const { due } = sampleDenial()
    const decision = workDenial(sampleDenial(), asked({ remedy: 'send-records' }), [])
    expect(decision).toMatchObject({ value: { status: 'waiting', waitsFor: 'payer', due, answer } })
  })

  test('for an appeal that is with the payer begin its answer’s days anew', () => {
    const denial = sampleDenial({
      ...{ status: 'waiting', waitsFor: 'payer', appeals: 1 },
      due: { ...sampleDenial().due, kind: 'answer', dueOn: serviceDate('2026-07-20') },
    })
    const decision = workDenial(denial, asked({ remedy: 'send-records' }), [])
    expect(decision).toMatchObject({ value: { due: answer, answer: null } })
  })
})
