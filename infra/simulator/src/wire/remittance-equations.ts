/**
 * The three equalities of an 835 (x12.md 2.5), from its text alone: how the tests look at what was written.
 * Negative interest and provider adjustments are in it; a claim's share of the patient is checked beside.
 */
import { type Cents, cents, noCents, sumOf } from '@tally/kernel'
import { centsIn } from './amounts.ts'
import { adjustmentsIn } from './read-elements.ts'
import { elementOf, type Segment, splitInterchange } from './segments.ts'

export interface Unequal {
  readonly level: 'line' | 'claim' | 'transaction' | 'patient'
  /** CLP01 or TRN02. */
  readonly of: string
  readonly saysCents: Cents
  readonly makesCents: Cents
}

interface Claim {
  readonly segment: Segment
  readonly own: Segment[]
  readonly lines: { readonly segment: Segment; readonly adjustments: Segment[] }[]
}

/** Every equality that does not hold; one text may hold several ST. */
export function inequalitiesIn(text: string): Unequal[] {
  const interchange = splitInterchange(text)
  if (typeof interchange === 'string') throw new Error(interchange)
  const { segments } = interchange
  const starts = segments.flatMap(([name], index) => (name === 'ST' ? [index] : []))
  return starts.flatMap((start, index) => inTransaction(segments.slice(start, starts[index + 1])))
}

function inTransaction(segments: readonly Segment[]): Unequal[] {
  const claims: Claim[] = []
  for (const segment of segments) {
    const claim = claims.at(-1)
    if (segment[0] === 'CLP') claims.push({ segment, own: [], lines: [] })
    if (segment[0] === 'SVC') claim?.lines.push({ segment, adjustments: [] })
    if (segment[0] === 'CAS') (claim?.lines.at(-1)?.adjustments ?? claim?.own)?.push(segment)
  }
  const [payment] = segments.filter(([name]) => name === 'BPR')
  const [trace] = segments.filter(([name]) => name === 'TRN')
  const provider = segments.filter(([name]) => name === 'PLB').map(providerSum)
  const paid = sumOf(claims.map(({ segment }) => amount(segment, 4)))
  const whole = unequal('transaction', elementOf(trace ?? [], 2), amount(payment ?? [], 2), [
    paid,
    ...provider.map((one) => cents(-one)),
  ])
  return [...claims.flatMap(inClaim), ...whole]
}

function inClaim({ segment, own, lines }: Claim): Unequal[] {
  const of = elementOf(segment, 1)
  const adjustments = [...own, ...lines.flatMap((line) => line.adjustments)].flatMap(adjustmentsIn)
  const all = adjustments.map((one) => one.cents)
  const patient = adjustments.filter(({ group }) => group === 'PR').map((one) => one.cents)
  return [
    ...lines.flatMap((line) =>
      unequal('line', of, amount(line.segment, 3), [
        amount(line.segment, 2),
        ...line.adjustments.flatMap(adjustmentsIn).map((one) => cents(-one.cents)),
      ]),
    ),
    ...unequal('claim', of, amount(segment, 4), [amount(segment, 3), ...all.map((one) => cents(-one))]),
    ...(lines.length === 0
      ? []
      : unequal(
          'claim',
          of,
          amount(segment, 3),
          lines.map((line) => amount(line.segment, 2)),
        )),
    ...(elementOf(segment, 2) === '22' ? [] : unequal('patient', of, amount(segment, 5), patient)),
  ]
}

function unequal(level: Unequal['level'], of: string, says: Cents, parts: readonly Cents[]): Unequal[] {
  const makes = sumOf(parts)
  return says === makes ? [] : [{ level, of, saysCents: says, makesCents: makes }]
}

function providerSum(segment: Segment): Cents {
  return sumOf([4, 6, 8, 10, 12, 14].map((position) => centsIn(elementOf(segment, position)) ?? noCents))
}

function amount(segment: Segment, position: number): Cents {
  const read = centsIn(elementOf(segment, position))
  if (read === null) throw new Error(`${segment.join('*')} has no amount at ${position}`)
  return read
}
