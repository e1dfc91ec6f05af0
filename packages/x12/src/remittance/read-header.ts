/** What stands before the first claim: the payment, its trace, payer and payee (x12.md 2.1). */
import type { Cents, ServiceDate } from '@tally/kernel'
import { given, type Segment } from '../reader/segment.ts'
import { type Loop, splitAt } from '../reader/split-at.ts'
import type { Reading } from './reading.ts'

export interface RemittanceHeader {
  readonly handling: string
  readonly method: string
  readonly paymentCents: Cents | null
  readonly paidOn: ServiceDate | null
  readonly traceNumber: string
  readonly originatorId: string
  readonly producedOn: ServiceDate | null
  readonly payer: { readonly name: string; readonly id: string | null }
  readonly payerId: string | null
  readonly payee: { readonly name: string; readonly npi: string | null; readonly taxId: string | null }
  readonly payeeId: string | null
}

export function readHeader(
  segments: readonly Segment[],
  opening: Segment,
  reading: Reading,
): RemittanceHeader {
  const [trn, produced] = [
    segments.find(({ tag }) => tag === 'TRN'),
    segments.find(({ tag, elements }) => tag === 'DTM' && elements[1] === '405'),
  ]
  const parties = splitAt(segments, ['N1'])
  const originatorId = (trn && given(trn, 3)) ?? ''
  const payer = readPayer(partyIn(parties, 'PR'))
  if (!(trn && given(trn, 2)))
    reading.refuse('payment/no-trace', trn ?? opening, 'TRN02 is missing: no deposit can be told by it')
  return {
    ...readPayment(segments, opening, reading),
    traceNumber: (trn && given(trn, 2)) ?? '',
    originatorId,
    producedOn: produced ? reading.date(produced, 2) : null,
    payer,
    payerId: payer.id ?? (originatorId || null),
    ...readPayee(partyIn(parties, 'PE')),
  }
}

/** BPR: a payment is never negative (RFI 222); what can't come in must be H and NON (RFI 352, 1581). */
function readPayment(segments: readonly Segment[], opening: Segment, reading: Reading) {
  const [bpr, another] = segments.filter(({ tag }) => tag === 'BPR')
  if (!bpr) {
    reading.refuse('payment/missing', opening, 'there is no BPR')
    return { handling: '', method: '', paymentCents: null, paidOn: null }
  }
  if (another) reading.refuse('payment/twice', another, 'there are two BPR')
  const paymentCents = reading.amount(bpr, 2)
  if (given(bpr, 3) === 'D') reading.refuse('payment/debit', bpr, 'the payment is a debit', 3)
  if (paymentCents !== null) checkPayment(bpr, paymentCents, reading)
  const [handling, method] = [given(bpr, 1) ?? '', given(bpr, 4) ?? '']
  return { handling, method, paymentCents, paidOn: reading.date(bpr, 16) }
}

function checkPayment(bpr: Segment, paymentCents: Cents, reading: Reading): void {
  if (paymentCents < 0) reading.refuse('payment/negative', bpr, `the payment is ${paymentCents} cents`, 2)
  const [informs, paysNone] = [given(bpr, 1) === 'H', given(bpr, 4) === 'NON']
  if (paymentCents === 0 ? !(informs && paysNone) : informs || paysNone)
    reading.report('warn', 'payment/handling', bpr, `BPR01 and BPR04 do not go with ${paymentCents} cents`)
}

/** N1 of that role and what follows it up to the next N1. */
function partyIn(parties: readonly Loop[], role: string): readonly Segment[] {
  return parties.find(([n1]) => n1.elements[1] === role) ?? []
}

function readPayer([n1, ...following]: readonly Segment[]) {
  if (!n1) return { name: '', id: null }
  return { name: given(n1, 2) ?? '', id: given(n1, 4) ?? reference(following, '2U') }
}

function readPayee([n1, ...following]: readonly Segment[]) {
  if (!n1) return { payee: { name: '', npi: null, taxId: null }, payeeId: null }
  const [kind, id] = [given(n1, 3), given(n1, 4)]
  const npi = kind === 'XX' ? id : null
  const taxId = reference(following, 'TJ') ?? (kind === 'FI' ? id : null)
  return { payee: { name: given(n1, 2) ?? '', npi, taxId }, payeeId: npi ?? taxId ?? id }
}

function reference(segments: readonly Segment[], qualifier: string): string | null {
  const ref = segments.find(({ tag, elements }) => tag === 'REF' && elements[1] === qualifier)
  return ref ? given(ref, 2) : null
}
