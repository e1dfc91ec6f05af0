/** One claim decided by one payer: a pure function of the claim, the plan and what the payer knows. */
import { allocate, type Cents, cents, noCents, sumOf } from '@tally/kernel'
import type { Adjustment, ReceivedClaim, ReceivedLine } from '../wire/claim.ts'
import { type ClaimDecision, type DecidedLine, patientShare } from './decision.ts'
import { type DenialFacts, denialOf, saysWhatOthersPaid } from './deny-line.ts'
import { disturbed } from './disturb-decision.ts'
import type { Conversion } from './fee-tables.ts'
import type { Denial } from './magic-tables.ts'
import { least, type Purse, payLine, percentOf } from './pay-line.ts'
import { lastUnitOf, pricesOf, shifted } from './price-claim.ts'
import type { ScheduledPrice } from './price-medicare.ts'

export interface AdjudicationFacts extends DenialFacts {
  readonly payerClaimNumber: string
  readonly deductibleLeft: Cents
  readonly conversion: Conversion
}

/** A line on its way: how many units and what charge are still to be paid on, and why not the rest. */
interface Step {
  readonly line: ReceivedLine
  readonly denial: Denial | null
  readonly units: number
  readonly chargeCents: Cents
}

export function adjudicate(claim: ReceivedClaim, facts: AdjudicationFacts): ClaimDecision {
  const steps = claim.lines.map((line) => stepFor(line, denialOf(claim, line, facts)))
  const open = steps.filter(({ units }) => units > 0)
  const zip = claim.facilityZip ?? claim.billing.zip
  const toPrice = open.map(({ line, units, chargeCents }) => ({ ...line, units, chargeCents }))
  const prices = pricesOf(toPrice, facts.plan, { zip, conversion: facts.conversion })
  const priceOf = new Map(open.map((step, index) => [step, prices[index]]))
  const left = patientLeftByLine(claim)
  const purse: Purse = { deductible: facts.deductibleLeft, copay: facts.plan.copayCents }
  const lines = steps.map((step, index) => {
    const price = priceOf.get(step)
    if (!price) return deniedLine(step)
    const settled = settle(step, moved(price, step, facts), facts, left ? { cents: left[index] } : purse)
    return { ...settled, ...unpaidUnit(step, settled) }
  })
  return disturbed(summed(claim, lines, steps, facts), facts.scenario)
}

function stepFor(line: ReceivedLine, denial: Denial | null): Step {
  const units = line.units ?? 1
  if (!denial) return { line, denial, units, chargeCents: line.chargeCents }
  if (denial.part !== 'one-unit' || units < 2) return { line, denial, units: 0, chargeCents: noCents }
  const chargeCents = cents(line.chargeCents - lastUnitOf(line.chargeCents, units))
  return { line, denial, units: units - 1, chargeCents }
}

/** Two magic ids make the payer differ from its own schedule by a tenth. */
function moved(price: ScheduledPrice, step: Step, { scenario }: AdjudicationFacts): ScheduledPrice {
  if (scenario.kind !== 'remitted') return price
  if (scenario.how === 'paid-less') return shifted(price, 90, step.chargeCents)
  return scenario.how === 'paid-more' ? shifted(price, 110, step.chargeCents) : price
}

/** What earlier payers left to the patient, line by line; null when this payer is the first. */
function patientLeftByLine(claim: ReceivedClaim): readonly Cents[] | null {
  if (claim.responsibility === 'P' || !saysWhatOthersPaid(claim)) return null
  if (claim.lines.some(({ prior }) => prior.length > 0))
    return claim.lines.map(({ prior }) => patientShare(prior.at(-1)?.adjustments ?? []))
  const whole = patientShare(claim.otherPayers.at(-1)?.adjustments ?? [])
  return allocate(
    whole,
    claim.lines.map(({ chargeCents }) => chargeCents),
  )
}

