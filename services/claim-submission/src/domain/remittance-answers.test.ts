import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { afterTakeback, type RemittanceAnswer, standingOf, withoutAnswer } from './remittance-answers.ts'

const answer = (remittanceId: string | null, paid: number, remarks: string[] = []): RemittanceAnswer => ({
  ...{ remittanceId, remarks, paidCents: cents(paid), takenBack: false },
})
const taken = (remittanceId: string, paid: number) => ({ remittanceId, paidCents: cents(paid) })
const [first, second] = [answer('R1', 8000, ['N1']), answer('R2', 8000, ['N2'])]

describe('what stands of a payer’s answers', () => {
  it.each([
    ['none', [], null],
    ['one', [first], { remarks: ['N1'], paidCents: 8000 }],
    [
      'two: the newest’s words, and the money of both',
      [first, second],
      { remarks: ['N2'], paidCents: 16000 },
    ],
    [
      'the second taken back',
      afterTakeback([first, second], taken('R2', 8000)),
      { remarks: ['N1'], paidCents: 8000 },
    ],
    [
      'the first taken back',
      afterTakeback([first, second], taken('R1', 8000)),
      { remarks: ['N2'], paidCents: 8000 },
    ],
    ['all taken back', afterTakeback([first], taken('R1', 8000)), { remarks: [], paidCents: 0 }],
    [
      'taken back and decided anew',
      [...afterTakeback([first], taken('R1', 8000)), answer('R2', 9000)],
      { remarks: [], paidCents: 9000 },
    ],
    [
      'of before answers were kept one by one',
      afterTakeback([answer(null, 8000)], taken('R1', 8000)),
      { remarks: [], paidCents: 0 },
    ],
    [
      'of a remittance that never answered it',
      afterTakeback([first], taken('R9', 8000)),
      { paidCents: 8000 },
    ],
    [
      'of a remittance that answered twice',
      afterTakeback([answer('R1', 100), answer('R1', 200)], taken('R1', 100)),
      { paidCents: 200 },
    ],
    ['one that was none of its answers', withoutAnswer([first], taken('R1', 8000)), null],
    ['one of two that was none', withoutAnswer([first, second], taken('R2', 8000)), { paidCents: 8000 }],
  ])('%s', (_, answers, stands) => {
    const standing = standingOf(answers)
    if (stands === null) expect(standing).toBeNull()
    else expect(standing).toMatchObject(stands)
  })

  it('the same is not taken back twice', () => {
    const once = afterTakeback([first, answer('R1', 8000)], taken('R1', 8000))
    expect(standingOf(once)?.paidCents).toBe(8000)
    expect(standingOf(afterTakeback(once, taken('R1', 8000)))?.paidCents).toBe(0)
  })
})
