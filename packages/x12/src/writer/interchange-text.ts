/**
 * The envelope around what is written: ISA of exactly 106 characters, one group or none, and the counts.
 *
 *   ISA  ( GS  ( ST … SE )*  GE )?  IEA
 */
import { assert } from '@tally/kernel'
import type { Control } from '../claim-document.ts'
import { delimiters, type SegmentsText, segmentText } from './segment-text.ts'
import { compactDate, compactTime } from './values.ts'

/** From whom to whom, when, and under which numbers. */
export interface Frame {
  readonly usage: 'P' | 'T'
  /** Two to fifteen characters each, as the partners know each other. */
  readonly sender: string
  readonly receiver: string
  readonly control: Omit<Control, 'batchId'>
}

export interface Envelope extends Frame {
  readonly functionalId: 'HC' | 'HS' | 'HR'
  readonly transactionSet: '837' | '270' | '276'
  readonly guide: '005010X222A1' | '005010X279A1' | '005010X212'
}

/** One transaction set in one group: what we ask never needs a second. */
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
    interchange: interchangeNumber(control),
    group: String(control.group),
    transaction: transactionControl,
    batchId,
  }
}

/** The whole file. `body` stands between ST and SE. */
export function interchangeText(envelope: Envelope, body: SegmentsText): string {
  const { functionalId, transactionSet, guide } = envelope
  const st = ['ST', transactionSet, transactionControl, guide] as const
  return framedText(envelope, 1, [groupText(envelope, functionalId, guide, [transactionText(st, body)])])
}

/** ISA to IEA around what is written already. */
export function framedText(frame: Frame, groups: 0 | 1, texts: readonly string[]): string {
  const end = segmentText(['IEA', String(groups), interchangeNumber(frame.control)])
  return headerText(frame) + texts.join('') + end
}

export function groupText(
  { sender, receiver, control }: Frame,
  functionalId: string,
  guide: string,
  transactions: readonly string[],
): string {
  const [date, time] = [compactDate(control.writtenAt.date), compactTime(control.writtenAt.time)]
  const number = String(control.group)
  const head = segmentText(['GS', functionalId, sender, receiver, date, time, number, 'X', guide])
  return head + transactions.join('') + segmentText(['GE', String(transactions.length), number])
}

export function transactionText(
  st: readonly ['ST', set: string, number: string, guide: string],
  { text, count }: SegmentsText,
): string {
  return segmentText(st) + text + segmentText(['SE', String(count + 2), st[2]])
}

export function interchangeNumber({ interchange }: Frame['control']): string {
  return String(interchange).padStart(9, '0')
}

function headerText({ usage, sender, receiver, control }: Frame): string {
  const none = ' '.repeat(10)
  const [to, from] = [receiver.padEnd(15), sender.padEnd(15)]
  const written = [compactDate(control.writtenAt.date).slice(2), compactTime(control.writtenAt.time)]
  const { repetition, component, element, terminator } = delimiters
  // ISA14 = 0: a TA1 for an interchange that is well is not asked for.
  const identity = ['ISA', '00', none, '00', none, 'ZZ', from, 'ZZ', to, ...written]
  const numbers = [repetition, '00501', interchangeNumber(control), '0', usage, component]
  const text = [...identity, ...numbers].join(element) + terminator
  assert(text.length === 106, 'an ISA is 106 characters long')
  return text
}
