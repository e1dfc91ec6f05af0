/**
 * Remittances as an 835 (005010X221A1), for the simulator and for tests: one interchange, one group, an ST each.
 *
 *   ST  BPR*handling*payment*C*method…*date  TRN*1*trace*originator  DTM*405*date
 *   1000A  N1*PR*name*XV*id  N3  N4  PER*BL
 *   1000B  N1*PE*name*XX*npi  REF*TJ*tax id
 *   2000   LX*1  then a loop 2100 for each claim (write-claim.ts) with its loops 2110 (write-line.ts)
 *   PLB*provider*date ( *reason:reference*amount )×6   SE
 *
 * The law: `readRemittances` gives back what was handed in, its places in the file apart. What `Remittance`
 * leaves out is left out; what it cannot say is not in the file either: bank accounts (BPR06 to 15), the code
 * of the place of service (CLP08), rendering providers, addresses of the payee, PER of claims, TS2 and TS3,
 * other AMT and QTY. Amounts are written, not proven: a payer out of balance is what a simulator needs.
 */
import type { Cents } from '@tally/kernel'
import type { Address } from '../claim-parts.ts'
import { addressSegments } from '../writer/party-segments.ts'
import { Pen, type Place } from '../writer/pen.ts'
import { noFindings, type Problem, type Replacement } from '../writer/problem.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate } from '../writer/values.ts'
import { asItIs, asItIsOrNull, neededAsItIs } from '../writer/write-as-it-is.ts'
import {
  checkTransmission,
  groupWritten,
  type Transmission,
  type TransmissionWritten,
} from '../writer/write-envelope.ts'
import type { ProviderAdjustment, Remittance } from './remittance.ts'
import { providerAdjustmentSegments } from './write-adjustments.ts'
import { type ClaimToWrite, claimSegments } from './write-claim.ts'

/** What a `Remittance` says without what is reckoned from it or tells its place in a file. */
export interface RemittanceToWrite
  extends Pick<
    Remittance,
    | 'controlNumber'
    | 'handling'
    | 'method'
    | 'paymentCents'
    | 'paidOn'
    | 'traceNumber'
    | 'originatorId'
    | 'producedOn'
    | 'payer'
    | 'payee'
    | 'payeeId'
  > {
  readonly claims: readonly ClaimToWrite[]
  readonly providerAdjustments: readonly Omit<ProviderAdjustment, 'segment'>[]
}

export interface RemittancesToWrite extends Transmission {
  /** What the guide wants of the payer and no `Remittance` carries; null leaves it out. */
  readonly remitter: {
    readonly address: Address
    readonly contact: { readonly name: string; readonly phone: string }
  } | null
  readonly remittances: readonly RemittanceToWrite[]
}

export type Written835 =
  | ({ readonly ok: true; readonly replacements: readonly Replacement[] } & TransmissionWritten)
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function write835(file: RemittancesToWrite): Written835 {
  const findings = noFindings()
  const pen = new Pen(findings, '')
  checkTransmission(pen, file)
  refuseNumbers(pen, file.remittances)
  const remitter = remitterSegments(pen, file)
  const transactions = file.remittances.map((remittance, index) => ({
    controlNumber: remittance.controlNumber,
    segments: transactionSegments(pen.within(`remittances/${index}`), remittance, remitter),
  }))
  const { problems, replacements } = findings
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, ...groupWritten(file, remittance, transactions), replacements }
}

const remittance = {
  functionalId: 'HP',
  transactionSet: '835',
  guide: '005010X221A1',
  namesGuide: false,
} as const

/** ST02 is unique in its group. */
function refuseNumbers(pen: Pen, remittances: readonly RemittanceToWrite[]): void {
  if (remittances.length === 0)
    pen.refuse('x12/batch-size', ['remittances', 'ST', null], 'Nothing is given.', 'Give a remittance.')
  const seen = new Set<string>()
  for (const [index, { controlNumber }] of remittances.entries()) {
    const place: Place = [`remittances/${index}/controlNumber`, 'ST02', null]
    neededAsItIs(pen, controlNumber, [4, 9], place)
    if (seen.has(controlNumber))
      pen.refuse('x12/control-number', place, 'Two remittances have the same number.', 'Give each its own.')
    seen.add(controlNumber)
  }
}

