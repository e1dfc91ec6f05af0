import { cents } from '@tally/kernel'
import { chance as seededChance } from '@tally/testkit/chance'
import { describe, expect, it } from 'vitest'
import { adjudicateLines } from './adjudicate-lines.ts'
import type { BilledLine } from './claim.ts'
import { type SampleAdjustment, type SampleClaim, sampleRead } from './sample-remittance.ts'

const billed = (...charges: readonly number[]): BilledLine[] =>
  charges.map((charge, index) => ({
    ...{ chargeLineId: `L${index + 1}`, procedureCode: `9711${index}`, modifiers: ['GP'] },
    ...{ chargeCents: cents(charge), expectedAllowedCents: null },
  }))

function read(claim: SampleClaim) {
  const [answered] = sampleRead({ claims: [claim] }).claims
  if (!answered) throw new Error('the sample has a claim')
  return answered
}

/** `L1: paid 6400, CO 45 2000, PR 2 1600`; a denied line says so. */
function told(claim: SampleClaim, lines: readonly BilledLine[]) {
  return adjudicateLines(read(claim), lines)?.map(({ chargeLineId, paidCents, adjustments, denied }) => {
    const each = adjustments.map(({ group, reason, amountCents }) => `, ${group} ${reason} ${amountCents}`)
    return `${chargeLineId}: ${denied ? 'denied' : 'paid'} ${paidCents}${each.join('')}`
  })
}

