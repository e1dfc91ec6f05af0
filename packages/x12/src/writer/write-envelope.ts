/**
 * The envelope of what payers and clearinghouses send: several ST in one group, or TA1 without a group.
 *
 *   ISA  ( GS  ( ST … SE )*  GE )?  TA1*  IEA
 *
 * Control numbers are handed in. ISA13, GS06, and ISA06 and ISA08 are checked as they are for claims.
 */
import { assert } from '@tally/kernel'
import type { Control } from '../claim-document.ts'
import { partnersOf } from './partners.ts'
import type { Pen } from './pen.ts'
import { delimiters, segmentText } from './segment-text.ts'
import { compactDate, compactTime } from './values.ts'

/** From whom to whom, when, and under which numbers. */
export interface Transmission {
  readonly usage: 'P' | 'T'
  readonly submitter: { readonly id: string }
  readonly receiver: { readonly id: string }
  readonly control: Omit<Control, 'batchId'>
}

export interface GroupToWrite {
  /** GS01: HP 835, FA 999, HN 277CA, HB 271. */
  readonly functionalId: 'HP' | 'FA' | 'HN' | 'HB'
  readonly transactionSet: '835' | '999' | '277' | '271'
  readonly guide: '005010X221A1' | '005010X231A1' | '005010X214' | '005010X279A1'
  /** ST03; an 835 has none (x12.md 2.1). */
  readonly namesGuide: boolean
  readonly transactions: readonly TransactionToWrite[]
}

export interface TransactionToWrite {
  /** ST02. */
  readonly controlNumber: string
  /** What stands between ST and SE, each with its terminator. */
  readonly segments: readonly string[]
}

/** ISA13, GS06 and each ST02 as they stand in the file. */
export interface TransmissionNumbers {
  readonly interchange: string
  readonly group: string
  readonly transactions: readonly string[]
}

/** Refuses partners and numbers that no envelope can carry. */
export function checkTransmission(pen: Pen, { submitter, receiver, control }: Transmission): void {
  const { interchange } = control
  partnersOf(pen, { submitter, receiver, control: { ...control, batchId: String(interchange) } })
}

export function numbersOf({ control }: Transmission, transactions: readonly string[]): TransmissionNumbers {
  const interchange = String(control.interchange).padStart(9, '0')
  return { interchange, group: String(control.group), transactions }
}

export function groupText(transmission: Transmission, group: GroupToWrite): string {
  const { functionalId, guide, transactions } = group
  const { control, submitter, receiver } = transmission
  const [date, time] = [compactDate(control.writtenAt.date), compactTime(control.writtenAt.time)]
  const number = String(control.group)
  const [from, to] = [partner(submitter.id), partner(receiver.id)]
  return looseText(
    transmission,
    [
      segmentText(['GS', functionalId, from, to, date, time, number, 'X', guide]),
      ...transactions.map((transaction) => transactionText(group, transaction)),
      segmentText(['GE', String(transactions.length), number]),
    ],
    1,
  )
}

/** ISA to IEA around segments that are written already. */
export function looseText(
  { usage, submitter, receiver, control }: Transmission,
  segments: readonly string[],
  groups: 0 | 1,
): string {
  const { repetition, component, element, terminator } = delimiters
  const none = ' '.repeat(10)
  const [from, to] = [partner(submitter.id).padEnd(15), partner(receiver.id).padEnd(15)]
  const written = [compactDate(control.writtenAt.date).slice(2), compactTime(control.writtenAt.time)]
  const interchange = String(control.interchange).padStart(9, '0')
  const header =
    ['ISA', '00', none, '00', none, 'ZZ', from, 'ZZ', to, ...written, repetition, '00501'].join(element) +
    [element, interchange, element, '0', element, usage, element, component, terminator].join('')
  assert(header.length === 106, 'an ISA is 106 characters long')
  return [header, ...segments, segmentText(['IEA', String(groups), interchange])].join('')
}

function transactionText(
  { transactionSet, guide, namesGuide }: GroupToWrite,
  { controlNumber, segments }: TransactionToWrite,
): string {
  assert(!segments.includes(''), 'a segment that says something')
  return [
    segmentText(['ST', transactionSet, controlNumber, namesGuide ? guide : '']),
    ...segments,
    segmentText(['SE', String(segments.length + 2), controlNumber]),
  ].join('')
}

/** As `checkTransmission` let it pass. */
function partner(id: string): string {
  return id.trim().toUpperCase()
}
