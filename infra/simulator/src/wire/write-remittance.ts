/** An 835 (x12.md section 2), written by the payers' own hand. */
import { cents } from '@tally/kernel'
import { compactDate } from '../clock.ts'
import type { ClaimDecision, DecidedLine } from '../payers/decision.ts'
import type { ProviderAdjustment, Remittance, RemittedClaim } from '../payers/remittance.ts'
import { amountOf } from './amounts.ts'
import type { Adjustment, ReceivedName } from './claim.ts'
import { plain, type WrittenSegment, type WrittenTransaction } from './interchange.ts'

/** `on`: the production and payment date; ST03 is not used in this guide. */
export function remittanceTransaction(remittance: Remittance, on: string): WrittenTransaction {
  const date = compactDate(on)
  const body: WrittenSegment[] = [
    ...paymentSegments(remittance, date),
    ...partySegments(remittance),
    ...(remittance.claims.length > 0 ? [['LX', '1']] : []),
    ...remittance.claims.flatMap(claimSegments),
    ...providerSegments(remittance, on),
  ]
  return { kind: '835', version: null, body }
}

/** `1` and nine digits, the same for a payer every time. */
export function payerTaxId(payerId: string): string {
  let digits = 0
  for (const letter of payerId) digits = (digits * 31 + letter.charCodeAt(0)) % 1_000_000_000
  return `1${String(digits).padStart(9, '0')}`
}

function paymentSegments({ paidCents, trace, payer }: Remittance, date: string): WrittenSegment[] {
  const id = payerTaxId(payer.id)
  const payerAccount = ['01', '021000021', 'DA', '123456789', id, '']
  const payeeAccount = ['01', '031000053', 'DA', '987654321', date]
  const none = Array<string>(11).fill('')
  return [
    paidCents === 0
      ? ['BPR', 'H', '0', 'C', 'NON', ...none, date]
      : ['BPR', 'I', amountOf(paidCents), 'C', 'ACH', 'CCP', ...payerAccount, ...payeeAccount],
    ['TRN', '1', trace, id],
    ['DTM', '405', date],
  ]
}

function partySegments({ payer, payee }: Remittance): WrittenSegment[] {
  return [
    ['N1', 'PR', plain(payer.name).slice(0, 60), 'XV', payer.id],
    ['N3', '1 PAYER PLAZA'],
    ['N4', 'SALEM', 'OR', '973010000'],
    ['PER', 'BL', 'PROVIDER SERVICES', 'TE', '8005550100'],
    ['N1', 'PE', plain(payee.name).slice(0, 60), 'XX', payee.npi],
    ['REF', 'TJ', payee.taxId],
  ]
}

function claimSegments({ claim, decision, how }: RemittedClaim): WrittenSegment[] {
  const { status, chargeCents, paidCents, patientCents, payerClaimNumber, frequency, interestCents } =
    decision
  const reversed = status === '22'
  const number = how === 'number-altered' ? claim.claimNumber.toLowerCase().slice(0, 15) : claim.claimNumber
  const amounts = [chargeCents, paidCents].map(amountOf)
  const patient = reversed ? '' : amountOf(patientCents)
  return [
    [
      'CLP',
      number,
      status,
      ...amounts,
      patient,
      filingIn835(claim.filing),
      payerClaimNumber,
      claim.placeOfService,
      frequency,
    ],
    ...adjustmentSegments(decision.adjustments),
    ...nameSegments({ claim, decision, how }),
    ...(decision.remarks.length > 0 ? [['MOA', '', '', ...decision.remarks.slice(0, 5)]] : []),
    ...(claim.recordNumber ? [['REF', 'EA', claim.recordNumber]] : []),
    ...dateSegments(decision, claim.lines),
    ...(interestCents === 0 ? [] : [['AMT', 'I', amountOf(interestCents)]]),
    ...decision.lines.flatMap(lineSegments),
  ]
}

