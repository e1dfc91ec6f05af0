import { describe, expect, it } from 'vitest'
import {
  allowedFor,
  type ClaimHeard,
  type ClaimWord,
  type PayerAnswer,
  standingOf,
  withAnswer,
  withEnd,
  withoutAnswer,
  withWord,
} from './claim-standing.ts'

const nothing: ClaimHeard = {
  ...{ sequence: 0, told: null, payerId: null, payerFamily: null, moneySequences: {}, answers: [] },
}
type Heard = (claim: ClaimHeard) => ClaimHeard
const word = (
  sequence: number,
  state: ClaimWord['state'],
  claimVersion = 1,
  more: Partial<ClaimWord> = {},
): Heard => {
  const told = { sequence, state, claimVersion, payerId: 'P1', payerFamily: null, stands: null, ...more }
  return (claim) => withWord(claim, told)
}
const paid = (
  sequence: number,
  remittanceId: string,
  cents = 3000,
  more: Partial<PayerAnswer> = {},
  claimId = 'C1',
): Heard => {
  const answer = { remittanceId, position: 1, claimVersion: 1, payerId: 'P1', paid: cents > 0, ...more }
  return (claim) => withAnswer(claim, { claimId, sequence }, { ...answer, allowed: { LINE: cents } })
}
const back = (sequence: number, remittanceId: string, position: number | null = null): Heard => {
  return (claim) => withoutAnswer(claim, { claimId: 'C1', sequence }, { remittanceId, position })
}
const end = (sequence: number, state: 'voided' | 'withdrawn'): Heard => {
  return (claim) => withEnd(claim, { sequence, state, payerId: 'P1' })
}
const after = (...said: Heard[]) => said.reduce((claim, each) => each(claim), nothing)
const inWords = (...said: Heard[]) => {
  const claim = after(...said)
  const standing = standingOf(claim)
  const [line] = allowedFor(claim, ['LINE'])
  return standing
    ? `${standing.state}${standing.paid ? ' paid' : ''} ${line?.allowedCents ?? '-'}`
    : 'nothing'
}
const decided = { stands: { version: 1, decided: true } }
const waiting = { stands: { version: 1, decided: false } }

it.each<[string, Heard[], string]>([
  ['nothing', [], 'nothing'],
  ['sent and taken in', [word(1, 'sent'), word(2, 'accepted')], 'accepted -'],
  ['an older word', [word(2, 'accepted'), word(1, 'sent')], 'accepted -'],
  ['paid', [word(1, 'sent'), paid(1, 'R1')], 'adjudicated paid 3000'],
  ['voided with its visit', [word(1, 'sent'), end(2, 'voided')], 'nothing'],
  ['voided, and taken in late', [word(1, 'sent'), end(3, 'voided'), word(2, 'accepted')], 'nothing'],
  ['voided before it was sent', [end(1, 'voided')], 'nothing'],
  [
    'voided while what was paid stands',
    [word(1, 'sent'), paid(1, 'R1'), end(2, 'voided')],
    'adjudicated paid 3000',
  ],
  [
    'voided, and all taken back',
    [word(1, 'sent'), paid(1, 'R1'), end(2, 'voided'), back(2, 'R1')],
    'nothing',
  ],
  ['withdrawn by a person', [word(1, 'sent'), end(2, 'withdrawn')], 'withdrawn -'],
  ['withdrawn, and sent again', [word(1, 'sent'), end(2, 'withdrawn'), word(3, 'sent', 2)], 'sent -'],
  ['denied', [word(1, 'sent'), paid(1, 'R1', 0)], 'adjudicated 0'],
  [
    'taken in after it was paid',
    [word(1, 'sent'), paid(1, 'R1'), word(2, 'accepted')],
    'adjudicated paid 3000',
  ],
  [
    'sent back, and paid all the same',
    [word(1, 'sent'), word(2, 'rejected'), paid(1, 'R1')],
    'adjudicated paid 3000',
  ],
  ['replaced after it was paid', [word(1, 'sent'), paid(1, 'R1'), word(2, 'sent', 2)], 'sent paid 3000'],
  ['taken in late, its successor out', [word(1, 'sent'), word(2, 'sent', 2), word(3, 'rejected')], 'sent -'],
  ['moved to a payer that has not paid', [paid(1, 'R1'), word(1, 'sent', 2, { payerId: 'P2' })], 'sent 3000'],
])('%s', (_, said, expected) => {
  expect(inWords(...said)).toBe(expected)
})

