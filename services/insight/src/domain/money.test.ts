import { describe, expect, it } from 'vitest'
import { chargeMoney, type Payment, paymentMoney, reversalMoney, writeOffMoney } from './money.ts'

/** `CO 45 3000` is group, reason and cents. */
const adjustments = (text: string) =>
  text
    .split(', ')
    .filter((each) => each !== '')
    .map((each) => {
      const [groupCode = '', reasonCode = '', amount] = each.split(' ')
      return { groupCode, reasonCode, amountCents: Number(amount) }
    })

/** One line of $100 a text; what is left of it was paid. `own` are the claim's adjustments. */
function payment(
  lines: readonly string[],
  { own = '', order = 1, status = '1', paid = undefined as number | undefined } = {},
) {
  const read = lines.map((text) => {
    const list = adjustments(text)
    const paidCents = 10_000 - list.reduce((sum, { amountCents }) => sum + amountCents, 0)
    return { chargeCents: 10_000, paidCents, adjustments: list }
  })
  const total = (of: (line: (typeof read)[number]) => number) => read.reduce((sum, line) => sum + of(line), 0)
  return {
    ...{ treatmentDayId: 'day_1', claimId: 'C1', claimVersion: 2, coverageOrder: order, status },
    ...{ chargeCents: total((line) => line.chargeCents), paidCents: paid ?? total((line) => line.paidCents) },
    ...{ claimAdjustments: adjustments(own), lines: read },
  } satisfies Payment
}

describe('a payment', () => {
  it.each<[string, Payment, paid: number, written: number, contractual: number, denied: number | null]>([
    ['paid under contract', payment(['CO 45 3000']), 7000, 3000, 3000, null],
    ['with coinsurance, which the patient owes', payment(['CO 45 3000, PR 2 2000']), 5000, 3000, 3000, null],
    ['paid once more', { ...payment(['CO 45 3000']), paymentOnly: true }, 7000, 0, 0, null],
    ['all to the deductible', payment(['CO 45 3000, PR 1 7000']), 0, 3000, 3000, null],
    [
      'with multiple procedures and sequestration',
      payment(['CO 59 1000, CO 253 100, OA 59 50']),
      8850,
      1150,
      1150,
      null,
    ],
    ['lowered by the payer', payment(['PI 94 1000, CO 237 200']), 8800, 1200, 0, null],
    ['denied, and owed still', payment(['CO 50 10000']), 0, 0, 0, 10_000],
    ['denied beside a contractual part', payment(['CO 45 3000, CO 50 7000']), 0, 3000, 3000, 10_000],
    ['denied with the patient’s share', payment(['PR 204 10000']), 0, 0, 0, 10_000],
    ['in part denied', payment(['CO 45 2000', 'CO 97 10000']), 8000, 2000, 2000, 10_000],
    ['lowered for what would deny an unpaid line', payment(['CO 97 4000']), 6000, 4000, 0, null],
    ['CO 42 and CO A2', payment(['CO 42 1000, CO A2 500']), 8500, 1500, 1500, null],
    ['a negative adjustment keeps its sign', payment(['CO 45 3000, CO 144 -500']), 7500, 2500, 3000, null],
    ['a second payer’s, after what the first did', payment(['OA 23 8000'], { order: 2 }), 2000, 0, 0, null],
    ['OA 23 of a first payer is written down', payment(['OA 23 8000']), 2000, 8000, 0, null],
    [
      'the claim’s own contractual part',
      payment([''], { own: 'CO 45 1000', paid: 9000 }),
      9000,
      1000,
      1000,
      null,
    ],
  ])('%s', (_, given, paid, written, contractual, denied) => {
    expect(paymentMoney(given, 7)).toMatchObject({
      ...{ kind: 'payment', paidCents: paid, writtenCents: written, contractualCents: contractual },
      ...{ deniedCents: denied ?? 0, denies: denied !== null, decides: true, claimVersion: 2, sequence: 7 },
    })
  })

  it('of a claim denied as a whole denies all its charges, and leaves them owed', () => {
    const whole = { ...payment([], { own: 'CO 31 10000', paid: 0 }), chargeCents: 10_000 }
    expect(paymentMoney(whole, 1)).toMatchObject({ writtenCents: 0, deniedCents: 10_000, denies: true })
  })

  it.each(['23', '25'])('of status %s is no money and no decision', (status) => {
    expect(paymentMoney(payment(['CO 109 10000'], { status }), 1)).toBeNull()
  })
})

describe('a reversal', () => {
  it.each([
    ['of what was paid', payment(['CO 45 3000'], { status: '22' }), -7000, -3000, -3000],
    [
      'of what was paid once more',
      { ...payment(['CO 45 3000'], { status: '22' }), paymentOnly: true as const },
      -7000,
      -0,
      -0,
    ],
    ['of a denial moves nothing', payment(['CO 50 10000'], { status: '22' }), -0, -0, -0],
  ])('%s', (_, given, paid, written, contractual) => {
    const found = reversalMoney(given, 3)
    expect(
      [found?.paidCents, found?.writtenCents, found?.contractualCents].map((each) => (each ?? 1) + 0),
    ).toEqual([paid, written, contractual].map((each) => each + 0))
    expect(found).toMatchObject({ decides: false, denies: false, deniedCents: 0 })
  })

  it('is the mirror of its original', () => {
    for (const lines of [['CO 45 3000'], ['CO 45 3000, PR 2 2000', 'CO 97 10000'], ['PI 94 1000']]) {
      const [there, back] = [
        paymentMoney(payment(lines), 1),
        reversalMoney(payment(lines, { status: '22' }), 2),
      ]
      expect((there?.paidCents ?? 1) + (back?.paidCents ?? 1)).toBe(0)
      expect((there?.writtenCents ?? 1) + (back?.writtenCents ?? 1)).toBe(0)
    }
  })
})

it('a day is charged with its version, a write-off leaves the receivable', () => {
  const day = {
    treatmentDayId: 'day_1',
    version: 3,
    serviceDate: '2026-04-01',
    chargeCents: 900,
    patientPaidCents: 50,
  }
  expect(chargeMoney(day)).toMatchObject({
    kind: 'charge',
    version: 3,
    chargeCents: 900,
    deskCents: 50,
    paidCents: 0,
  })
  expect(writeOffMoney('day_1', 80)).toMatchObject({ kind: 'write-off', writtenCents: 80, paidCents: 0 })
})
