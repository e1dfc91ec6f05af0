import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { bookCharges, type ChargeDay, type ChargeEvent } from './book-charges.ts'
import type { Posting } from './posting.ts'

const identity = {
  treatmentDayId: 'day_1',
  treatmentCase: 'health' as const,
  patientId: 'pat_1',
  serviceDate: '2026-11-10',
}
const payer = (order: number, payerFamily = 'commercial') => ({ order, payerId: `P${order}`, payerFamily })

interface Given {
  readonly party?: 'insurance' | 'self' | 'third-party'
  readonly coverages?: ReturnType<typeof payer>[]
  readonly paid?: number
}

/** `L1 6000 L2 4000` is two lines with their charges. */
function captured(version: number, lines: string, given: Given = {}): ChargeEvent {
  const { party = 'insurance', coverages = [payer(1)], paid = 0 } = given
  const words = lines.split(' ').filter((word) => word !== '')
  return {
    ...{ ...identity, version, kind: 'captured', responsibleParty: party, coverages },
    patientPaidCents: cents(paid),
    lines: words.flatMap((chargeLineId, place) =>
      place % 2 === 1
        ? []
        : [
            {
              ...{ chargeLineId, procedureCode: '97110', modifiers: ['GP'] },
              ...{ chargeCents: cents(Number(words[place + 1])), expectedAllowedCents: null },
            },
          ],
    ),
  }
}

const held = (version: number): ChargeEvent => ({ ...identity, version, kind: 'held' })
const voided = (version: number, moved = false): ChargeEvent => ({
  ...identity,
  version,
  kind: 'voided',
  moved,
})

/** What each event posts, in words. */
function told(...events: readonly ChargeEvent[]): string[][] {
  let day: ChargeDay | null = null
  return events.map((event) => {
    const booking = bookCharges(day, event)
    if (!booking) return ['nothing new']
    day = booking.day
    return [...booking.charges, ...booking.patientPayment].map(inWords)
  })
}

const inWords = ({ debit, credit, cents: amount }: Posting) => `${debit} <- ${credit} ${amount}`

const owed = (line: string) => `receivable:payer:${line}:1`
const own = (line: string) => `receivable:patient:pat_1:${line}`

describe('charges are booked', () => {
  it.each<[string, ChargeEvent[], string[][]]>([
    [
      'each line to the first payer',
      [captured(1, 'L1 6000 L2 4000')],
      [[`${owed('L1')} <- revenue 6000`, `${owed('L2')} <- revenue 4000`]],
    ],
    [
      'whatever the order in which the coverages stand',
      [captured(1, 'L1 6000', { coverages: [payer(2), payer(1)] })],
      [[`${owed('L1')} <- revenue 6000`]],
    ],
    [
      'to the patient who pays for himself',
      [captured(1, 'L1 6000', { party: 'self' })],
      [[`${own('L1')} <- revenue 6000`]],
    ],
    [
      'to the patient, whose statement waits, when somebody else answers: no plan is asked, whatever card is on file',
      [captured(1, 'L1 6000', { party: 'third-party' })],
      [[`${own('L1')} <- revenue 6000`]],
    ],
    [
      'to the patient when his only payer is himself',
      [captured(1, 'L1 6000', { coverages: [payer(1, 'self-pay')] })],
      [[`${own('L1')} <- revenue 6000`]],
    ],
    [
      'to the patient when no payer is named',
      [captured(1, 'L1 6000', { coverages: [] })],
      [[`${own('L1')} <- revenue 6000`]],
    ],
    [
      'and a correction moves the difference alone, up and down',
      [captured(1, 'L1 6000 L2 4000'), captured(2, 'L1 9000 L2 1000')],
      [
        [`${owed('L1')} <- revenue 6000`, `${owed('L2')} <- revenue 4000`],
        [`${owed('L1')} <- revenue 3000`, `revenue <- ${owed('L2')} 3000`],
      ],
    ],
    [
      'and one that changes nothing of the money posts nothing',
      [captured(1, 'L1 6000'), captured(2, 'L1 6000')],
      [[`${owed('L1')} <- revenue 6000`], []],
    ],
    [
      'and a slot that is emptied, or not said any more, is owed no more',
      [captured(1, 'L1 6000 L2 4000 L3 500'), captured(2, 'L1 6000 L2 0')],
      [
        [`${owed('L1')} <- revenue 6000`, `${owed('L2')} <- revenue 4000`, `${owed('L3')} <- revenue 500`],
        [`revenue <- ${owed('L2')} 4000`, `revenue <- ${owed('L3')} 500`],
      ],
    ],
    [
      'and are taken back from whoever owes them no more, and booked to whoever does',
      [captured(1, 'L1 6000'), captured(2, 'L1 7000', { party: 'self' })],
      [[`${owed('L1')} <- revenue 6000`], [`revenue <- ${owed('L1')} 6000`, `${own('L1')} <- revenue 7000`]],
    ],
    [
      'and a hold moves no money: what was captured stands',
      [captured(1, 'L1 6000'), held(2), captured(3, 'L1 6500')],
      [[`${owed('L1')} <- revenue 6000`], [], [`${owed('L1')} <- revenue 500`]],
    ],
    [
      'and are taken back when voided, and booked again when the visit comes back',
      [captured(1, 'L1 6000'), voided(2), captured(3, 'L1 6000')],
      [
        [`${owed('L1')} <- revenue 6000`],
        [`revenue <- ${owed('L1')} 6000`],
        [`${owed('L1')} <- revenue 6000`],
      ],
    ],
    [
      'once, whatever is delivered twice or late',
      [captured(2, 'L1 6000'), captured(2, 'L1 6000'), captured(1, 'L1 9000')],
      [[`${owed('L1')} <- revenue 6000`], ['nothing new'], ['nothing new']],
    ],
  ])('%s', (_, events, postings) => {
    expect(told(...events)).toEqual(postings)
  })
})

