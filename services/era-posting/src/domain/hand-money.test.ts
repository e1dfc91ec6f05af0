/** What people may move by hand, and what is refused in words and cents. */
import { cents, noCents, serviceDate } from '@tally/kernel'
import { readRemittances } from '@tally/x12'
import { describe, expect, it } from 'vitest'
import { deniedOpen, patientCredit, receivableOfPatient, receivableOfPayer } from './account.ts'
import { applyPayment, type PatientLine } from './apply-payment.ts'
import { outOfBalance, type PaperEob, writtenEob } from './paper-eob.ts'
import { balanceOf, type Posting } from './posting.ts'
import { refundPatient, refundPayer } from './refund.ts'
import { transferLine } from './transfer-receivable.ts'
import { writeOffLines } from './write-off.ts'

const patientId = 'pat_A'
const hold = { chargeLineId: 'Q', because: 'patient/work-injury', says: 'released first', releasable: true }
const line = (chargeLineId: string, serviceDate: string, balance: number, held = false): PatientLine => ({
  ...{ chargeLineId, treatmentDayId: `day_${chargeLineId}`, serviceDate, balanceCents: cents(balance) },
  hold: held ? { ...hold, chargeLineId } : null,
})
const lines = [
  line('NEW', '2026-11-12', 3000),
  line('OLD', '2026-10-01', 2000),
  line('HELD', '2026-09-01', 9000, true),
  line('OVER', '2026-08-01', -500),
]

function pay(amount: number, named: readonly (readonly [string, number])[] | null = null, credit = 0) {
  return applyPayment(
    {
      ...{ entryId: 'E', patientId, amountCents: cents(amount), creditCents: cents(credit) },
      from: credit > 0 ? 'credit' : 'cash',
      named: named?.map(([chargeLineId, each]) => ({ chargeLineId, amountCents: cents(each) })) ?? null,
    },
    lines,
  )
}
const moved = (result: { readonly postings?: readonly Posting[] }, account: string) =>
  balanceOf(account, result.postings ?? [])
const owed = (id: string) => receivableOfPatient(patientId, id)

describe('a patient’s payment', () => {
  it.each<[string, number, readonly (readonly [string, number])[] | null, number[], number]>([
    ['pays the oldest line first', 1500, null, [-1500, 0], 0],
    ['then the next, and no line that is held back or overpaid', 4000, null, [-2000, -2000], 0],
    ['and what is beyond is credit', 6000, null, [-2000, -3000], 1000],
    ['pays the lines that are named', 1000, [['NEW', 1000]], [0, -1000], 0],
    ['and no more on them than they owe', 4000, [['NEW', 4000]], [0, -3000], 1000],
    ['what names no line is credit', 1000, [['NEW', 400]], [0, -400], 600],
  ])('%s', (_, amount, named, [old, recent], credit) => {
    const applied = pay(amount, named)
    expect(applied.kind).toBe('applied')
    expect([moved(applied as never, owed('OLD')), moved(applied as never, owed('NEW'))]).toEqual([
      old,
      recent,
    ])
    expect(moved(applied as never, patientCredit(patientId))).toBe(-credit + 0)
    expect(moved(applied as never, 'cash')).toBe(amount)
  })

  it.each<[string, ReturnType<typeof pay>, string]>([
    ['more on lines than was paid', pay(500, [['NEW', 501]]), 'payment/lines-exceed-it'],
    ['a line of somebody else', pay(500, [['ELSE', 100]]), 'line/not-of-patient'],
    ['a line that a person must release', pay(500, [['HELD', 100]]), 'patient/work-injury'],
    ['more credit than is there', pay(500, null, 400), 'credit/too-small'],
  ])('is refused for %s', (_, result, code) => {
    expect(result).toMatchObject({ kind: 'refusal', code })
  })

  it('is put on a line that somebody else answers for where it is named, and not by itself', () => {
    const [newest] = lines
    const hold = {
      chargeLineId: 'NEW',
      because: 'patient/third-party',
      says: 'x',
      releasable: false,
      payable: true,
    } as const
    const his = newest ? [{ ...newest, hold }] : []
    const money = {
      entryId: 'E',
      patientId,
      amountCents: cents(3000),
      from: 'cash',
      creditCents: cents(0),
    } as const
    const given = applyPayment({ ...money, named: [{ chargeLineId: 'NEW', amountCents: cents(3000) }] }, his)
    expect(moved(given as never, owed('NEW'))).toBe(-3000)
    expect(moved(applyPayment({ ...money, named: null }, his) as never, patientCredit(patientId))).toBe(-3000)
  })

  it('out of credit leaves what no line owes as credit', () => {
    const applied = pay(6000, null, 6000)
    expect(moved(applied as never, patientCredit(patientId))).toBe(5000)
    expect(moved(applied as never, 'cash')).toBe(0)
  })
})

