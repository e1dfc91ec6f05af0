/** What some magic ids do to a decision that is otherwise right. */
import { allocate, type Cents, cents, noCents, sumOf } from '@tally/kernel'
import type { Adjustment } from '../wire/claim.ts'
import { type ClaimDecision, type DecidedLine, patientShare } from './decision.ts'
import type { Scenario } from './magic-members.ts'

export function disturbed(decision: ClaimDecision, scenario: Scenario): ClaimDecision {
  if (scenario.kind !== 'remitted') return decision
  switch (scenario.how) {
    case 'claim-out-of-balance':
      return { ...decision, lines: outByADollar(decision.lines) }
    case 'no-lines':
      return { ...decision, adjustments: gathered(decision.lines), lines: [] }
    case 'no-line-controls':
      return { ...decision, lines: decision.lines.map((line) => ({ ...line, control: null })) }
    case 'line-split': {
      const [first, ...rest] = decision.lines
      return first ? { ...decision, lines: [...inTwo(first), ...rest] } : decision
    }
    case 'bundled':
      return bundled(decision)
    default:
      return decision
  }
}

/** The last line under the first one's code, nothing paid on it (x12.md 2.3). */
function bundled(decision: ClaimDecision): ClaimDecision {
  const [first, ...rest] = decision.lines
  const last = rest.pop()
  if (!first || !last) return decision
  const lines: DecidedLine[] = [
    first,
    ...rest,
    {
      ...{ ...last, procedure: first.procedure, modifiers: first.modifiers },
      ...{ submitted: { procedure: last.procedure, modifiers: last.modifiers }, submittedUnits: last.units },
      ...{ units: 0, paidCents: noCents, allowedCents: null, remarks: ['M15'] },
      adjustments: [{ group: 'CO', reason: '97', cents: last.chargeCents }],
    },
  ]
  const patientCents = patientShare(lines.flatMap(({ adjustments }) => adjustments))
  return { ...decision, lines, patientCents, paidCents: sumOf(lines.map(({ paidCents }) => paidCents)) }
}

/** The first line says a dollar more of adjustment than charge less payment. */
function outByADollar([first, ...rest]: readonly DecidedLine[]): DecidedLine[] {
  if (!first) return []
  const dollar = cents(100)
  const [adjustment, ...others] = first.adjustments.filter(({ group }) => group === 'CO')
  const off: Adjustment = adjustment
    ? { ...adjustment, cents: cents(adjustment.cents + dollar) }
    : { group: 'CO', reason: '45', cents: dollar }
  const patient = first.adjustments.filter(({ group }) => group !== 'CO')
  return [{ ...first, adjustments: [off, ...others, ...patient] }, ...rest]
}

/** The lines' adjustments as one list for the claim. */
function gathered(lines: readonly DecidedLine[]): Adjustment[] {
  const groups = Map.groupBy(
    lines.flatMap(({ adjustments }) => adjustments),
    ({ group, reason }) => `${group} ${reason}`,
  )
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return []
    return [{ ...first, cents: sumOf([first, ...others].map((one) => one.cents)) }]
  })
}

/** Both parts carry the line's own control; each adds up, and together they are the line. */
function inTwo(line: DecidedLine): DecidedLine[] {
  const halves = (amount: Cents) => allocate(amount, [1, 1])
  const charges = halves(line.chargeCents)
  const allowed = line.allowedCents === null ? [null, null] : halves(line.allowedCents)
  return [0, 1].map((part) => {
    const chargeCents = charges[part] ?? cents(0)
    const adjustments = line.adjustments
      .map((adjustment) => ({ ...adjustment, cents: halves(adjustment.cents)[part] ?? cents(0) }))
      .filter((adjustment) => adjustment.cents !== 0)
    const adjusted = adjustments.reduce((sum, adjustment) => sum + adjustment.cents, 0)
    const units = line.units > 1 ? Math.floor((line.units + 1 - part) / 2) : 1
    const paidCents = cents(chargeCents - adjusted)
    return { ...line, chargeCents, paidCents, units, allowedCents: allowed[part] ?? null, adjustments }
  })
}
