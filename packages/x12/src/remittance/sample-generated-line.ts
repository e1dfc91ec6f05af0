/** Lines of a claim that add up, for properties: charge less adjustments is what was paid. */
import { type Cents, cents, sumOf } from '@tally/kernel'
import fc from 'fast-check'
import { isDenied } from './denied.ts'
import type { Adjustment } from './remittance.ts'
import { generatedDate, generatedRemark, generatedText, maybe } from './sample-generated-parts.ts'
import type { LineToWrite } from './write-line.ts'

export type GeneratedLine = LineToWrite

type Reason = readonly [group: string, reason: string]

const reasonsOf: Readonly<Record<'paid' | 'denied' | 'to-patient', readonly Reason[]>> = {
  paid: [
    ['CO', '45'],
    ['PR', '1'],
    ['PR', '2'],
    ['PR', '3'],
    ['CO', '59'],
    ['CO', '253'],
    ['OA', '23'],
    ['PI', '45'],
  ],
  denied: [
    ['CO', '197'],
    ['CO', '97'],
    ['PR', '119'],
    ['CO', '16'],
    ['OA', '18'],
    ['PI', '96'],
  ],
  'to-patient': [
    ['PR', '1'],
    ['PR', '3'],
    ['CO', '45'],
  ],
}

const procedure = fc.record({
  procedureCode: fc.constantFrom('97110', '97140', '97530', '97161', 'G0283'),
  modifiers: fc.subarray<string>(['GP', 'KX', 'CQ', '59']),
})

const units = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(0.5, 1.25) },
)

const reference = fc.record({ qualifier: fc.constantFrom('6R', 'LU', '1S', 'G1'), value: generatedText(20) })

export function generatedLine(kind: 'any' | 'unpaid'): fc.Arbitrary<GeneratedLine> {
  const outcome = fc.constantFrom<keyof typeof reasonsOf>(
    ...(kind === 'any'
      ? (['paid', 'paid', 'denied', 'to-patient'] as const)
      : (['denied', 'to-patient'] as const)),
  )
  return fc
    .record({
      procedure,
      submittedProcedure: maybe(procedure),
      charge: fc.integer({ min: 0, max: 200_000 }),
      outcome,
      share: fc.nat(),
      seed: fc.array(fc.nat(), { minLength: 1, maxLength: 15 }),
      unitsPaid: units,
      unitsSubmitted: maybe(units),
      serviceDate: maybe(generatedDate),
      remarks: fc.array(generatedRemark, { maxLength: 4 }),
      references: fc.array(reference, { maxLength: 3 }),
      stated: maybe(fc.nat({ max: 200_000 })),
    })
    .map(
      ({ procedure: { procedureCode, modifiers }, charge, outcome: came, share, seed, stated, ...said }) => {
        const paid = came === 'paid' ? share % (charge + 1) : 0
        const adjustments = splitAdjustments(charge - paid, seed, reasonsOf[came])
        const [chargeCents, paidCents] = [cents(charge), cents(paid)]
        const implied = isDenied('1', { chargeCents, paidCents }, adjustments)
          ? null
          : sumOf([paidCents, patientCentsOf(adjustments)])
        const allowedCents = stated === null ? implied : cents(stated)
        return { procedureCode, modifiers, ...said, chargeCents, paidCents, adjustments, allowedCents }
      },
    )
}

/** `amount` in as many pieces as there are seeds, some of them negative or zero, under these reasons by turns. */
export function splitAdjustments(
  amount: number,
  seeds: readonly number[],
  reasons: readonly Reason[],
): Adjustment[] {
  if (amount === 0) return []
  let left = amount
  return seeds.map((seed, index) => {
    const [group, reason] = reasons[seed % reasons.length] ?? ['CO', '45']
    const piece = index === seeds.length - 1 ? left : (seed % (2 * amount)) - Math.floor(amount / 2)
    left -= piece
    return { group, reason, amountCents: cents(piece), quantity: seed % 5 === 0 ? (seed % 40) / 4 : null }
  })
}

export function patientCentsOf(adjustments: readonly Adjustment[]): Cents {
  return sumOf(adjustments.filter(({ group }) => group === 'PR').map(({ amountCents }) => amountCents))
}