describe('a refund', () => {
  const refund = (amount: number, credit: number) =>
    refundPatient({ entryId: 'E', patientId, amountCents: cents(amount), creditCents: cents(credit) }, lines)

  it('takes the credit first, then what a line was overpaid', () => {
    const done = refund(800, 300)
    expect(moved(done as never, patientCredit(patientId))).toBe(300)
    expect(moved(done as never, owed('OVER'))).toBe(500)
    expect(moved(done as never, `refund:${patientId}`)).toBe(-800)
  })

  it('is never more than stands to the patient’s credit', () => {
    expect(refund(801, 300)).toMatchObject({
      code: 'refund/more-than-credit',
      says: '$8.01 is to go back and $8.00 stands to the credit of the patient',
    })
  })

  it.each([
    ['what that line was overpaid', { revenue: -1000, clearing: 1700 }, 700],
    ['no more than the payer paid of it', { clearing: 700, adjustment: 300 }, 700],
  ])('to a payer is %s', (_, left, most) => {
    const account = receivableOfPayer('L', 1)
    const asked = (amount: number) => [{ chargeLineId: 'L', order: 1, amountCents: cents(amount) }]
    const ofLine = new Map(Object.entries(left).map(([kind, amount]) => [kind, cents(amount)]))
    const movedFrom = (from: string) => (from === account ? ofLine : new Map())
    expect(moved(refundPayer('E', '12345', asked(most), movedFrom) as never, account)).toBe(most)
    expect(refundPayer('E', '12345', asked(most + 1), movedFrom)).toMatchObject({
      code: 'refund/more-than-credit',
    })
  })
})

