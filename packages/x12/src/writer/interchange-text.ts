/** The envelope: ISA of exactly 106 characters, one group, one transaction set, and their counts. */
import { assert } from '@tally/kernel'
import type { Control } from '../claim-document.ts'
import { delimiters, type SegmentToWrite, segmentText } from './segment-text.ts'
import { compactDate, compactTime } from './values.ts'

export interface Envelope {
  readonly usage: 'P' | 'T'
  /** Two to fifteen characters each, as the partners know each other. */
  readonly sender: string
  readonly receiver: string
  readonly control: Control
  readonly functionalId: 'HC' | 'HS' | 'HR'
  readonly transactionSet: '837' | '270' | '276'
  readonly guide: '005010X222A1' | '005010X279A1' | '005010X212'
}

/** One transaction set in one group: nothing here needs a second. */
export const transactionControl = '0001'

/** What identifies a written interchange when it is acknowledged, as it stands in the file. */
export interface ControlNumbers {
  readonly interchange: string
  readonly group: string
  readonly transaction: string
  readonly batchId: string
}

export function controlNumbersOf(control: Control, batchId: string): ControlNumbers {
  return {
    interchange: String(control.interchange).padStart(9, '0'),
    group: String(control.group),
    transaction: transactionControl,
    batchId,
  }
}

/** The whole file. `body` stands between ST and SE, and none of its segments is empty. */
export function interchangeText(envelope: Envelope, body: readonly SegmentToWrite[]): string {
  const { functionalId, transactionSet, guide, sender, receiver, control } = envelope
  const { interchange, group } = controlNumbersOf(control, '')
  const date = compactDate(control.writtenAt.date)
  const time = compactTime(control.writtenAt.time)
  const texts = body.map(segmentText)
  assert(!texts.includes(''), 'a segment that says something')
  return [
    headerText(envelope),
    segmentText(['GS', functionalId, sender, receiver, date, time, group, 'X', guide]),
    segmentText(['ST', transactionSet, transactionControl, guide]),
    ...texts,
    segmentText(['SE', String(texts.length + 2), transactionControl]),
    segmentText(['GE', '1', group]),
    segmentText(['IEA', '1', interchange]),
  ].join('')
}

function headerText({ usage, sender, receiver, control }: Envelope): string {
  const none = ' '.repeat(10)
  const { interchange } = controlNumbersOf(control, '')
  const [to, from] = [receiver.padEnd(15), sender.padEnd(15)]
  const written = [compactDate(control.writtenAt.date).slice(2), compactTime(control.writtenAt.time)]
  const { repetition, component, element, terminator } = delimiters
  // ISA14 = 0: a TA1 for an interchange that is well is not asked for.
  const identity = ['ISA', '00', none, '00', none, 'ZZ', from, 'ZZ', to, ...written]
  const text =
    [...identity, repetition, '00501', interchange, '0', usage, component].join(element) + terminator
  assert(text.length === 106, 'an ISA is 106 characters long')
  return text
}