describe('what the patient paid at the visit', () => {
  const credit = 'patient-credit:pat_1'
  const charges = captured(1, 'L1 6000', { paid: 2500 })
  const first = [`${owed('L1')} <- revenue 6000`, `cash <- ${credit} 2500`]

  it.each<[string, ChargeEvent, string[]]>([
    ['is his credit once, however often it is said', captured(2, 'L1 6000', { paid: 2500 }), []],
    ['follows a corrected amount', captured(2, 'L1 6000', { paid: 2000 }), [`${credit} <- cash 500`]],
    ['stays his when the visit is void', voided(2), [`revenue <- ${owed('L1')} 6000`]],
    [
      'goes with a visit that moved to another day',
      voided(2, true),
      [`revenue <- ${owed('L1')} 6000`, `${credit} <- cash 2500`],
    ],
  ])('%s', (_, then, postings) => {
    expect(told(charges, then)).toEqual([first, postings])
  })
})

it.each([
  ['void', voided(2), ['L1', 'L2']],
  ['void since its visit moved', voided(2, true), ['L1', 'L2']],
  ['coded otherwise', captured(2, 'L1 7000 L3 100'), ['L2']],
  ['at no charge', captured(2, 'L1 0 L2 1'), ['L1']],
  ['held', held(2), []],
  ['corrected', captured(2, 'L1 1 L2 1'), []],
  ['the patient’s own', captured(2, 'L1 6000 L2 0 L4 100', { party: 'self' }), ['L2']],
])('of a day that is %s these lines are charged no more', (_, then, expected) => {
  const first = bookCharges(null, captured(1, 'L1 6000 L2 4000 L4 0'))
  expect(bookCharges(first?.day ?? null, then)?.uncharged).toEqual(expected)
})

it('every posting has a source key of its own', () => {
  const one = bookCharges(null, captured(1, 'L1 6000 L2 4000', { paid: 100 }))
  const two = bookCharges(one?.day ?? null, captured(2, 'L1 7000', { party: 'self', paid: 200 }))
  const keys = [one, two].flatMap((each) => [...(each?.charges ?? []), ...(each?.patientPayment ?? [])])
  expect(keys).toHaveLength(7)
  expect(new Set(keys.map(({ key }) => key)).size).toBe(7)
})
