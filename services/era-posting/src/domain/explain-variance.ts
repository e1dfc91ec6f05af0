/**
 * What differs between the expected and the allowed amount of a line, and which rule says so: the rules by which the amount was
 * expected, with their edition and citation, are held against what the payer says that it took off. A likely cause is said as one
 * only where its cents are those that differ; else the price itself differs.
 */
import { type Cents, cents, inDollars, noCents, scaleRoundHalfUp } from '@tally/kernel'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import {
  assistantCut,
  isAbout,
  isWrittenOffWhole,
  patientShare,
  sequestered,
  takenBy,
} from './compare-line.ts'
import type { Variance } from './find-variances.ts'

/** A reason of a charge event's line. */
export interface PriceReason {
  readonly rule: string
  readonly edition: string
  readonly says: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly citation: string
}

/** A rule as it is cited; no facts beside. */
export type CitedRule = Omit<PriceReason, 'facts'>

export interface Explanation {
  readonly because:
    | 'variance/multiple-procedures'
    | 'variance/fewer-units'
    | 'variance/assistant'
    | 'variance/sequestration'
    | 'variance/lesser-of-charge'
    | 'variance/payer-adjustment'
    | 'variance/price'
    | 'variance/whole-charge'
    | 'variance/basis-unknown'
  readonly says: string
  readonly rule: CitedRule | null
}

interface Differs {
  readonly variance: Variance
  readonly line: AdjudicatedLine
  /** Of the expected amount; none where nobody told them. */
  readonly reasons: readonly PriceReason[]
  readonly toleranceCents: Cents
}

export function explainVariance(differs: Differs): Explanation {
  const { variance, line, reasons } = differs
  const known =
    lesserOfCharge(differs) ??
    otherReduction(differs) ??
    fewerUnits(differs) ??
    takenFromPayment(differs) ??
    namedByPayer(line, variance)
  if (known) return known
  const { procedureCode, allowedCents, expectedAllowedCents } = variance
  const basis = reasons.findLast(({ rule }) => bases.includes(rule))
  const amounts = `${procedureCode} came to ${inDollars(allowedCents)}, expected ${inDollars(expectedAllowedCents)}`
  if (!basis && isWrittenOffWhole(line)) {
    const all = `CO 45 took all of ${procedureCode}’s charge of ${inDollars(line.chargeCents)}`
    const says = `${all}: a contract lowers a price and writes none off; what it should bring nobody has told`
    return { because: 'variance/whole-charge', says, rule: null }
  }
  return basis
    ? { because: 'variance/price', says: `${amounts}: ${basis.says}`, rule: cited(basis) }
    : {
        because: 'variance/basis-unknown',
        says: `${amounts}; which rule expected it was not told`,
        rule: null,
      }
}

/** By what a line is priced. */
const bases = [
  ...['price/fee-schedule', 'price/percent-of-medicare', 'price/own-schedule', 'price/per-diem'],
  ...['price/allowed-already', 'price/not-paid', 'price/barred'],
]

/** More or fewer of its units are reduced than the rule says (CARC 59 where the payer names it). */
function otherReduction({ variance, line, reasons, toleranceCents }: Differs): Explanation | null {
  const split = reasons.findLast(({ rule }) => rule === 'price/multiple-procedures')
  if (!split) return null
  const found = otherSplit(variance, reasons, split, toleranceCents)
  const named = takenBy(line, '59')
  const isNamed = named !== noCents && isAbout(variance.differenceCents, -named, toleranceCents)
  if (found === null && !isNamed) return null
  const as = found ?? `reduced by ${inDollars(named)} (CARC 59)`
  const says = `${variance.procedureCode} was allowed ${as}; the rule: ${split.says}`
  return { because: 'variance/multiple-procedures', says, rule: cited(split) }
}

/** In words, the number of units in full that makes what was allowed. */
function otherSplit(
  { allowedCents }: Variance,
  reasons: readonly PriceReason[],
  { facts }: PriceReason,
  toleranceCents: Cents,
): string | null {
  const [units, full] = [whole(facts.units), whole(facts.fullUnitCents)]
  const reduced = whole(
    reasons.findLast((each) => whole(each.facts.reducedUnitCents) !== null)?.facts.reducedUnitCents,
  )
  if (units === null || full === null || reduced === null || full === reduced) return null
  for (let inFull = units; inFull >= 0; inFull -= 1) {
    const price = full * inFull + reduced * (units - inFull)
    if (Math.abs(price - allowedCents) <= toleranceCents) {
      return `as ${inFull} of ${units} units in full and ${units - inFull} reduced`
    }
  }
  return null
}