/** A first payer pays by its terms; a later one what is left to the patient, up to its own payment. */
function settle(
  step: Step,
  price: ScheduledPrice,
  { plan }: AdjudicationFacts,
  with_: Purse | { readonly cents: Cents | undefined },
): DecidedLine {
  const work = { chargeCents: step.chargeCents, modifiers: step.line.modifiers }
  if ('cents' in with_) {
    const own = payLine(work, price, plan, { deductible: noCents, copay: noCents })
    const paidCents = least(with_.cents ?? noCents, own.paidCents)
    const rest = cents(step.chargeCents - paidCents)
    const adjustments = rest === 0 ? [] : [{ group: 'OA', reason: '23', cents: rest }]
    return { ...bare(step), paidCents, adjustments }
  }
  const { paidCents, allowedCents, adjustments, assistantCut } = payLine(work, price, plan, with_)
  return { ...bare(step), paidCents, allowedCents, adjustments, remarks: assistantCut ? ['N851'] : [] }
}

function bare({ line, units }: Step): DecidedLine {
  return {
    ...{ control: line.control, procedure: line.procedure, modifiers: line.modifiers, submitted: null },
    ...{ serviceDate: line.serviceDate, chargeCents: line.chargeCents, paidCents: noCents },
    ...{ units: units || (line.units ?? 1), submittedUnits: null, allowedCents: null },
    ...{ adjustments: [], remarks: [] },
  }
}

function deniedLine(step: Step): DecidedLine {
  const { denial, line } = step
  const { group = 'CO', carc = '45', rarcs = [] } = denial ?? {}
  const adjustments = line.chargeCents === 0 ? [] : [{ group, reason: carc, cents: line.chargeCents }]
  return { ...bare(step), adjustments, remarks: rarcs.filter((code) => !isClaimRemark(code)) }
}

/** The unit that was cut off a line that is otherwise paid. */
function unpaidUnit({ denial, line, units, chargeCents }: Step, settled: DecidedLine): Partial<DecidedLine> {
  if (!denial) return {}
  const cut = cents(line.chargeCents - chargeCents)
  const adjustment: Adjustment = { group: denial.group, reason: denial.carc, cents: cut }
  return {
    ...{ units, submittedUnits: line.units },
    adjustments: [...settled.adjustments, ...(cut === 0 ? [] : [adjustment])],
    remarks: [...settled.remarks, ...denial.rarcs],
  }
}

function isClaimRemark(code: string): boolean {
  return /^(MA130|MA18|MA01)$/.test(code)
}

function summed(
  claim: ReceivedClaim,
  lines: readonly DecidedLine[],
  steps: readonly Step[],
  { plan, payerClaimNumber, scenario }: AdjudicationFacts,
): ClaimDecision {
  const denial = steps[0]?.denial
  const wholly = steps.every((step) => step.denial === denial) && denial
  const position = { P: '1', S: '2' }[claim.responsibility] ?? '3'
  const paidCents = sumOf(lines.map((line) => line.paidCents))
  const crossed = scenario.kind === 'remitted' && scenario.how === 'crossed-over'
  const interest = scenario.kind === 'remitted' && scenario.how === 'interest'
  return {
    status: wholly && denial.status ? denial.status : crossed ? String(Number(position) + 18) : position,
    ...{ chargeCents: sumOf(lines.map((line) => line.chargeCents)), paidCents },
    patientCents: patientShare(lines.flatMap((line) => line.adjustments)),
    ...{ payerClaimNumber, frequency: claim.frequency, adjustments: [], lines },
    remarks: [
      ...(plan.kind === 'medicare' ? ['MA01'] : []),
      ...(crossed ? ['MA18'] : []),
      ...new Set(steps.flatMap((step) => step.denial?.rarcs.filter(isClaimRemark) ?? [])),
    ].filter((code, _, all) => code !== 'MA01' || !all.includes('MA130')),
    interestCents: interest && paidCents > 0 ? larger(percentOf(paidCents, 1), cents(1)) : noCents,
  }
}

function larger(one: Cents, other: Cents): Cents {
  return one > other ? one : other
}
