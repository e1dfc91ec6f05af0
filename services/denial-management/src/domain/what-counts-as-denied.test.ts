import { describe, expect, it } from 'vitest'
import { type Adjudication, type Adjustment, deniedParts } from './what-counts-as-denied.ts'

/** `CO 45 3000` is group, reason and cents. */
const adjustments = (text: string): Adjustment[] =>
  text
    .split(', ')
    .filter((each) => each !== '')
    .map((each) => {
      const [groupCode = '', reasonCode = '', amount = '0'] = each.split(' ')
      return { groupCode, reasonCode, amountCents: Number(amount) }
    })

interface Given {
  readonly status?: string
  readonly paid?: number
  readonly remarks?: readonly string[]
  readonly claimRemarks?: readonly string[]
}

const oneLine = (text: string, { status = '1', paid = 0, remarks = [], claimRemarks = [] }: Given = {}) => ({
  ...{ status, chargeCents: 12000, paidCents: paid, claimAdjustments: [], remarks: claimRemarks },
  lines: [
    {
      ...{ chargeLineId: 'L1', procedureCode: '97110', chargeCents: 12000, paidCents: paid, remarks },
      adjustments: adjustments(text),
    },
  ],
})

const told = (payment: Adjudication) =>
  deniedParts(payment).map(({ chargeLineId, groupCode, reasonCode, remarks, amountCents }) =>
    [chargeLineId ?? 'claim', groupCode, reasonCode, amountCents, ...remarks].join(' '),
  )

describe('a line is denied', () => {
  it.each<[string, string, Given, string[]]>([
    ['unpaid for one reason', 'CO 50 12000', {}, ['L1 CO 50 12000']],
    [
      'unpaid for two reasons: two denials',
      'CO 97 8000, PR 119 4000',
      {},
      ['L1 CO 97 8000', 'L1 PR 119 4000'],
    ],
    ['one reason in two triples: one denial', 'CO 16 8000, CO 16 4000', {}, ['L1 CO 16 12000']],
    ['beside a contractual part', 'CO 45 3000, CO 16 9000', {}, ['L1 CO 16 9000']],
    ['with a code that nobody knows', 'CO 999 12000', {}, ['L1 CO 999 12000']],
    ['with the group of another payer', 'OA 18 12000', {}, ['L1 OA 18 12000']],
    ['PR 45 is not CO 45', 'PR 45 12000', {}, ['L1 PR 45 12000']],
    ['at status 4', 'PR 31 12000', { status: '4' }, ['L1 PR 31 12000']],
    ['with nothing in the triple but the reason', 'CO 45 12000, CO 16 0', {}, ['L1 CO 16 0']],
    [
      'with the remarks of line and claim, each once and in order',
      'CO 16 12000',
      { remarks: ['N822', 'M20'], claimRemarks: ['MA130', 'M20'] },
      ['L1 CO 16 12000 M20 MA130 N822'],
    ],
  ])('%s', (_, given, more, expected) => {
    expect(told(oneLine(given, more))).toEqual(expected)
  })

  it.each<[string, string, Given]>([
    ['it was paid', 'CO 45 2000, CO 97 1000', { paid: 9000 }],
    ['all went to the deductible', 'CO 45 2000, PR 1 10000', {}],
    ['coinsurance and copay alone', 'PR 2 8000, PR 3 4000', {}],
    ['the contract leaves nothing', 'CO 45 12000', {}],
    ['multiple procedures, sequestration and a negotiated cut', 'CO 59 4000, CO 253 4000, CO 131 4000', {}],
    ['CO 42 and CO A2 of old remittances', 'CO 42 6000, CO A2 6000', {}],
    ['another payer paid it', 'OA 23 12000', {}],
    ['OA 59 and OA 94', 'OA 59 6000, OA 94 6000', {}],
    ['it is a reversal', 'CO 50 12000', { status: '22' }],
    ['it was forwarded and not decided', 'CO 109 12000', { status: '23' }],
    ['it is a predetermination', 'CO 50 12000', { status: '25' }],
    ['the only other adjustment adds to the payment', 'CO 45 13000, CO 144 -1000', {}],
    ['there is no adjustment', '', {}],
    ['an alert stands alone', 'CO 45 12000', { remarks: ['MA01', 'MA18', 'N522', 'MA07', 'MA15'] }],
  ])('not when %s', (_, given, more) => {
    expect(told(oneLine(given, more))).toEqual([])
  })

  it('is told apart from the line beside it that was paid', () => {
    const [denied] = oneLine('CO 97 4000').lines
    const [paid] = oneLine('CO 45 2000', { paid: 6000 }).lines
    if (!denied || !paid) throw new Error('two lines are given')
    const lines = [paid, { ...denied, chargeLineId: 'L2' }]
    expect(told({ ...oneLine(''), paidCents: 6000, lines })).toEqual(['L2 CO 97 4000'])
  })

  it('with nothing charged is nothing', () => {
    const [line] = oneLine('CO 16 0').lines
    if (!line) throw new Error('a line is given')
    expect(told({ ...oneLine(''), chargeCents: 0, lines: [{ ...line, chargeCents: 0 }] })).toEqual([])
  })
})

describe('a claim without lines is denied', () => {
  const whole = (text: string, paidCents = 0): Adjudication => ({
    ...{ status: '4', chargeCents: 12000, paidCents, remarks: ['N382'], lines: [] },
    claimAdjustments: adjustments(text),
  })

  it('as a whole', () => {
    expect(told(whole('CO 31 12000'))).toEqual(['claim CO 31 12000 N382'])
  })

  it('not when something was paid', () => {
    expect(told(whole('CO 16 2000', 10000))).toEqual([])
  })
})
