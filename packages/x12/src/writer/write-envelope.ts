/**
 * The envelope of what payers and clearinghouses send: several ST in one group, or TA1 without a group.
 *
 *   ISA  ( GS  ( ST … SE )*  GE )?  TA1*  IEA
 *
 * Control numbers are handed in. ISA13, GS06, and ISA06 and ISA08 are checked as they are for claims.
 */
import { assert } from '@tally/kernel'
import type { Control } from '../claim-document.ts'
import { type Frame, framedText, groupText, interchangeNumber, transactionText } from './interchange-text.ts'
import { partnersOf } from './partners.ts'
import type { Pen } from './pen.ts'
import { type SegmentToWrite, segmentText } from './segment-text.ts'

/** From whom to whom, when, and under which numbers. */
export interface Transmission {
  readonly usage: 'P' | 'T'
  readonly submitter: { readonly id: string }
  readonly receiver: { readonly id: string }
  readonly control: Omit<Control, 'batchId'>
}

/** GS01, ST01, GS08, and whether ST03 says it again: an 835 does not (x12.md 2.1). */
export interface GroupToWrite {
  readonly functionalId: 'HP' | 'FA' | 'HN' | 'HB'
  readonly transactionSet: '835' | '999' | '277' | '271'
  readonly guide: '005010X221A1' | '005010X231A1' | '005010X214' | '005010X279A1'
  readonly namesGuide: boolean
}

export interface TransactionToWrite {
  /** ST02. */
  readonly controlNumber: string
  /** What stands between ST and SE; a text is one that is written already, as an EB with its repetitions. */
  readonly segments: readonly (SegmentToWrite | string)[]
}

/** ISA13, GS06 and each ST02 as they stand in the file. */
export interface TransmissionNumbers {
  readonly interchange: string
  readonly group: string
  readonly transactions: readonly string[]
}

/** A file and its numbers. */
export interface TransmissionWritten {
  readonly text: string
  readonly controlNumbers: TransmissionNumbers
}

/** Refuses partners and numbers that no envelope can carry. */
export function checkTransmission(pen: Pen, { submitter, receiver, control }: Transmission): void {
  partnersOf(pen, { submitter, receiver, control: { ...control, batchId: String(control.interchange) } })
}

/** Each under its number from 0001. */
export function numbered(all: readonly TransactionToWrite['segments'][]): TransactionToWrite[] {
  return all.map((segments, index) => ({ controlNumber: String(index + 1).padStart(4, '0'), segments }))
}

export function groupWritten(
  transmission: Transmission,
  { functionalId, transactionSet, guide, namesGuide }: GroupToWrite,
  transactions: readonly TransactionToWrite[],
): TransmissionWritten {
  const frame = frameOf(transmission)
  const texts = transactions.map(({ controlNumber, segments }) => {
    const st = ['ST', transactionSet, controlNumber, namesGuide ? guide : ''] as const
    const own = segments.map((one) => (typeof one === 'string' ? one : segmentText(one)))
    assert(!own.includes(''), 'a segment that says something')
    return transactionText(st, { text: own.join(''), count: own.length })
  })
  return {
    text: framedText(frame, 1, [groupText(frame, functionalId, guide, texts)]),
    controlNumbers: numbersOf(
      transmission,
      transactions.map(({ controlNumber }) => controlNumber),
    ),
  }
}

/** Segments outside of any group. */
export function looseWritten(
  transmission: Transmission,
  segments: readonly SegmentToWrite[],
): TransmissionWritten {
  const text = framedText(frameOf(transmission), 0, segments.map(segmentText))
  return { text, controlNumbers: numbersOf(transmission, []) }
}

function numbersOf({ control }: Transmission, transactions: readonly string[]): TransmissionNumbers {
  return { interchange: interchangeNumber(control), group: String(control.group), transactions }
}

/** As `checkTransmission` let it pass. */
function frameOf({ usage, submitter, receiver, control }: Transmission): Frame {
  const partner = (id: string) => id.trim().toUpperCase()
  return { usage, sender: partner(submitter.id), receiver: partner(receiver.id), control }
}
