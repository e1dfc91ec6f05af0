/**
 * A payer's explanation of benefits on paper, typed in: written as the 835 that the payer would have sent, so that it is
 * read, proven and posted as one, and refused in words and cents where it does not add up.
 */
import {
  type Cents,
  cents,
  inDollars,
  isPaymentDecision,
  noCents,
  type ServiceDate,
  sumOf,
} from '@tally/kernel'
import { type Adjustment, type Problem, type Remittance, type RemittanceToWrite, write835 } from '@tally/x12'
import { isDeniedLine } from './denying.ts'
import { equalitiesOf835 } from './prove-posting.ts'

export interface PaperAdjustment {
  readonly group: string
  readonly reason: string
  readonly amountCents: Cents
}

export interface PaperLine {
  /** Ours, where the person knows it. */
  readonly chargeLineId: string | null
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  readonly serviceDate: ServiceDate
  readonly units: number
  readonly chargeCents: Cents
  readonly paidCents: Cents
  readonly allowedCents: Cents | null
  readonly adjustments: readonly PaperAdjustment[]
  readonly remarks: readonly string[]
}

export interface PaperClaim {
  readonly claimNumber: string
  readonly status: string
  readonly payerClaimNumber: string | null
  readonly chargeCents: Cents
  readonly paidCents: Cents
  /** null: as the adjustments of group PR say. */
  readonly patientCents: Cents | null
  readonly adjustments: readonly PaperAdjustment[]
  readonly remarks: readonly string[]
  readonly lines: readonly PaperLine[]
}

export interface PaperEob {
  readonly payerId: string
  readonly payerName: string
  readonly payeeNpi: string
  /** Of the check or the transfer. */
  readonly traceNumber: string
  readonly method: 'check' | 'eft'
  readonly paidOn: ServiceDate
  readonly paymentCents: Cents
  readonly claims: readonly PaperClaim[]
  readonly providerAdjustments: readonly {
    readonly code: string
    readonly reference: string
    readonly amountCents: Cents
  }[]
}

type Written =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** As X12; `problems` point into a document of one remittance. */
export function writtenEob(eob: PaperEob): Written {
  return write835({
    usage: 'P',
    submitter: { id: 'PAPER' },
    receiver: { id: 'TALLY' },
    // Of the paper itself: what is typed twice is the same text.
    control: { interchange: 1, group: 1, writtenAt: { date: eob.paidOn, time: '00:00' } },
    remitter: null,
    remittances: [remittanceOf(eob)],
  })
}

/** Every equality that does not hold, with both sides; CLP05 moves no money and may differ. */
export function outOfBalance(read: Remittance): readonly string[] {
  return equalitiesOf835(read)
    .filter(({ holds, says }) => !holds && !says.includes('a warning'))
    .map(({ says, claim, line, leftCents, rightCents }) => {
      const where =
        claim === null ? 'the payment' : line === null ? `claim ${claim}` : `claim ${claim}, line ${line}`
      const out = inDollars(cents(leftCents - rightCents))
      return `${where}: ${says}, but ${inDollars(leftCents)} is not ${inDollars(rightCents)} (${out} apart)`
    })
}

function remittanceOf(eob: PaperEob): RemittanceToWrite {
  const { payerId, payerName, payeeNpi, traceNumber, paidOn, paymentCents, claims } = eob
  const nothing = paymentCents === noCents
  return {
    ...{ controlNumber: '0001', handling: nothing ? 'H' : 'I', originatorId: '', producedOn: paidOn },
    method: nothing ? 'NON' : eob.method === 'check' ? 'CHK' : 'ACH',
    ...{ paymentCents, paidOn, traceNumber, payer: { name: payerName, id: payerId } },
    ...{ payee: { name: '', npi: payeeNpi, taxId: null }, payeeId: payeeNpi },
    claims: claims.map(claimOf),
    providerAdjustments: eob.providerAdjustments.map(({ code, reference, amountCents }) => ({
      ...{ providerId: payeeNpi, fiscalDate: paidOn, reason: code, reference, amountCents },
    })),
  }
}

function claimOf(claim: PaperClaim): RemittanceToWrite['claims'][number] {
  const { claimNumber, status, payerClaimNumber, chargeCents, paidCents, remarks } = claim
  const his = [...claim.adjustments, ...claim.lines.flatMap((line) => line.adjustments)].filter(
    ({ group }) => group === 'PR',
  )
  return {
    ...{ claimNumber, status, payerClaimNumber, chargeCents, paidCents, remarks },
    patientCents: claim.patientCents ?? sumOf(his.map(({ amountCents }) => amountCents)),
    ...{ filingIndicator: null, frequency: null, adjustments: claim.adjustments.map(adjustmentOf) },
    ...{ patient: null, correctedInsured: null, crossoverTo: null, references: [], interestCents: null },
    ...{
      receivedOn: null,
      serviceFrom: null,
      serviceTo: null,
      lines: claim.lines.map((line) => lineOf(line, status)),
    },
  }
}

function lineOf(line: PaperLine, status: string): RemittanceToWrite['claims'][number]['lines'][number] {
  const { procedureCode, modifiers, serviceDate, units, chargeCents, paidCents, allowedCents } = line
  return {
    ...{ procedureCode, modifiers, submittedProcedure: null, chargeCents, paidCents, unitsPaid: units },
    ...{ unitsSubmitted: null, serviceDate, adjustments: line.adjustments.map(adjustmentOf) },
    ...{ remarks: line.remarks, allowedCents: allowedCents ?? allowedOf(line, status) },
    references: line.chargeLineId === null ? [] : [{ qualifier: '6R', value: line.chargeLineId }],
  }
}

/** As a reader reckons it where the payer does not say: paid and the patient's; of a denied line nothing is known. */
function allowedOf({ chargeCents, paidCents, adjustments }: PaperLine, status: string): Cents | null {
  const his = adjustments.filter(({ group }) => group === 'PR').map(({ amountCents }) => amountCents)
  const denied =
    isPaymentDecision(status) && isDeniedLine(chargeCents, paidCents, adjustments.map(adjustmentOf))
  return denied ? null : sumOf([paidCents, ...his])
}

function adjustmentOf({ group, reason, amountCents }: PaperAdjustment): Adjustment {
  return { group, reason, amountCents, quantity: null }
}
