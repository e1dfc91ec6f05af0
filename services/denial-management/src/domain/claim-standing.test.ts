import { describe, expect, test } from 'vitest'
import { type Decision, newStanding, owedAgain, withDecision, withoutDecision } from './claim-standing.ts'

/** `A 9000 B 0`: what a remittance paid for each line. */
function linesOf(text: string) {
  const words = text === '' ? [] : text.split(' ')
  return words.flatMap((chargeLineId, place) =>
    place % 2 === 0 ? [{ chargeLineId, paidCents: Number(words[place + 1]) }] : [],
  )
}
const answer = (remittanceId: string, text: string, paidCents?: number) => {
  const lines = linesOf(text)
  return { remittanceId, lines, paidCents: paidCents ?? lines.reduce((sum, line) => sum + line.paidCents, 0) }
}
const claim = newStanding({
  ...{
    claimId: 'C',
    treatmentDayId: 'day_1',
    coverageOrder: 1,
    claimVersion: 1,
    claimNumber: 'N',
    payerId: 'P',
  },
})
const standing = (...answers: ReturnType<typeof answer>[]): readonly Decision[] =>
  answers.reduce<readonly Decision[]>((decisions, each) => withDecision({ ...claim, decisions }, each), [])

describe('what a reversal leaves owed', () => {
  test.each<[string, readonly Decision[], string, string, number]>([
    ['the one payment', standing(answer('R1', 'A 9000')), 'R1', 'A 9000', 9000],
    [
      'paid twice, the second taken back',
      standing(answer('R1', 'A 9000'), answer('R2', 'A 9000')),
      'R2',
      'A 9000',
      0,
    ],
    [
      'paid twice, the first taken back',
      standing(answer('R1', 'A 9000'), answer('R2', 'A 9000')),
      'R1',
      'A 9000',
      0,
    ],
    [
      'a line that nothing else paid',
      standing(answer('R1', 'A 9000'), answer('R2', 'B 6000')),
      'R1',
      'A 9000',
      9000,
    ],
    [
      'of two lines, the one that nothing else paid',
      standing(answer('R1', 'A 9000'), answer('R2', 'A 9000 B 6000')),
      'R2',
      'A 9000 B 6000',
      6000,
    ],
    ['denied first, then paid', standing(answer('R1', 'A 0'), answer('R2', 'A 9000')), 'R2', 'A 9000', 9000],
    ['denied since', standing(answer('R1', 'A 9000'), answer('R2', 'A 0')), 'R1', 'A 9000', 0],
    ['corrected in the same remittance', standing(answer('R3', 'A 0')), 'R1', 'A 9000', 0],
    [
      'an answer for the whole claim stands',
      standing(answer('R1', '', 9000), answer('R2', 'A 9000')),
      'R2',
      'A 9000',
      0,
    ],
    ['a reversal of the whole claim', standing(answer('R1', 'A 9000')), 'R1', '', 9000],
    ['what was answered before this was kept', [], 'R1', 'A 9000', 9000],
    ['nothing', standing(answer('R1', 'A 0')), 'R1', 'A 0', 0],
  ])('%s', (_, decisions, reversesRemittanceId, text, owed) => {
    const reversal = { ...answer('R3', text, text === '' ? 9000 : undefined), reversesRemittanceId }
    expect(owedAgain({ decisions }, reversal)).toBe(owed)
  })
})

test('answers stand until they are reversed, those of one remittance together', () => {
  const both = standing(answer('R1', 'A 9000'), answer('R2', 'A 1'), answer('R1', 'B 6000'))
  expect(both).toMatchObject([
    { remittanceId: 'R2', lines: linesOf('A 1') },
    { remittanceId: 'R1', lines: linesOf('A 9000 B 6000') },
  ])
  expect(withoutDecision(both, 'R1')).toMatchObject([{ remittanceId: 'R2', lines: linesOf('A 1') }])
})
