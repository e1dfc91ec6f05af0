/** How a payer answers a claim, at random: each line's payment and adjustments make its charge to the cent. */
import type { Adjusted } from '../audit/sample-835.ts'
import type { Chance } from './chance.ts'
import { pick } from './chance.ts'
import { type Answer, type AnsweredLine, sumOf, type Visit } from './command.ts'

export type Manner = 'pays' | 'splits' | 'denies'

export interface Asked {
  readonly visit: Visit
  readonly order: number
  readonly payerNumber: string
}

export function answerClaim(chance: Chance, { visit, order, payerNumber }: Asked, manner: Manner): Answer {
  // A denial may be of one line alone.
  const denied = manner === 'denies' ? chance(0, visit.charges.length) : -1
  const lines = visit.charges.flatMap((charge, index): AnsweredLine[] => {
    if (charge === 0) return []
    const isDenied = manner === 'denies' && (denied === 0 || denied === index + 1)
    const line = { place: index + 1, charge, ...amountsOf(chance, charge, order, isDenied) }
    return manner === 'splits' && charge > 1 ? inPieces(chance, line) : [line]
  })
  return {
    ...{
      visit: visit.id,
      order,
      version: visit.version,
      status: order === 1 ? '1' : '2',
      payerNumber,
      lines,
    },
    charge: sumOf(lines.map((line) => line.charge)),
    paid: sumOf(lines.map((line) => line.paid)),
  }
}

function amountsOf(chance: Chance, charge: number, order: number, isDenied: boolean) {
  let left = charge
  const adjusted: Adjusted[] = []
  const take = (group: string, reason: string, most: number) => {
    const cents = chance(0, Math.min(left, most))
    if (cents > 0) adjusted.push([group, reason, cents])
    left -= cents
  }
  if (order > 1) take('OA', '23', charge)
  else if (chance(0, 3) > 0) take('CO', '45', Math.floor(charge / 2))
  if (isDenied) {
    if (chance(0, 2) === 0) take('PR', '119', left)
    const [group, reason] = pick(chance, refusing) ?? ['CO', '16']
    if (left > 0) adjusted.push([group, reason, left])
    return { paid: 0, adjusted }
  }
  for (const [group, reason] of lowering) if (chance(0, 3) === 0) take(group, reason, Math.floor(charge / 3))
  // A negative adjustment adds to the payment.
  if (chance(0, 12) === 0) {
    const more = chance(1, 300)
    adjusted.push(['CO', '45', -more])
    left += more
  }
  return { paid: left, adjusted }
}

const refusing = [
  ['CO', '16'],
  ['CO', '197'],
  ['CO', '18'],
  ['PR', '96'],
  ['OA', '109'],
  ['PI', '50'],
] as const

const lowering = [
  ['PR', '1'],
  ['PR', '2'],
  ['PR', '3'],
  ['CO', '253'],
  ['CO', '59'],
  ['PI', '104'],
  ['OA', '100'],
] as const

/** The first piece has what was adjusted, as far as its charge goes. */
function inPieces(chance: Chance, { place, charge, paid, adjusted }: AnsweredLine): AnsweredLine[] {
  const first = chance(1, charge - 1)
  const ofFirst = sumOf(adjusted.map(([, , cents]) => cents))
  return [
    { place, charge: first, paid: first - ofFirst, adjusted },
    { place, charge: charge - first, paid: paid - first + ofFirst, adjusted: [] },
  ]
}

/** Every sign turned. */
export function negationOf(answer: Answer): Answer {
  const turned = ([group, reason, cents]: Adjusted): Adjusted => [group, reason, -cents]
  return {
    ...{ ...answer, status: '22', charge: -answer.charge, paid: -answer.paid },
    lines: answer.lines.map((line) => ({
      ...{ place: line.place, charge: -line.charge, paid: -line.paid, adjusted: line.adjusted.map(turned) },
    })),
  }
}
