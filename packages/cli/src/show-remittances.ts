/** The remittances of a file for people: a row for each transaction, what does not add up, and the claims. */
import type { Finding, RemittanceClaim } from '@tally/x12'
import { showFindings } from './show-finding.ts'
import { joined, money, section, table } from './show-table.ts'
import type { RemittancePrinted } from './x12-era.ts'

export interface RemittancesPrinted {
  readonly transactions: readonly RemittancePrinted[]
  readonly findings: readonly Finding[]
}

export function showRemittances({ transactions, findings }: RemittancesPrinted): string {
  const amounts = ['payment', 'charges', 'paid', 'patient', 'provider']
  const head = ['ST', 'trace', 'from', 'by', ...amounts, 'claims', 'denied', 'verdict']
  return joined([
    ...(transactions.length > 0 ? table(head, transactions.map(rowOf)) : []),
    ...section('Does not add up', transactions.flatMap(outOfBalance)),
    ...section('Provider adjustments', transactions.flatMap(takenOrAdded)),
    ...transactions.flatMap(claimsOf),
    ...showFindings(findings),
  ])
}

function rowOf(one: RemittancePrinted): string[] {
  const copy = one.duplicateOf === null ? '' : ` of ST ${one.duplicateOf}`
  return [
    ...[String(one.ordinal), one.traceNumber || '-', one.payer.name || one.payerId || '-', one.method || '-'],
    ...[one.paymentCents, one.chargeCents, one.paidCents, one.patientCents].map(money),
    money(one.providerAdjustmentCents),
    ...[one.claims, one.denied].map(String),
    `${one.verdict}${copy}`,
  ]
}

function outOfBalance({ ordinal, proof, paidCents, paymentCents }: RemittancePrinted): string[] {
  const { balanced, differenceCents, claimsOutOfBalance, linesOutOfBalance } = proof
  const payment =
    differenceCents === null
      ? 'the payment could not be read'
      : `the payment of ${money(paymentCents)} differs by ${money(differenceCents)} from its claims ` +
        `(${money(paidCents)}) less the provider adjustments`
  return [
    ...(balanced ? [] : [`ST ${ordinal}: ${payment}`]),
    ...claimsOutOfBalance.map(
      (out) => `ST ${ordinal} claim ${out.claim}: out by ${money(out.differenceCents)}`,
    ),
    ...linesOutOfBalance.map(
      (out) => `ST ${ordinal} claim ${out.claim} line ${out.line}: out by ${money(out.differenceCents)}`,
    ),
  ]
}

/** A PLB amount above zero takes away. */
function takenOrAdded({ ordinal, providerAdjustments }: RemittancePrinted): string[] {
  return providerAdjustments.map(({ reason, reference, amountCents }) =>
    `ST ${ordinal}: ${reason} ${reference} ${money(amountCents)}`.replace(/ {2,}/, ' '),
  )
}

function claimsOf({ ordinal, claimDetails = [] }: RemittancePrinted): string[] {
  if (claimDetails.length === 0) return []
  const head = [
    'claim',
    'number',
    'status',
    'line',
    'procedure',
    'units',
    'charge',
    'paid',
    'adjusted',
    'remarks',
  ]
  return ['', `Claims of ST ${ordinal}`, ...table(head, claimDetails.flatMap(rowsOfClaim))]
}

function rowsOfClaim({ position, claimNumber, status, lines, ...claim }: RemittanceClaim): string[][] {
  const amounts = [money(claim.chargeCents), money(claim.paidCents)]
  return [
    [
      ...[String(position), claimNumber || '-', claim.denied ? `${status} denied` : status, '', '', ''],
      ...[...amounts, adjusted(claim.adjustments), claim.remarks.join(' ')],
    ],
    ...lines.map((line) => [
      ...['', '', line.denied ? 'denied' : '', String(line.position)],
      ...[[line.procedureCode, ...line.modifiers].join(' '), String(line.unitsPaid)],
      ...[money(line.chargeCents), money(line.paidCents), adjusted(line.adjustments), line.remarks.join(' ')],
    ]),
  ]
}

function adjusted(adjustments: RemittanceClaim['adjustments']): string {
  return adjustments
    .map(({ group, reason, amountCents }) => `${group} ${reason} ${money(amountCents)}`)
    .join(', ')
}