describe('a transfer', () => {
  const coverages = [
    { order: 1, payerId: '12345', payerFamily: 'commercial' },
    { order: 2, payerId: '67890', payerFamily: 'commercial' },
  ]
  const day = {
    ...{ treatmentDayId: 'day_1', version: 1, patientId, serviceDate: '2026-11-10', lines: [], coverages },
    ...{ patientPaidCents: noCents, treatmentCase: 'health' as const, thirdParty: false },
  }
  const lineOf = (charged: number) => ({
    ...{ chargeLineId: 'L', procedureCode: '97110', modifiers: ['GP'], expectedAllowedCents: null },
    ...{ account: receivableOfPayer('L', 1), bookedCents: cents(charged) },
  })
  interface More {
    readonly owed?: number
    readonly refused?: number
    readonly his?: number | null
    readonly never?: number
    readonly held?: boolean
    readonly order?: number
    readonly charged?: number
  }
  const move = (amount: number, to: 'patient' | 'next-payer', more: More = {}) => {
    const { order = 1, his = 0 } = more
    return transferLine({ chargeLineId: 'L', order, amountCents: cents(amount) }, to, {
      ...{ entryId: 'E', hold: more.held ? hold : null, pointer: '/lines/0' },
      day: more.charged === undefined ? day : { ...day, lines: [lineOf(more.charged)] },
      patientsCents: his === null ? null : cents(his),
      neverHisCents: cents(more.never ?? 0),
      balances: new Map([
        [receivableOfPayer('L', order), cents(more.owed ?? 0)],
        [deniedOpen('L', order), cents(more.refused ?? 0)],
      ]),
    })
  }

  it.each<[string, ReturnType<typeof move>, Record<string, number>]>([
    [
      'what is owed to the next payer',
      move(500, 'next-payer', { owed: 600 }),
      { 'receivable:payer:L:2': 500 },
    ],
    ['what is owed to the patient', move(500, 'patient', { owed: 600 }), { [owed('L')]: 500 }],
    [
      'what was refused as his, its denial closed since',
      move(100, 'patient', { owed: 600, never: 500 }),
      { [owed('L')]: 100 },
    ],
    [
      'what was refused to the next payer, its denial closed since',
      move(600, 'next-payer', { owed: 600, never: 600 }),
      { 'receivable:payer:L:2': 600 },
    ],
    [
      'what was refused as his',
      move(500, 'patient', { refused: 900, his: 500 }),
      { 'denied:open:L:1': -500 },
    ],
    [
      'what is owed before what was refused',
      move(500, 'next-payer', { owed: 300, refused: 900 }),
      { 'receivable:payer:L:1': -300, 'denied:open:L:1': -200 },
    ],
  ])('moves %s', (_, postings, expected) => {
    const found = Object.keys(expected).map((account) => [account, balanceOf(account, postings as Posting[])])
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  it.each<[string, ReturnType<typeof move>, string]>([
    ['more than is open', move(601, 'patient', { owed: 600 }), 'transfer/more-than-open'],
    ['CO, to the patient', move(501, 'patient', { refused: 900, his: 500 }), 'transfer/contractual'],
    [
      'CO to the patient, its denial closed since',
      move(101, 'patient', { owed: 600, never: 500 }),
      'transfer/contractual',
    ],
    ['what is charged no more', move(1, 'patient', { owed: 600, charged: 0 }), 'transfer/not-charged'],
    [
      'a refusal whose group is not known',
      move(1, 'patient', { refused: 900, his: null }),
      'transfer/contractual',
    ],
    ['an injury that nobody released', move(1, 'patient', { owed: 600, held: true }), 'patient/work-injury'],
    [
      'a payer behind whom there is none',
      move(1, 'next-payer', { owed: 9, order: 2 }),
      'transfer/no-next-payer',
    ],
  ])('refuses %s', (_, result, code) => {
    expect(result).toMatchObject({ kind: 'refusal', code })
  })
})

describe('a write-off', () => {
  const of = (amount: number, order: number | null) => [
    { chargeLineId: 'L', order, amountCents: cents(amount) },
  ]
  const write = (amount: number, order: number | null) =>
    writeOffLines(
      'E',
      'small-balance',
      () => patientId,
      of(amount, order),
      new Map([
        [receivableOfPayer('L', 1), cents(300)],
        [deniedOpen('L', 1), cents(200)],
        [owed('L'), cents(100)],
      ]),
    )

  it('takes what is owed, then what was refused, and at the patient what the patient owes', () => {
    const atPayer = write(400, 1) as readonly Posting[]
    expect(atPayer.map(({ credit, cents: amount }) => [credit, amount])).toEqual([
      ['receivable:payer:L:1', 300],
      ['denied:open:L:1', 100],
    ])
    expect(balanceOf('write-off:small-balance', write(100, null) as readonly Posting[])).toBe(100)
  })

  it('is never more than is open', () => {
    expect(write(501, 1)).toMatchObject({ code: 'write-off/more-than-open' })
    expect(write(101, null)).toMatchObject({ code: 'write-off/more-than-open' })
  })
})

describe('a paper EOB', () => {
  const eob = (changes: Partial<PaperEob> = {}, paid = 3000): PaperEob => ({
    ...{ payerId: '12345', payerName: 'EXAMPLE PLAN', payeeNpi: '1234567893', traceNumber: 'CHK 1001' },
    ...{ method: 'check', paidOn: serviceDate('2026-11-20'), paymentCents: cents(3000) },
    claims: [
      {
        ...{ claimNumber: 'X1', status: '1', payerClaimNumber: null, adjustments: [], remarks: [] },
        ...{ chargeCents: cents(6000), paidCents: cents(3000), patientCents: null },
        lines: [
          {
            ...{ chargeLineId: 'L1', procedureCode: '97110', modifiers: ['GP'], units: 1, remarks: ['N782'] },
            ...{ serviceDate: serviceDate('2026-11-10'), chargeCents: cents(6000), paidCents: cents(paid) },
            allowedCents: null,
            adjustments: [
              { group: 'CO', reason: '45', amountCents: cents(2000) },
              { group: 'PR', reason: '3', amountCents: cents(1000) },
            ],
          },
        ],
      },
    ],
    providerAdjustments: [],
    ...changes,
  })
  const read = (each: PaperEob) => {
    const written = writtenEob(each)
    if (!written.ok) throw new Error(JSON.stringify(written.problems))
    const [first] = readRemittances(written.text, { sha256: (text) => String(text.length) }).transactions
    if (!first) throw new Error('an EOB is a remittance')
    return first
  }

  it('is read as the 835 that the payer would have sent', () => {
    const remittance = read(eob())
    expect(remittance).toMatchObject({
      verdict: 'post',
      method: 'CHK',
      traceNumber: 'CHK 1001',
      payerId: '12345',
    })
    expect(remittance.claims[0]).toMatchObject({ claimNumber: 'X1', patientCents: 1000, paidCents: 3000 })
    expect(remittance.claims[0]?.lines[0]).toMatchObject({ lineControlNumber: 'L1', remarks: ['N782'] })
    expect(outOfBalance(remittance)).toEqual([])
  })

  it('that does not add up is refused in words and cents, every equality of it', () => {
    expect(outOfBalance(read(eob({ paymentCents: cents(3001) })))).toEqual([
      'the payment: payment = claim payments less provider-level adjustments, but $30.01 is not $30.00 ($0.01 apart)',
    ])
    expect(outOfBalance(read(eob({}, 2999)))).toEqual([
      'claim 1, line 1: line charge less its adjustments = line payment, but $30.00 is not $29.99 ($0.01 apart)',
      expect.stringContaining('claim 1: line payments'),
    ])
  })

  it('without payment is a notification', () => {
    const [claim] = eob().claims
    const denied = {
      ...claim,
      paidCents: noCents,
      lines: claim?.lines.map((each) => ({
        ...{ ...each, paidCents: noCents },
        adjustments: [{ group: 'CO', reason: '29', amountCents: cents(6000) }],
      })),
    } as PaperEob['claims'][number]
    const remittance = read(eob({ paymentCents: noCents, claims: [denied] }))
    expect([remittance.method, remittance.handling, remittance.claims[0]?.denied]).toEqual(['NON', 'H', true])
  })
})