/** CLP06 knows a shorter list than SBR09: commercial and Blue plans say PPO, federal employees OF. */
function filingIn835(filing: string): string {
  const other: Readonly<Record<string, string>> = { CI: '12', BL: '12', FI: 'OF', 11: 'ZZ' }
  return other[filing] ?? filing
}

/** A claim decided without lines says its dates itself (DTM 232 and 233). */
function dateSegments(
  { lines }: ClaimDecision,
  submitted: readonly { readonly serviceDate: string }[],
): WrittenSegment[] {
  const dates = submitted.map(({ serviceDate }) => compactDate(serviceDate)).sort()
  if (lines.length > 0) return []
  return [
    ['DTM', '232', dates[0] ?? ''],
    ['DTM', '233', dates.at(-1) ?? ''],
  ]
}

function nameSegments({ claim, how }: RemittedClaim): WrittenSegment[] {
  const { patient, member, rendering } = claim
  const corrected = how === 'member-corrected'
  return [
    ['NM1', 'QC', ...nameElements(patient), ...(member.id === '' ? [] : ['MI', member.id])],
    ...(corrected ? [['NM1', '74', ...nameElements(patient), 'C', `${member.id.slice(0, -4)}MK73`]] : []),
    ...(rendering ? [['NM1', '82', ...nameElements(rendering), 'XX', rendering.npi]] : []),
    ...(how === 'crossed-over' ? [['NM1', 'TT', '2', 'SAMPLE MUTUAL', '', '', '', '', 'PI', '67890']] : []),
  ]
}

/** NM102 to NM107. */
function nameElements({ last, first, organization }: ReceivedName): string[] {
  return [organization ? '2' : '1', plain(last), plain(first), '', '', '']
}

function lineSegments(line: DecidedLine): WrittenSegment[] {
  const { submitted, submittedUnits, units } = line
  return [
    [
      ...['SVC', composite(line), amountOf(line.chargeCents), amountOf(line.paidCents), '', String(units)],
      submitted ? composite(submitted) : '',
      submittedUnits !== null && submittedUnits !== units ? String(submittedUnits) : '',
    ],
    ['DTM', '472', compactDate(line.serviceDate)],
    ...adjustmentSegments(line.adjustments),
    ...(line.control === null ? [] : [['REF', '6R', line.control]]),
    ...(line.allowedCents === null ? [] : [['AMT', 'B6', amountOf(line.allowedCents)]]),
    ...line.remarks.map((code) => ['LQ', 'HE', code]),
  ]
}

function composite({ procedure, modifiers }: Pick<DecidedLine, 'procedure' | 'modifiers'>): string {
  return ['HC', procedure, ...modifiers].join(':')
}

/** One CAS a group code, up to six triples each; the quantity slot stays empty. */
function adjustmentSegments(adjustments: readonly Adjustment[]): WrittenSegment[] {
  return [...Map.groupBy(adjustments, ({ group }) => group)].flatMap(([group, all]) => {
    const segments: WrittenSegment[] = []
    for (let from = 0; from < all.length; from += 6) {
      const triples = all.slice(from, from + 6).map((one) => [one.reason, amountOf(one.cents), ''])
      segments.push(['CAS', group, ...triples.flat()])
    }
    return segments
  })
}

/** Up to six pairs a PLB; fiscal year ends with the calendar year. */
function providerSegments({ payee, providerAdjustments }: Remittance, on: string): WrittenSegment[] {
  const segments: WrittenSegment[] = []
  const pair = ({ reason, reference, cents: amount }: ProviderAdjustment) => [
    `${reason}:${reference}`,
    amountOf(cents(amount)),
  ]
  for (let from = 0; from < providerAdjustments.length; from += 6) {
    const pairs = providerAdjustments.slice(from, from + 6).flatMap(pair)
    segments.push(['PLB', payee.npi, `${on.slice(0, 4)}1231`, ...pairs])
  }
  return segments
}