describe('whichever topic is heard first', () => {
  const words = [word(1, 'sent'), word(2, 'accepted')]
  it.each<[string, Heard[], Heard[], string]>([
    ['the first payment', words, [paid(1, 'R1')], 'adjudicated paid 3000'],
    ['a payment before its successor', [...words, word(3, 'sent', 2)], [paid(1, 'R1')], 'sent paid 3000'],
    [
      'the successor’s',
      [...words, word(3, 'sent', 2)],
      [paid(1, 'R1'), paid(2, 'R2', 4000, { claimVersion: 2 })],
      'adjudicated paid 4000',
    ],
    ['one taken apart', words, [paid(1, 'R1'), back(2, 'R1', 1)], 'accepted -'],
  ])('%s', (_, ofClaim, ofMoney, expected) => {
    expect(inWords(...ofClaim, ...ofMoney)).toBe(expected)
    expect(inWords(...ofMoney, ...ofClaim)).toBe(expected)
  })
})

describe('a rejected replacement', () => {
  const replaced = [word(1, 'sent'), paid(1, 'R1'), word(2, 'sent', 2)]
  it.each<[string, Heard[], string]>([
    ['leaves nothing where nobody says', [...replaced, word(3, 'rejected', 2)], 'rejected paid 3000'],
    ['leaves what was decided', [...replaced, word(3, 'rejected', 2, decided)], 'adjudicated paid 3000'],
    [
      'also where the decision is not heard yet',
      [word(1, 'sent'), word(2, 'sent', 2), word(3, 'rejected', 2, decided)],
      'adjudicated -',
    ],
    ['leaves what waits', [word(1, 'sent'), word(2, 'sent', 2), word(3, 'rejected', 2, waiting)], 'sent -'],
    [
      'is followed by the next one',
      [...replaced, word(3, 'rejected', 2, decided), word(4, 'sent', 3)],
      'sent paid 3000',
    ],
  ])('%s', (_, said, expected) => {
    expect(inWords(...said)).toBe(expected)
  })
})

describe('what is taken back', () => {
  const sent = word(1, 'sent')
  it.each<[string, Heard[], string]>([
    ['by its payer stays decided, and pays nothing', [sent, paid(1, 'R1'), back(2, 'R1')], 'adjudicated -'],
    ['and corrected', [sent, paid(1, 'R1'), back(2, 'R1'), paid(3, 'R2', 2500)], 'adjudicated paid 2500'],
    [
      'leaves another answer',
      [sent, paid(1, 'R1'), paid(2, 'R2', 9), back(3, 'R2')],
      'adjudicated paid 3000',
    ],
    ['by a person never was', [sent, paid(1, 'R1'), back(2, 'R1', 1)], 'sent -'],
    [
      'by a person is one of its remittance',
      [sent, paid(1, 'R1'), back(2, 'R1', 7)],
      'adjudicated paid 3000',
    ],
    ['twice', [sent, paid(1, 'R1'), back(2, 'R1', 1), back(2, 'R1', 1)], 'sent -'],
    ['and heard of again', [sent, paid(1, 'R1'), back(2, 'R1', 1), paid(1, 'R1')], 'sent -'],
    ['and was the only word', [paid(1, 'R1'), back(2, 'R1', 1)], 'nothing'],
  ])('%s', (_, said, expected) => {
    expect(inWords(...said)).toBe(expected)
  })

  it('and was heard before answers were kept is the one of then', () => {
    const legacy: ClaimHeard = {
      ...nothing,
      told: { state: 'adjudicated', version: null },
      answers: [
        { ...{ remittanceId: null, position: 0, claimVersion: 0, payerId: null }, paid: true, allowed: {} },
      ],
    }
    expect(standingOf(legacy)).toMatchObject({ state: 'adjudicated', paid: true })
    expect(standingOf(back(1, 'R1')(legacy))).toMatchObject({ state: 'adjudicated', paid: false })
    expect(standingOf(word(5, 'sent', 2)(legacy))).toMatchObject({ state: 'sent', paid: true })
  })
})
