/**
 * The fate of whole interchanges as TA1, between ISA and IEA, without a group (x12.md 3.5):
 *
 *   TA1*ISA13*date*time*status*note
 *
 * `AcknowledgedInterchange` doesn't carry when the answered interchange was written: `answeredAt` is handed in.
 */
import type { Control } from '../claim-document.ts'
import { Pen, type Place } from '../writer/pen.ts'
import { noFindings, type Problem } from '../writer/problem.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { compactDate, compactTime } from '../writer/values.ts'
import { asItIs, neededAsItIs } from '../writer/write-as-it-is.ts'
import {
  checkTransmission,
  looseWritten,
  type Transmission,
  type TransmissionWritten,
} from '../writer/write-envelope.ts'
import type { AcknowledgedInterchange } from './acknowledgment.ts'

export interface InterchangeToAcknowledge
  extends Pick<AcknowledgedInterchange, 'controlNumber' | 'status' | 'note'> {
  /** Date and time of the ISA that is answered. */
  readonly answeredAt: Control['writtenAt']
}

export interface InterchangeAcknowledgments extends Transmission {
  readonly interchanges: readonly InterchangeToAcknowledge[]
}

export type WrittenTa1 =
  | ({ readonly ok: true } & TransmissionWritten)
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function writeTa1(file: InterchangeAcknowledgments): WrittenTa1 {
  const findings = noFindings()
  const pen = new Pen(findings, '')
  checkTransmission(pen, file)
  if (file.interchanges.length === 0)
    pen.refuse('x12/batch-size', ['interchanges', 'TA1', null], 'Nothing is given.', 'Give an interchange.')
  const segments = file.interchanges.map((one, index) => ta1Segment(pen.within(`interchanges/${index}`), one))
  const { problems } = findings
  return problems.length > 0 ? { ok: false, problems } : { ok: true, ...looseWritten(file, segments) }
}

function ta1Segment(pen: Pen, interchange: InterchangeToAcknowledge): SegmentToWrite {
  const { controlNumber, status, note, answeredAt } = interchange
  const at = (field: string, element: string): Place => [field, element, null]
  return [
    'TA1',
    neededAsItIs(pen, controlNumber, [1, 9], at('controlNumber', 'TA101')),
    compactDate(answeredAt.date).slice(2),
    compactTime(answeredAt.time),
    neededAsItIs(pen, status, [1, 1], at('status', 'TA104')),
    asItIs(pen, note, [3, 3], at('note', 'TA105')),
  ]
}
