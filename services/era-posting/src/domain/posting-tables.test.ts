/** What the claims of a remittance post, line by line: the tables of reliability-security.md 3.1 as cases. */
import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { adjudicateLines } from './adjudicate-lines.ts'
import type { BilledLine } from './claim.ts'
import { type PostingPlace, postClaim } from './post-claim.ts'
import { balanceOf } from './posting.ts'
import { type SampleAdjustment, type SampleClaim, sampleRead } from './sample-remittance.ts'

const place: PostingPlace = {
  ...{ key: 'remittance/R/1', position: 1, paidFrom: 'clearing:R', patientId: 'pat_1' },
  ...{ coverageOrder: 1, nextOrder: null, uncharged: new Set<string>() },
}

function postings(
  claim: Omit<SampleClaim, 'number'>,
  charges: readonly number[],
  more: Partial<PostingPlace> = {},
) {
  const billed = charges.map(
    (charge, index): BilledLine => ({
      ...{ chargeLineId: `L${index + 1}`, procedureCode: `9711${index}`, modifiers: ['GP'] },
      ...{ chargeCents: cents(charge), expectedAllowedCents: null },
    }),
  )
  const [answered] = sampleRead({ claims: [{ number: 'X', ...claim }] }).claims
  if (!answered) throw new Error('the sample has a claim')
  return postClaim(adjudicateLines(answered, billed) ?? [], { ...place, ...more })
}

/** `CO 45 2000, PR 2 1600` beside what was paid, of a line charged 10000. */
function told(paid: number, adjustments: string, more: Partial<PostingPlace> = {}) {
  const each = adjustments.split(', ').flatMap((words): SampleAdjustment[] => {
    const [group = '', reason = '', amount = '0'] = words.split(' ')
    return group === '' ? [] : [[group, reason, Number(amount)]]
  })
  const line = { code: '97110', charge: 10000, paid, adjustments: each }
  return postings({ charge: 10000, paid, lines: [line] }, [10000], more).map(inWords)
}

const inWords = ({ debit, credit, cents: amount }: ReturnType<typeof postings>[number]) =>
  `${debit} <- ${credit} ${amount}`

const own = 'receivable:payer:L1:1'
const patient = 'receivable:patient:pat_1:L1'
const denied = 'denied:open:L1:1'

describe('a paid line', () => {
  it.each<[string, number, string, string[]]>([
    ['in full', 10000, '', [`clearing:R <- ${own} 10000`]],
    [
      'below the charge by contract',
      8000,
      'CO 45 2000',
      [`clearing:R <- ${own} 8000`, `adjustment:contractual <- ${own} 2000`],
    ],
    [
      'leaves the patient his share',
      6400,
      'CO 45 2000, PR 2 1600',
      [`clearing:R <- ${own} 6400`, `adjustment:contractual <- ${own} 2000`, `${patient} <- ${own} 1600`],
    ],
    [
      'less sequestration',
      6325,
      'CO 45 1933, CO 253 129, PR 2 1613',
      [
        `clearing:R <- ${own} 6325`,
        `adjustment:contractual <- ${own} 1933`,
        `adjustment:sequestration <- ${own} 129`,
        `${patient} <- ${own} 1613`,
      ],
    ],
    [
      'reduced as one of several procedures',
      5000,
      'CO 59 3000, OA 59 2000',
      [`clearing:R <- ${own} 5000`, `adjustment:mppr <- ${own} 3000`, `adjustment:mppr <- ${own} 2000`],
    ],
    [
      'reduced on the payer’s own account',
      9000,
      'PI 204 1000',
      [`clearing:R <- ${own} 9000`, `adjustment:payer-initiated <- ${own} 1000`],
    ],
    [
      'for another reason',
      9000,
      'OA 209 1000',
      [`clearing:R <- ${own} 9000`, `adjustment:other <- ${own} 1000`],
    ],
    [
      'with a refused part: it is no denial, being paid',
      4800,
      'CO 45 3000, CO 151 2200',
      [
        `clearing:R <- ${own} 4800`,
        `adjustment:contractual <- ${own} 3000`,
        `adjustment:contractual <- ${own} 2200`,
      ],
    ],
    [
      'by a negative adjustment more than its charge',
      10500,
      'CO 144 -500',
      [`clearing:R <- ${own} 10500`, `${own} <- adjustment:contractual 500`],
    ],
    [
      'nothing, all of it the deductible',
      0,
      'CO 45 2000, PR 1 8000',
      [`adjustment:contractual <- ${own} 2000`, `${patient} <- ${own} 8000`],
    ],
    ['nothing, all of it contractual', 0, 'CO 45 10000', [`adjustment:contractual <- ${own} 10000`]],
    ['with an adjustment of nothing, which posts nothing', 10000, 'CO 45 0', [`clearing:R <- ${own} 10000`]],
  ])('%s', (_, paid, adjustments, expected) => {
    expect(told(paid, adjustments)).toEqual(expected)
  })
})

