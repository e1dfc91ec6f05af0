/**
 * What must hold of the other payers: each has its turn, those before this one have decided, and their figures
 * add up to the charge as their remittance does (design note x12.md 1.6). No open validator checks it.
 */
import { type Cents, sumOf } from '@tally/kernel'
import type { ClaimDocument } from '../claim-document.ts'
import type { Adjustment, OtherPayer } from '../claim-other-payer.ts'
import { responsibility } from '../claim-parts.ts'
import type { Pen } from '../writer/pen.ts'

type Turn = string | null | undefined
const turns: readonly Turn[] = responsibility.options.filter((turn) => turn !== 'U')

export function applyOtherPayerRules(pen: Pen, claim: ClaimDocument): void {
  const { subscriber, otherPayers } = claim
  // As they are written: capitals alone tell no two apart.
  const ids = otherPayers.map(({ payer }) => payer.id.trim().toUpperCase())
  refuseOrder(pen, claim)
  otherPayers.forEach((other, index) => {
    const at = pen.within(`otherPayers/${index}`)
    const before = isBefore(other.responsibility, subscriber.responsibility)
    if (other.paidCents === null) refuseUndecided(at, other, before)
    else refuseImbalance(at, other, other.paidCents, claim)
    refuseStrangers(at, other, claim)
    if (ids.indexOf(ids[index] ?? '') < index) {
      const says = 'Two other payers have the same id, so their decisions could not be told apart.'
      at.refuse('x12/other-payer', ['payer/id', '2330B NM109', null], says, 'Give each payer its own id.')
    }
  })
}

/** An unknown turn is neither before nor after another, nor is one that is none. */
export function isBefore(one: Turn, other: Turn): boolean {
  return turns.includes(one) && turns.indexOf(one) < turns.indexOf(other)
}

/** Every payer of a claim has its own turn, and one that is not first comes after somebody. */
function refuseOrder(pen: Pen, { subscriber, otherPayers }: ClaimDocument): void {
  const given = [subscriber, ...otherPayers].map((plan) => plan.responsibility)
  given.forEach((turn, index) => {
    if (given.indexOf(turn) === index) return
    const place = [`otherPayers/${index - 1}/responsibility`, '2320 SBR01', null] as const
    const says = `Two payers of the claim have the turn ${turn}.`
    pen.refuse('x12/responsibility-twice', place, says, 'Give each payer its own place in the order.')
  })
  const { responsibility: turn } = subscriber
  const place = ['otherPayers', '2320 SBR', '9'] as const
  if (turn !== 'P' && turn !== 'U' && otherPayers.length === 0) {
    const says = `The payer’s turn is ${turn}, and no payer before it is given.`
    pen.refuse('x12/other-payer', place, says, 'Give the payers before it with what they decided.')
  }
  if (otherPayers.length > 10) {
    const says = `${otherPayers.length} other payers are given and 10 fit.`
    pen.refuse('x12/other-payer', place, says, 'Keep those that share in this claim.')
  }
}

function refuseUndecided(pen: Pen, other: OtherPayer, before: boolean): void {
  const place = ['paidCents', '2320 AMT02', null] as const
  if (other.adjustments.length > 0 || other.lines.length > 0) {
    const says = 'The payer has decided, and what it paid is missing.'
    pen.refuse('x12/other-payer', place, says, 'Enter what it paid, 0 if nothing.')
  } else if (before) {
    const says = `The payer with the turn ${other.responsibility} pays first and has not decided.`
    pen.refuse('x12/other-payer', place, says, 'Wait for its remittance, and copy it from there.')
  }
}

function refuseImbalance(pen: Pen, other: OtherPayer, paid: Cents, claim: ClaimDocument): void {
  const onClaim = totalOf(other.adjustments)
  const onLines = sumOf(other.lines.map((line) => totalOf(line.adjustments)))
  const place = ['paidCents', '2320 AMT02', null] as const
  const fix = 'Copy every amount from the payer’s remittance.'
  if (paid + onClaim + onLines !== claim.chargeCents) {
    const says = `Paid ${paid} and adjusted ${onClaim + onLines} cents are not the charge of ${claim.chargeCents}.`
    pen.refuse('x12/other-payer-balance', place, says, fix)
  }
  if (other.lines.length === 0) {
    if (other.decidedOn !== null) return
    const says = 'When the payer decided is missing.'
    pen.refuse('x12/missing', ['decidedOn', '2330B DTP03', null], says, 'Enter the date of its remittance.')
    return
  }
  const paidOnLines = sumOf(other.lines.map((line) => line.paidCents))
  if (paid !== paidOnLines - onClaim) {
    const says = `It paid ${paid} cents, and its lines with the claim’s adjustments come to ${paidOnLines - onClaim}.`
    pen.refuse('x12/other-payer-balance', place, says, fix)
  }
  refuseLineImbalance(pen, other, claim)
}

/** A line may come back in pieces: together they are the charge. */
function refuseLineImbalance(pen: Pen, other: OtherPayer, { lines }: ClaimDocument): void {
  for (const { chargeLineId, chargeCents } of lines) {
    const pieces = other.lines.filter((line) => line.chargeLineId === chargeLineId)
    if (pieces.length === 0) continue
    const sum = sumOf(pieces.flatMap((piece) => [piece.paidCents, totalOf(piece.adjustments)]))
    if (sum === chargeCents) continue
    const index = other.lines.findIndex((line) => line.chargeLineId === chargeLineId)
    const says = `Paid and adjusted come to ${sum} cents, and the line charges ${chargeCents}.`
    const place = [`lines/${index}/paidCents`, '2430 SVD02', null] as const
    pen.refuse('x12/other-payer-balance', place, says, 'Copy every amount from the payer’s remittance.')
  }
}

function refuseStrangers(pen: Pen, other: OtherPayer, { lines }: ClaimDocument): void {
  const own = new Set(lines.map(({ chargeLineId }) => chargeLineId))
  other.lines.forEach(({ chargeLineId }, index) => {
    if (own.has(chargeLineId)) return
    const says = 'The payer decided on a line that the claim does not have.'
    const place = [`lines/${index}/chargeLineId`, '2430 SVD01', null] as const
    pen.refuse('x12/other-payer', place, says, 'Send all lines that the payer before decided on.')
  })
}

function totalOf(adjustments: readonly Adjustment[]): Cents {
  return sumOf(adjustments.map(({ amountCents }) => amountCents))
}
