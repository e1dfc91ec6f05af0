/**
 * A claim's adjudication, charge line by charge line, so that each line's charge is its payment and its
 * adjustments to the cent. Pieces of a split line are gathered. What the payer adjusted for the claim as a
 * whole is spread over its lines by largest remainder; a claim without lines is spread whole by the charges.
 */
import { allocate, assert, type Cents, cents, noCents, sumOf } from '@tally/kernel'
import type { Adjustment, RemittanceClaim, RemittanceLine } from '@tally/x12'
import type { BilledLine } from './claim.ts'
import { isDeniedLine } from './denying.ts'
import { matchLines } from './match-lines.ts'

export interface AdjudicatedLine {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  /** null: a fraction, or not told. */
  readonly unitsPaid: number | null
  readonly chargeCents: Cents
  /** What reaches its receivable: less its share of the claim's own adjustments. */
  readonly paidCents: Cents
  /** Its own and its share of the claim's. */
  readonly adjustments: readonly Adjustment[]
  readonly denied: boolean
  readonly allowedCents: Cents | null
  readonly remarks: readonly string[]
  /** As the payer said them of the line, for whoever reads on. */
  readonly reported: { readonly paidCents: Cents; readonly adjustments: readonly Adjustment[] }
}

/** null: a line of the claim answers none of `billed`. */
export function adjudicateLines(
  answered: RemittanceClaim,
  billed: readonly BilledLine[],
): readonly AdjudicatedLine[] | null {
  if (answered.lines.length === 0) return billed.length === 0 ? null : spreadWhole(answered, billed)
  const matches = matchLines(answered.lines, billed)
  if (!matches) return null
  const pieces = Map.groupBy(answered.lines, (line) => matches[answered.lines.indexOf(line)] ?? '')
  const gathered = [...pieces].map(([chargeLineId, parts]) => gather(chargeLineId, parts))
  return withClaimsOwn(gathered, answered.adjustments)
}

function gather(chargeLineId: string, pieces: readonly RemittanceLine[]): AdjudicatedLine {
  const [first] = pieces
  assert(first, 'a charge line is gathered from the lines that answer it')
  const adjustments = pieces.flatMap((piece) => piece.adjustments)
  const chargeCents = sumOf(pieces.map((piece) => piece.chargeCents))
  const paidCents = sumOf(pieces.map((piece) => piece.paidCents))
  const allowed = pieces.map(allowedOf)
  const units = pieces.reduce((sum, { unitsPaid }) => sum + unitsPaid, 0)
  return {
    ...{ chargeLineId, procedureCode: first.procedureCode, modifiers: first.modifiers },
    unitsPaid: Number.isSafeInteger(units) ? units : null,
    ...{ chargeCents, paidCents, adjustments },
    denied: isDeniedLine(chargeCents, paidCents, adjustments),
    allowedCents: allowed.includes(null) ? null : sumOf(allowed.map((each) => each ?? noCents)),
    remarks: [...new Set(pieces.flatMap((piece) => piece.remarks))],
    reported: { paidCents, adjustments },
  }
}

/**
 * AMT*B6 where the payer gave it. Reckoned from payment and patient's share it lacks what sequestration took
 * off the payment afterwards.
 */
function allowedOf({ allowedCents, paidCents, adjustments }: RemittanceLine): Cents | null {
  if (allowedCents === null || allowedCents !== reckonedAllowed(paidCents, adjustments, false))
    return allowedCents
  return reckonedAllowed(paidCents, adjustments, true)
}

function reckonedAllowed(paidCents: Cents, adjustments: readonly Adjustment[], sequestered: boolean): Cents {
  let allowed: number = paidCents
  for (const { group, reason, amountCents } of adjustments) {
    if (group === 'PR' || (sequestered && reason === '253')) allowed += amountCents
  }
  return cents(allowed)
}

/** The lines' payments hold what the claim's own adjustments then take: spread by payment, else by charge. */
function withClaimsOwn(
  lines: readonly AdjudicatedLine[],
  own: readonly Adjustment[],
): readonly AdjudicatedLine[] {
  if (own.length === 0) return lines
  const paid = lines.map(({ paidCents }) => Math.max(0, paidCents))
  const weights = paid.some((each) => each > 0)
    ? paid
    : lines.map(({ chargeCents }) => Math.max(0, chargeCents))
  const shares = own.map((adjustment) => spread(adjustment, weights))
  return lines.map((line, place) => {
    const mine = shares.flatMap((each) => each[place] ?? [])
    const paidCents = cents(line.paidCents - sumOf(mine.map(({ amountCents }) => amountCents)))
    const adjustments = [...line.adjustments, ...mine]
    return { ...line, paidCents, adjustments, denied: isDeniedLine(line.chargeCents, paidCents, adjustments) }
  })
}

/**
 * Every amount by largest remainder but the greatest, which takes what is left of each line: so both the
 * lines and the amounts add up. What was billed says how the answer is spread, never how much it is: a person may
 * match an answer to another charge.
 */
function spreadWhole(answered: RemittanceClaim, billed: readonly BilledLine[]): readonly AdjudicatedLine[] {
  const weights = billed.map(({ chargeCents }) => Math.max(0, chargeCents))
  const charges = allocate(answered.chargeCents, weights)
  const payment: Adjustment = { group: '', reason: '', amountCents: answered.paidCents, quantity: null }
  const parts = [payment, ...answered.adjustments]
  const size = ({ amountCents }: Adjustment) => Math.abs(amountCents)
  const greatest = parts.reduce((one, other) => (size(other) > size(one) ? other : one))
  const shares = parts.map((part) => (part === greatest ? [] : spread(part, weights)))
  return billed.map((asked, place) => {
    const line = { ...asked, chargeCents: charges[place] ?? noCents }
    const taken = sumOf(shares.flatMap((each) => each[place]?.amountCents ?? []))
    const rest = { ...greatest, amountCents: cents(line.chargeCents - taken) }
    const [paid, ...adjustments] = parts.map((part, of) => (part === greatest ? rest : shares[of]?.[place]))
    return spreadLine(
      line,
      paid?.amountCents ?? noCents,
      adjustments.filter((each) => each !== undefined),
      answered,
    )
  })
}

function spreadLine(
  { chargeLineId, procedureCode, modifiers, chargeCents }: BilledLine,
  paidCents: Cents,
  shares: readonly Adjustment[],
  { remarks }: RemittanceClaim,
): AdjudicatedLine {
  const adjustments = shares.filter(({ amountCents }) => amountCents !== noCents)
  const denied = isDeniedLine(chargeCents, paidCents, adjustments)
  return {
    ...{
      chargeLineId,
      procedureCode,
      modifiers,
      unitsPaid: null,
      chargeCents,
      paidCents,
      adjustments,
      denied,
    },
    allowedCents: denied ? null : reckonedAllowed(paidCents, adjustments, true),
    remarks,
    reported: { paidCents, adjustments: [] },
  }
}

function spread(adjustment: Adjustment, weights: readonly number[]): readonly Adjustment[] {
  return allocate(adjustment.amountCents, weights).map((amountCents) => ({ ...adjustment, amountCents }))
}