describe('a denied line', () => {
  it.each<[string, string, string[]]>([
    ['stays open for what was refused', 'CO 197 10000', [`${denied} <- ${own} 10000`]],
    [
      'beside its contractual part',
      'CO 45 2000, CO 16 8000',
      [`adjustment:contractual <- ${own} 2000`, `${denied} <- ${own} 8000`],
    ],
    [
      'also for what the payer puts on the patient: a person looks first',
      'PR 119 10000',
      [`${denied} <- ${own} 10000`],
    ],
    [
      'but for the patient’s ordinary share',
      'PR 96 9000, PR 3 1000',
      [`${denied} <- ${own} 9000`, `${patient} <- ${own} 1000`],
    ],
    [
      'whatever the group',
      'OA 18 4000, PI 16 6000',
      [`${denied} <- ${own} 4000`, `${denied} <- ${own} 6000`],
    ],
    [
      'and what raises the payment is no refusal',
      'CO 16 10500, CO 144 -500',
      [`${denied} <- ${own} 10500`, `${own} <- adjustment:contractual 500`],
    ],
  ])('%s', (_, adjustments, expected) => {
    expect(told(0, adjustments)).toEqual(expected)
  })
})

describe('where the visit names a next payer', () => {
  it('the patient’s share is his to pay first', () => {
    expect(told(6400, 'CO 45 2000, PR 2 1600', { nextOrder: 2 })).toEqual([
      `clearing:R <- ${own} 6400`,
      `adjustment:contractual <- ${own} 2000`,
      `receivable:payer:L1:2 <- ${own} 1600`,
    ])
  })

  it('he answers for his receivable, which began without what the first one paid and adjusted', () => {
    expect(told(1600, 'OA 23 8400', { coverageOrder: 2 })).toEqual([
      'clearing:R <- receivable:payer:L1:2 1600',
    ])
    expect(told(1100, 'OA 23 8400, OA 94 -100, PR 2 600', { coverageOrder: 2 })).toEqual([
      'clearing:R <- receivable:payer:L1:2 1100',
      'receivable:patient:pat_1:L1 <- receivable:payer:L1:2 600',
    ])
  })

  it('and the first one’s OA 23 is an adjustment like any other', () => {
    expect(told(9000, 'OA 23 1000')).toContain(`adjustment:other <- ${own} 1000`)
  })
})

it('a claim of several lines leaves each with nothing open, and pays what it says', () => {
  const lines = [
    {
      code: '97110',
      charge: 10000,
      paid: 6400,
      adjustments: [
        ['CO', '45', 2000],
        ['PR', '2', 1600],
      ] as const,
    },
    { code: '97111', charge: 6000, paid: 0, adjustments: [['CO', '97', 6000]] as const },
  ]
  const all = postings({ charge: 16000, paid: 6400, lines }, [10000, 6000])
  expect(balanceOf('clearing:R', all)).toBe(6400)
  expect([balanceOf(own, all), balanceOf('receivable:payer:L2:1', all)]).toEqual([-10000, -6000])
  expect(balanceOf('denied:open:L2:1', all)).toBe(6000)
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
  expect(all.every(({ position }) => position === 1)).toBe(true)
})
