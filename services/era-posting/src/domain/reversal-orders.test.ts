/** Reversals, corrections, second answers and copies in every order of arrival: the books end the same. */
import { describe, expect, it } from 'vitest'
import { SampleBooks } from './sample-books.ts'
import { ordersOf } from './sample-orders.ts'
import type { SampleAdjustment, SampleClaim, SampleRemittance } from './sample-remittance.ts'

const number = 'K7M2P4X90001V1A'

/** `8000 CO 45 2000` is paid 80 of 100 dollars; `-8000 CO 45 -2000` takes it back. */
function claim(words: string, payerNumber?: string): SampleClaim {
  const [paid = '0', ...rest] = words.split(' ')
  const adjustments = rest.flatMap((group, place): SampleAdjustment[] =>
    place % 3 === 0 ? [[group, rest[place + 1] ?? '', Number(rest[place + 2])]] : [],
  )
  const charge = Number(paid) + adjustments.reduce((sum, [, , amount]) => sum + amount, 0)
  const isBack = charge < 0
  return {
    ...{ number, charge, paid: Number(paid), adjustments, status: isBack ? '22' : '1' },
    ...(payerNumber === undefined ? {} : { payerNumber }),
  }
}

/** The nth remittance, a month after the one before; what would pay below 0 is carried forward under one name. */
function remit(nth: number, ...claims: readonly SampleClaim[]): SampleRemittance {
  const net = claims.reduce((sum, { paid }) => sum + paid, 0)
  const provider = net < 0 ? [['CS', 'NET', net] as const] : []
  return { trace: `T${nth}`, paidOn: `2026${String(nth).padStart(2, '0')}20`, claims, provider }
}

const paid = claim('8000 CO 45 2000', 'ICN1')
const back = claim('-8000 CO 45 -2000', 'ICN1')
const corrected = claim('5000 CO 45 3000 PR 2 2000', 'ICN2')
const correctedBack = claim('-5000 CO 45 -3000 PR 2 -2000', 'ICN2')
const denied = claim('0 CO 45 2000 CO 16 8000', 'ICN1')
const deniedBack = claim('0 CO 45 -2000 CO 16 -8000', 'ICN1')
const sharedWords = '6400 CO 45 2000 PR 2 1600'
const shared = claim(sharedWords, 'ICN1')
const sharedBack = claim('-6400 CO 45 -2000 PR 2 -1600', 'ICN1')
const answeredFor = (adjusted: number, more: Record<string, number> = {}) => ({
  ...{ 'adjustment:contractual': adjusted, 'receivable:payer:LA:1': -10000 },
  ...more,
})
const patient = 'receivable:patient:pat_A:LA'
const open = 'denied:open:LA:1'

describe.each<[name: string, remittances: SampleRemittance[], leaves: Record<string, number>]>([
  ['a reversal', [remit(1, paid), remit(2, back)], {}],
  [
    'a reversal with its correction',
    [remit(1, paid), remit(2, back, corrected)],
    answeredFor(3000, { [patient]: 2000 }),
  ],
  [
    'a reversal with its correction before it in one file',
    [remit(1, paid), remit(2, corrected, back)],
    answeredFor(3000, { [patient]: 2000 }),
  ],
  [
    'a reversal, and its correction months later',
    [remit(1, paid), remit(2, back), remit(5, corrected)],
    answeredFor(3000, { [patient]: 2000 }),
  ],
  [
    'a correction that is corrected',
    [remit(1, paid), remit(2, back, corrected), remit(4, correctedBack, claim('9000 CO 45 1000', 'ICN3'))],
    answeredFor(1000),
  ],
  [
    'a reversal that names no number of the payer’s',
    [remit(1, claim('8000 CO 45 2000')), remit(2, claim('-8000 CO 45 -2000'))],
    {},
  ],
  ['all in one file', [remit(1, paid, back, corrected)], answeredFor(3000, { [patient]: 2000 })],
  [
    'a denial that is paid without a reversal',
    [remit(1, denied), remit(2, corrected)],
    answeredFor(3000, { [patient]: 2000 }),
  ],
  [
    'a denial that is denied for another reason',
    [remit(1, denied), remit(2, claim('0 CO 197 10000', 'ICN1'))],
    {
      ...{ [open]: 10000, 'receivable:payer:LA:1': -10000 },
    },
  ],
  [
    'a denial taken back and paid',
    [remit(1, denied), remit(2, deniedBack, corrected)],
    answeredFor(3000, { [patient]: 2000 }),
  ],
  [
    'a denial taken back, and paid in a third',
    [remit(1, denied), remit(2, deniedBack), remit(3, corrected)],
    answeredFor(3000, { [patient]: 2000 }),
  ],
  [
    'a payment, and the refusal of a copy of the claim',
    [remit(1, paid), remit(2, claim('0 CO 18 10000', 'ICN9'))],
    answeredFor(2000),
  ],
  [
    'a second payment, of which one is taken back',
    [remit(1, paid), remit(2, claim('8000 CO 45 2000', 'ICN8')), remit(3, back)],
    answeredFor(2000),
  ],
  [
    'the same payment twice, under one number of the payer’s',
    [remit(1, shared), remit(2, shared)],
    { ...answeredFor(2000, { [patient]: 1600 }), 'receivable:payer:LA:1': -16400 },
  ],
  [
    'the same payment twice, both taken back',
    [remit(1, shared), remit(2, shared), remit(3, sharedBack), remit(4, sharedBack)],
    {},
  ],
  [
    'the same payment twice, under two numbers, one taken back and corrected',
    [remit(1, shared), remit(2, claim(sharedWords, 'ICN8')), remit(3, sharedBack, corrected)],
    { 'adjustment:contractual': 5000, [patient]: 3600, 'receivable:payer:LA:1': -20000 },
  ],
])('%s', (_, remittances, leaves) => {
  it('leaves the same in every order', () => {
    for (const order of ordersOf(remittances)) {
      const books = new SampleBooks([{ number, charge: 10000 }])
      for (const each of order) expect(books.arrives(each)).toBe('posted')
      const all = Object.entries(books.balances())
      const own = all.filter(([account]) => !/^(due|provider-level):/.test(account))
      expect(Object.fromEntries(own), order.map(({ trace }) => trace).join(' ')).toEqual(leaves)
    }
  })
})

describe('what takes back nothing that is known', () => {
  it.each([
    ['a reversal without an original', [remit(2, back)], -8000],
    ['one of another amount', [remit(1, paid), remit(2, claim('-7000 CO 45 -3000', 'ICN1'))], -7000],
    [
      'a second one',
      [remit(1, paid), remit(2, back), remit(3, claim('-8000 CO 45 -2000 CO 144 0', 'ICN1'))],
      -8000,
    ],
  ])('%s waits with its cents', (_, remittances, cents) => {
    const books = new SampleBooks([{ number, charge: 10000 }])
    for (const each of remittances) books.arrives(each)
    const waiting = Object.entries(books.balances()).filter(([account]) => account.startsWith('unmatched:'))
    expect(waiting.map(([, balance]) => balance)).toEqual([-cents])
  })
})
