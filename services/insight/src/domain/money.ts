/**
 * What an event says of a treatment day's money: its charges as they stand, a payer's decision line by line, a write-off.
 * What leaves the receivable without being paid is written down; what a denied line was refused stays owed, and so does what
 * was left to the patient (DESIGN.md 4).
 */
import { deniesPayment, isPaymentDecision } from '@tally/kernel'

export interface Money {
  readonly treatmentDayId: string
  readonly kind: 'charge' | 'payment' | 'write-off'
  readonly version: number | null
  readonly serviceDate: string | null
  readonly chargeCents: number
  readonly deskCents: number
  readonly paidCents: number
  readonly writtenCents: number
  readonly contractualCents: number
  readonly claimId: string | null
  readonly claimVersion: number | null
  readonly sequence: number | null
  readonly decides: boolean
  readonly deniedCents: number
  readonly denies: boolean
}

interface Adjustment {
  readonly groupCode: string
  readonly reasonCode: string
  readonly amountCents: number
}

interface Decided {
  readonly chargeCents: number
  readonly paidCents: number
}

export interface Payment extends Decided {
  readonly treatmentDayId: string
  readonly claimId: string
  readonly claimVersion: number
  readonly coverageOrder: number
  /** CLP02. */
  readonly status: string
  readonly claimAdjustments: readonly Adjustment[]
  /** What it adjusts was said before, by an answer that stands. */
  readonly paymentOnly?: true | undefined
  readonly lines: readonly (Decided & { readonly adjustments: readonly Adjustment[] })[]
}

const nothing = {
  ...{ version: null, serviceDate: null, chargeCents: 0, deskCents: 0, paidCents: 0, writtenCents: 0 },
  ...{ contractualCents: 0, claimId: null, claimVersion: null, sequence: null },
  ...{ decides: false, deniedCents: 0, denies: false },
}

export interface ChargedDay {
  readonly treatmentDayId: string
  readonly version: number
  readonly serviceDate: string
  readonly chargeCents: number
  readonly patientPaidCents: number
}

export function chargeMoney(day: ChargedDay): Money {
  const { treatmentDayId, version, serviceDate, chargeCents, patientPaidCents } = day
  return {
    ...nothing,
    treatmentDayId,
    kind: 'charge',
    version,
    serviceDate,
    chargeCents,
    deskCents: patientPaidCents,
  }
}

export function writeOffMoney(treatmentDayId: string, amountCents: number): Money {
  return { ...nothing, treatmentDayId, kind: 'write-off', writtenCents: amountCents }
}

export function paymentMoney(payment: Payment, sequence: number): Money | null {
  if (!isPaymentDecision(payment.status)) return null
  const { treatmentDayId, claimId, claimVersion, paidCents } = payment
  const denied = deniedOf(payment)
  const written = payment.paymentOnly ? [] : writtenOf(payment)
  return {
    ...{
      ...nothing,
      treatmentDayId,
      kind: 'payment',
      paidCents,
      claimId,
      claimVersion,
      sequence,
      decides: true,
    },
    ...{
      writtenCents: sum(written),
      contractualCents: sum(written.filter(isContractual)),
    },
    ...{ deniedCents: denied.reduce((total, each) => total + each, 0), denies: denied.length > 0 },
  }
}

/** The mirror: a reversal says what is taken back with its sign turned. */
export function reversalMoney(payment: Payment, sequence: number): Money | null {
  const mirrored = paymentMoney({ ...payment, status: '1' }, sequence)
  if (!mirrored) return null
  const { paidCents, writtenCents, contractualCents } = mirrored
  return {
    ...{ ...mirrored, paidCents: -paidCents, writtenCents: -writtenCents },
    ...{ contractualCents: -contractualCents, decides: false, deniedCents: 0, denies: false },
  }
}

function denying({ groupCode, reasonCode }: Adjustment): boolean {
  return deniesPayment(groupCode, reasonCode)
}

function isDenied({ chargeCents, paidCents }: Decided, adjustments: readonly Adjustment[]): boolean {
  return paidCents === 0 && chargeCents > 0 && adjustments.some(denying)
}

/** The charges of what was denied: of the claim as a whole, else of each denied line. */
function deniedOf({ lines, claimAdjustments, ...claim }: Payment): number[] {
  if (isDenied(claim, claimAdjustments)) return [claim.chargeCents]
  return lines.filter((line) => isDenied(line, line.adjustments)).map(({ chargeCents }) => chargeCents)
}

/** What leaves this payer's receivable, and the patient's, without anybody paying it. */
function writtenOf({ lines, claimAdjustments, coverageOrder, ...claim }: Payment): Adjustment[] {
  const parts = [{ ...claim, adjustments: claimAdjustments }, ...lines]
  return parts.flatMap((part) => {
    const denied = isDenied(part, part.adjustments)
    return part.adjustments.filter(
      (each) =>
        each.groupCode !== 'PR' && !isEarlierPayers(each, coverageOrder) && !(denied && denying(each)),
    )
  })
}

/** A later payer repeats what the payer before did: that left the receivable with the earlier payer's own remittance. */
function isEarlierPayers({ groupCode, reasonCode }: Adjustment, coverageOrder: number): boolean {
  return coverageOrder > 1 && groupCode === 'OA' && ['23', '94'].includes(reasonCode)
}

const contractual = ['CO 42', 'CO 45', 'CO 59', 'CO 131', 'CO 253', 'CO A2', 'OA 59']

function isContractual({ groupCode, reasonCode }: Adjustment): boolean {
  return contractual.includes(`${groupCode} ${reasonCode}`)
}

function sum(adjustments: readonly Adjustment[]): number {
  return adjustments.reduce((total, { amountCents }) => total + amountCents, 0)
}
