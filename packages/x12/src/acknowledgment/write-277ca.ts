/**
 * What became of claims, as a 277CA (005010X214), an ST for each batch (x12.md 3.4):
 *
 *   BHT*0085*08*number*date*time*TH
 *   HL 20  NM1*PR|AY source  TRN*1  DTP*050  DTP*009
 *   HL 21  NM1*41 receiver  TRN*2*our BHT03  STC  QTY*90  QTY*AA
 *   HL 19  NM1*85*2*name*****XX*npi  TRN*1*0  STC
 *   HL PT  NM1*QC patient  TRN*2*our CLM01  STC*category:code:entity*date*action*charge
 *          REF*1K  REF*D9  DTP*472  ( SVC  STC  REF*FJ  DTP*472 )*
 *
 * What these objects don't carry: names of provider and patient, which may be handed in beside them; when the
 * batch was received and decided on, written as the day of writing; sums of charges (AMT*YU, AMT*YY) and counts
 * of a provider (QTY*QA, QTY*QC), left out; the action of a status that did not decide (see write-status.ts).
 */
import type { Cents, ServiceDate } from '@tally/kernel'
import { Pen, type Place } from '../writer/pen.ts'
import { noFindings, type Problem } from '../writer/problem.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate, compactTime } from '../writer/values.ts'
import { asItIs, asItIsOrNull, countText, neededAsItIs } from '../writer/write-as-it-is.ts'
import {
  checkTransmission,
  groupWritten,
  numbered,
  type Transmission,
  type TransmissionWritten,
} from '../writer/write-envelope.ts'
import type { AcknowledgedBatch, AcknowledgedProvider, AcknowledgmentSource } from './acknowledgment.ts'
import { type ClaimToAcknowledge, claimSegments } from './write-claim-status.ts'
import { statusSegments, sumOfKnown } from './write-status.ts'

export interface ProviderToAcknowledge extends Omit<AcknowledgedProvider, 'verdict' | 'segment' | 'batchId'> {
  /** The guide wants it; no `AcknowledgedProvider` carries it. */
  readonly name?: string
  readonly claims: readonly ClaimToAcknowledge[]
}

export interface BatchToAcknowledge extends Omit<AcknowledgedBatch, 'verdict' | 'segment'> {
  /** BHT03 of this answer, never used before. */
  readonly number: string
  readonly source: AcknowledgmentSource
  readonly providers: readonly ProviderToAcknowledge[]
}

export interface ClaimAcknowledgments extends Transmission {
  /** Who sent the claims: ISA08 and loop 2100B. */
  readonly receiver: { readonly id: string; readonly name: string }
  readonly batches: readonly BatchToAcknowledge[]
}

export type Written277ca =
  | ({ readonly ok: true } & TransmissionWritten)
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function write277ca(file: ClaimAcknowledgments): Written277ca {
  const findings = noFindings()
  const pen = new Pen(findings, '')
  checkTransmission(pen, file)
  if (file.batches.length === 0)
    pen.refuse('x12/batch-size', ['batches', 'ST', null], 'Nothing is given.', 'Give a batch.')
  const batches = file.batches.map((batch, index) => batchSegments(pen, file, batch, `batches/${index}`))
  const { problems } = findings
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, ...groupWritten(file, claimAcknowledgment, numbered(batches)) }
}

const claimAcknowledgment = {
  functionalId: 'HN',
  transactionSet: '277',
  guide: '005010X214',
  namesGuide: true,
} as const