function fewerUnits({ variance, line, reasons }: Differs): Explanation | null {
  const split = reasons.findLast(({ facts }) => whole(facts.units) !== null)
  const units = whole(split?.facts.units)
  const { unitsPaid } = line
  if (!split || units === null || unitsPaid === null || unitsPaid >= units) return null
  if (variance.differenceCents > noCents) return null
  const says = `${variance.procedureCode}: ${unitsPaid} of ${units} units were paid`
  return { because: 'variance/fewer-units', says, rule: cited(split) }
}

/** The rates of Medicare: 2 % sequestered of what it pays, 15 % off for an assistant. */
const [sequestrationPercent, assistantPercent] = [2, 15]

/** As Medicare takes it, by a payer of whom no such term is known, or without the code that names it. */
function takenFromPayment({ variance, line, toleranceCents }: Differs): Explanation | null {
  const { expectedAllowedCents: expected, differenceCents, procedureCode } = variance
  const taken = inDollars(cents(-differenceCents))
  const cut = assistantCut(line, expected, assistantPercent)
  if (cut > noCents && isAbout(differenceCents, -cut, toleranceCents)) {
    const says = `${procedureCode} lacks ${taken}, as for an assistant (15 %), which no term of this payer takes`
    return { because: 'variance/assistant', says, rule: assistantRule }
  }
  const share = cents(expected - patientShare(line))
  const sequestration = scaleRoundHalfUp(share, sequestrationPercent, 100)
  const isUnnamed = sequestered(line) === noCents && sequestration > noCents
  if (!isUnnamed || !isAbout(differenceCents, -sequestration, toleranceCents)) return null
  const says = `${procedureCode} lacks ${taken}, as by sequestration (2 %), which no CARC 253 names`
  return { because: 'variance/sequestration', says, rule: sequestrationRule }
}

function lesserOfCharge({ variance, line }: Differs): Explanation | null {
  const { allowedCents, expectedAllowedCents, procedureCode } = variance
  if (allowedCents !== line.chargeCents || expectedAllowedCents <= line.chargeCents) return null
  const says = `${procedureCode} was allowed its charge of ${inDollars(line.chargeCents)}, less than the price: charge more`
  return { because: 'variance/lesser-of-charge', says, rule: lesserRule }
}

/** It took off more than the price and what the patient owes, and says by which codes. */
function namedByPayer({ adjustments }: AdjudicatedLine, { differenceCents, procedureCode }: Variance) {
  const named = adjustments.filter(
    ({ group, reason, amountCents }) => group !== 'PR' && !ofPrice.includes(reason) && amountCents > noCents,
  )
  if (named.length === 0 || differenceCents > noCents) return null
  const codes = named.map(({ group, reason, amountCents }) => `${group} ${reason} ${inDollars(amountCents)}`)
  const says = `${procedureCode} lacks ${inDollars(cents(-differenceCents))}; beside the price the payer took ${codes.join(', ')}`
  return { because: 'variance/payer-adjustment', says, rule: null } as const
}

/** CARC 45: the fee schedule; 59: several procedures; 253: sequestration. */
const ofPrice = ['45', '59', '253']

const assistantRule: CitedRule = {
  ...{
    rule: 'price/payment-chain',
    edition: 'from 2022-01-01',
    citation: 'Social Security Act 1834(v); 42 CFR 410.60',
  },
  says: 'Medicare pays 85 % of its share where an assistant furnished the service (CQ, CO)',
}

const sequestrationRule: CitedRule = {
  ...{ rule: 'price/payment-chain', edition: 'from 2013-04-01', citation: '2 U.S.C. 901a; CARC 253' },
  says: 'of what Medicare pays 2 % is sequestered, told by CARC 253',
}

const lesserRule: CitedRule = {
  ...{ rule: 'price/lesser-of-charge', edition: '2026', citation: 'Social Security Act 1848(a)(1)' },
  says: 'a line is allowed the lesser of its units’ fees and its charge',
}

function cited({ rule, edition, says, citation }: PriceReason): CitedRule {
  return { rule, edition, says, citation }
}

function whole(fact: unknown): number | null {
  return typeof fact === 'number' && Number.isSafeInteger(fact) ? fact : null
}