describe('a claim that the payer adjudicated as a whole', () => {
  it('is spread over its lines by their charges, so that every line and every amount adds up', () => {
    const claim: SampleClaim = {
      ...{ number: 'X', charge: 10001, paid: 6001 },
      adjustments: [
        ['CO', '45', 3000],
        ['PR', '2', 1000],
      ],
    }
    expect(told(claim, billed(3334, 3334, 3333))).toEqual([
      'L1: paid 2000, CO 45 1000, PR 2 334',
      'L2: paid 2001, CO 45 1000, PR 2 333',
      'L3: paid 2000, CO 45 1000, PR 2 333',
    ])
  })

  it('denied as a whole is denied at each line', () => {
    const claim: SampleClaim = {
      number: 'X',
      status: '4',
      charge: 9000,
      paid: 0,
      adjustments: [['CO', '29', 9000]],
    }
    expect(told(claim, billed(6000, 3000))).toEqual(['L1: denied 0, CO 29 6000', 'L2: denied 0, CO 29 3000'])
  })

  it('adds up for any charges and amounts', () => {
    const chance = seededChance(1).whole
    for (let trial = 0; trial < 300; trial++) {
      const charges = Array.from({ length: chance(1, 50) }, () => chance(0, 30_000))
      const charge = charges.reduce((sum, each) => sum + each, 0)
      const parts: SampleAdjustment[] = Array.from({ length: chance(0, 4) }, (_, index) => [
        ...(['CO', String(45 + index), chance(-500, 4000)] as const),
      ])
      const paid = charge - parts.reduce((sum, [, , amount]) => sum + amount, 0)
      const lines =
        adjudicateLines(read({ number: 'X', charge, paid, adjustments: parts }), billed(...charges)) ?? []
      for (const { chargeCents, paidCents, adjustments } of lines) {
        expect(adjustments.reduce((sum, { amountCents }) => sum + amountCents, paidCents + 0)).toBe(
          chargeCents,
        )
      }
      expect(lines.reduce((sum, { paidCents }) => sum + paidCents, 0)).toBe(paid)
      for (const [group, reason, amount] of parts) {
        const ofPart = lines.flatMap(({ adjustments }) =>
          adjustments.filter((each) => each.group === group && each.reason === reason),
        )
        expect(ofPart.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(amount)
      }
    }
  })
})

describe('a claim as a whole that a person matched to another charge is what the payer says', () => {
  const answer = (paid: number, off: number): SampleClaim => ({
    ...{ number: 'X', charge: paid + off, paid, adjustments: [['CO', '45', off]] },
  })
  it.each<[string, SampleClaim, number[], string[]]>([
    ['less was answered', answer(3000, 5000), [10000], ['L1: paid 3000, CO 45 5000']],
    ['less, and most of it paid', answer(6000, 2000), [10000], ['L1: paid 6000, CO 45 2000']],
    ['more was answered', answer(9000, 3000), [10000], ['L1: paid 9000, CO 45 3000']],
    [
      'less, by the charges of its lines',
      answer(6000, 2000),
      [7500, 2500],
      ['L1: paid 4500, CO 45 1500', 'L2: paid 1500, CO 45 500'],
    ],
  ])('%s', (_, claim, charges, expected) => {
    expect(told(claim, billed(...charges))).toEqual(expected)
  })
})

describe('a claim with lines', () => {
  const line = (code: string, charge: number, paid: number, ...adjustments: readonly SampleAdjustment[]) => ({
    ...{ code, charge, paid, adjustments },
  })

  it('keeps each line’s own payment and adjustments', () => {
    const claim: SampleClaim = {
      ...{ number: 'X', charge: 16000, paid: 6400 },
      lines: [
        line('97110', 10000, 6400, ['CO', '45', 2000], ['PR', '2', 1600]),
        line('97111', 6000, 0, ['CO', '97', 6000]),
      ],
    }
    expect(told(claim, billed(10000, 6000))).toEqual([
      'L1: paid 6400, CO 45 2000, PR 2 1600',
      'L2: denied 0, CO 97 6000',
    ])
  })

  it('takes what the payer adjusted for the claim as a whole off the lines’ payments, by their size', () => {
    const claim: SampleClaim = {
      ...{ number: 'X', charge: 16000, paid: 9000, adjustments: [['CO', '253', 1000]] },
      lines: [line('97110', 10000, 6667, ['CO', '45', 3333]), line('97111', 6000, 3333, ['CO', '45', 2667])],
    }
    expect(told(claim, billed(10000, 6000))).toEqual([
      'L1: paid 6000, CO 45 3333, CO 253 667',
      'L2: paid 3000, CO 45 2667, CO 253 333',
    ])
  })

  it('gathers the pieces of a line that the payer split', () => {
    const piece = { ...line('97110', 5000, 4000, ['CO', '45', 1000]), control: 'L1' }
    const claim: SampleClaim = { number: 'X', charge: 10000, paid: 8000, lines: [piece, piece] }
    expect(told(claim, billed(10000))).toEqual(['L1: paid 8000, CO 45 1000, CO 45 1000'])
  })

  it('has none when one of them answers nothing that was sent', () => {
    const claim: SampleClaim = {
      ...{ number: 'X', charge: 16000, paid: 16000 },
      lines: [line('97110', 10000, 10000), line('G0283', 5000, 5000), line('97014', 1000, 1000)],
    }
    expect(told(claim, billed(10000, 6000))).toBeUndefined()
  })
})

describe('what was allowed', () => {
  const allowed = (paid: number, stated: number | undefined, ...adjustments: readonly SampleAdjustment[]) => {
    const one = { code: '97110', charge: 10000, paid, adjustments }
    const lines = [stated === undefined ? one : { ...one, allowed: stated }]
    return adjudicateLines(read({ number: 'X', charge: 10000, paid, lines }), billed(10000))?.[0]
      ?.allowedCents
  }

  it.each<[string, number | null | undefined, number | null]>([
    [
      'is what the payer says',
      allowed(6325, 8067, ['CO', '45', 1933], ['CO', '253', 129], ['PR', '2', 1613]),
      8067,
    ],
    [
      'else payment and patient’s share',
      allowed(6400, undefined, ['CO', '45', 2000], ['PR', '2', 1600]),
      8000,
    ],
    [
      'and what sequestration took off the payment',
      allowed(6325, undefined, ['CO', '45', 1933], ['CO', '253', 129], ['PR', '2', 1613]),
      8067,
    ],
    ['is not known of a denied line', allowed(0, undefined, ['CO', '97', 10000]), null],
  ])('%s', (_, is, expected) => {
    expect(is).toBe(expected)
  })
})