/** HL 20 to PT, numbered as they stand. */
function batchSegments(
  pen: Pen,
  { receiver, control }: ClaimAcknowledgments,
  batch: BatchToAcknowledge,
  path: string,
): SegmentToWrite[] {
  const { date, time } = control.writtenAt
  const own = pen.within(path)
  const number = neededAsItIs(own, batch.number, [1, 50], ['number', 'BHT03', null])
  const name = neededAsItIs(pen, receiver.name, [1, 60], ['receiver/name', '2100B NM103', null])
  const receiverId = neededAsItIs(pen, receiver.id, [2, 15], ['receiver/id', '2100B NM109', null])
  const segments: SegmentToWrite[] = [
    ['BHT', '0085', '08', number, compactDate(date), compactTime(time), 'TH'],
    ['HL', '1', '', '20', '1'],
    ...sourceSegments(own, batch.source, number, date),
    ['HL', '2', '1', '21', batch.providers.length > 0 ? '1' : '0'],
    ['NM1', '41', '2', name, '', '', '', '', '46', receiverId],
    ...batchStatusSegments(own, batch, date),
  ]
  let level = 2
  for (const [index, provider] of batch.providers.entries()) {
    level += 1
    const parent = level
    const under = own.within(`providers/${index}`)
    segments.push(['HL', String(parent), '2', '19', provider.claims.length > 0 ? '1' : '0'])
    segments.push(...providerSegments(under, provider))
    for (const [place, claim] of provider.claims.entries()) {
      level += 1
      segments.push(['HL', String(level), String(parent), 'PT'])
      segments.push(...claimSegments(under.within(`claims/${place}`), claim, date))
    }
  }
  return segments
}

/** A payer has a payer's number (PI), a clearinghouse that of a sender (46). */
function sourceSegments(
  pen: Pen,
  { entity, name, id }: AcknowledgmentSource,
  number: string,
  date: ServiceDate,
): SegmentToWrite[] {
  const at = (field: string, element: string): Place => [`source/${field}`, `2100A ${element}`, null]
  const role = neededAsItIs(pen, entity, [2, 3], at('entity', 'NM101'))
  const called = asItIs(pen, name, [1, 60], at('name', 'NM103'))
  const known = asItIsOrNull(pen, id, [2, 80], at('id', 'NM109'))
  const kind = known === '' ? '' : role === 'PR' ? 'PI' : '46'
  return [
    ['NM1', role, '2', called, '', '', '', '', kind, known],
    ['TRN', '1', number],
    ['DTP', '050', 'D8', compactDate(date)],
    ['DTP', '009', 'D8', compactDate(date)],
  ]
}

function batchStatusSegments(pen: Pen, batch: BatchToAcknowledge, date: ServiceDate): SegmentToWrite[] {
  const { id, acceptedClaims, rejectedClaims, providers } = batch
  const trace = asItIs(pen, id, [1, 50], ['id', '2200B TRN02', null])
  const chargeCents = chargeOf(providers)
  const accepted = countText(pen, acceptedClaims, ['acceptedClaims', '2200B QTY02', null])
  const rejected = countText(pen, rejectedClaims, ['rejectedClaims', '2200B QTY02', null])
  return [
    ...(trace === '' ? [] : [['TRN', '2', trace] as const]),
    ...statusSegments(pen, batch, { loop: '2200B', date, chargeCents }),
    ...(accepted === '' ? [] : [['QTY', '90', accepted] as const]),
    ...(rejected === '' ? [] : [['QTY', 'AA', rejected] as const]),
  ]
}

/** What stands in this file of the batch, where it is known. */
function chargeOf(providers: readonly Pick<ProviderToAcknowledge, 'claims'>[]): Cents | null {
  return sumOfKnown(providers.flatMap(({ claims }) => claims.map(({ chargeCents }) => chargeCents)))
}

/** TRN*1 here, and no date in its STC: stupidedi flags both otherwise. */
function providerSegments(pen: Pen, provider: ProviderToAcknowledge): SegmentToWrite[] {
  const name = asItIs(pen, provider.name ?? '', [1, 60], ['name', '2100C NM103', null])
  const id = asItIs(pen, provider.id, [2, 80], ['id', '2100C NM109', null])
  return [
    ['NM1', '85', '2', name, '', '', '', '', id === '' ? '' : 'XX', id],
    ['TRN', '1', '0'],
    ...statusSegments(pen, provider, { loop: '2200C', date: null, chargeCents: chargeOf([provider]) }),
  ]
}