/** N3, N4 and PER of loop 1000A. */
function remitterSegments(pen: Pen, { remitter }: RemittancesToWrite): SegmentToWrite[] {
  if (remitter === null) return []
  const { name, phone } = remitter.contact
  return [
    ...addressSegments(pen, remitter.address, { at: 'remitter/address', loop: '1000A', box: null }),
    [
      'PER',
      'BL',
      pen.text(name, 60, ['remitter/contact/name', '1000A PER02', null]),
      'TE',
      pen.phone(phone, ['remitter/contact/phone', '1000A PER04', null]),
    ],
  ]
}

function transactionSegments(
  pen: Pen,
  remittance: RemittanceToWrite,
  remitter: readonly SegmentToWrite[],
): SegmentToWrite[] {
  const { producedOn, claims, providerAdjustments } = remittance
  return [
    ...paymentSegments(pen, remittance),
    ...(producedOn === null ? [] : [['DTM', '405', compactDate(producedOn)] as const]),
    payerSegment(pen, remittance),
    ...remitter,
    ...payeeSegments(pen, remittance),
    ...(claims.length === 0 ? [] : [['LX', '1'] as const]),
    ...claims.flatMap((claim, index) => claimSegments(pen.within(`claims/${index}`), claim)),
    ...providerAdjustmentSegments(pen, providerAdjustments),
  ]
}

/** BPR10 is TRN03 again where money moves between banks; BPR05 then says that its addenda go with it. */
function paymentSegments(pen: Pen, remittance: RemittanceToWrite): SegmentToWrite[] {
  const { method, originatorId, paidOn, handling } = remittance
  const originator = asItIs(pen, originatorId, [10, 10], ['originatorId', 'TRN03', null])
  const byBank = ['ACH', 'BOP', 'FWT'].includes(method)
  const code = neededAsItIs(pen, method, [3, 3], ['method', 'BPR04', null])
  const handlingCode = neededAsItIs(pen, handling, [1, 2], ['handling', 'BPR01', null])
  const paid = ['BPR', handlingCode, paymentText(pen, remittance.paymentCents), 'C', code] as const
  const bank = [method === 'ACH' ? 'CCP' : '', '', '', '', '', byBank ? originator : '', '', '', '', '', '']
  return [
    [...paid, ...bank, paidOn === null ? '' : compactDate(paidOn)],
    [
      'TRN',
      '1',
      neededAsItIs(pen, remittance.traceNumber, [1, 50], ['traceNumber', 'TRN02', null]),
      originator,
    ],
  ]
}

/** A payment is never below zero (RFI 222), and never unknown. */
function paymentText(pen: Pen, payment: Cents | null): string {
  const place: Place = ['paymentCents', 'BPR02', null]
  if (payment !== null) return pen.amount(payment, place)
  pen.refuse('x12/missing', place, 'The payment is missing.', 'Give it; a payment of nothing is 0.')
  return ''
}

function payerSegment(pen: Pen, { payer }: RemittanceToWrite): SegmentToWrite {
  const id = asItIsOrNull(pen, payer.id, [2, 80], ['payer/id', '1000A N104', null])
  const name = asItIs(pen, payer.name, [1, 60], ['payer/name', '1000A N102', null])
  return ['N1', 'PR', name, id === '' ? '' : 'XV', id]
}

/** Told by its NPI, else its tax number, else a plan's number (XV). */
function payeeSegments(pen: Pen, { payee, payeeId }: RemittanceToWrite): SegmentToWrite[] {
  const npi = asItIsOrNull(pen, payee.npi, [2, 80], ['payee/npi', '1000B N104', null])
  const taxId = asItIsOrNull(pen, payee.taxId, [2, 50], ['payee/taxId', '1000B REF02', null])
  const other = asItIsOrNull(pen, payeeId, [2, 80], ['payeeId', '1000B N104', null])
  const name = asItIs(pen, payee.name, [1, 60], ['payee/name', '1000B N102', null])
  const [kind, id] = npi ? ['XX', npi] : taxId ? ['FI', taxId] : other ? ['XV', other] : ['', '']
  if (id !== other) {
    const says = 'The payee’s id is its NPI, else its tax number.'
    pen.refuse('x12/code', ['payeeId', '1000B N104', null], says, 'Leave the other numbers out, or mend it.')
  }
  const tax = kind === 'XX' && taxId !== '' ? [['REF', 'TJ', taxId] as const] : []
  return [['N1', 'PE', name, kind, id], ...tax]
}
