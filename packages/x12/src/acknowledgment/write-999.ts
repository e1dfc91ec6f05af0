/**
 * What became of groups, as a 999 (005010X231A1), an ST for each (x12.md 3.5):
 *
 *   AK1*functional id*GS06*guide
 *   ( AK2*set*ST02*guide  ( IK3*tag*position*loop*code  CTX*CLM01:claim  IK4*element:component:repetition**code*value )*
 *     IK5*status*code… )*
 *   AK9*status*included*received*accepted*code…
 *
 * `AcknowledgedGroup` doesn't carry the guide that is answered (AK103, AK203), which is handed in, nor the
 * number of a data element (IK402) or another context than the claim, which are left out.
 */
import { Pen, type Place } from '../writer/pen.ts'
import { noFindings, type Problem } from '../writer/problem.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { asItIsOrNull, countText, neededAsItIs } from '../writer/write-as-it-is.ts'
import {
  checkTransmission,
  groupWritten,
  numbered,
  type Transmission,
  type TransmissionWritten,
} from '../writer/write-envelope.ts'
import type { AcknowledgedGroup, AcknowledgedTransaction, SyntaxError999 } from './acknowledgment.ts'

export type SyntaxErrorToWrite = Omit<SyntaxError999, 'segment'>

export interface TransactionToAcknowledge
  extends Omit<AcknowledgedTransaction, 'verdict' | 'segment' | 'errors'> {
  readonly errors: readonly SyntaxErrorToWrite[]
}

export interface GroupToAcknowledge extends Omit<AcknowledgedGroup, 'verdict' | 'segment' | 'transactions'> {
  readonly transactions: readonly TransactionToAcknowledge[]
}

export interface GroupAcknowledgments extends Transmission {
  /** GS08 of what is answered, such as 005010X222A1. */
  readonly answeredGuide: string
  readonly groups: readonly GroupToAcknowledge[]
}

export type Written999 =
  | ({ readonly ok: true } & TransmissionWritten)
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function write999(file: GroupAcknowledgments): Written999 {
  const findings = noFindings()
  const pen = new Pen(findings, '')
  checkTransmission(pen, file)
  const guide = neededAsItIs(pen, file.answeredGuide, [1, 12], ['answeredGuide', 'AK103', null])
  if (file.groups.length === 0)
    pen.refuse('x12/batch-size', ['groups', 'ST', null], 'Nothing is given.', 'Give a group.')
  const groups = file.groups.map((group, index) => groupSegments(pen.within(`groups/${index}`), group, guide))
  const { problems } = findings
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, ...groupWritten(file, acknowledgment, numbered(groups)) }
}

const acknowledgment = {
  functionalId: 'FA',
  transactionSet: '999',
  guide: '005010X231A1',
  namesGuide: true,
} as const

function groupSegments(pen: Pen, group: GroupToAcknowledge, guide: string): SegmentToWrite[] {
  const at = (field: string, element: string): Place => [field, element, null]
  const count = (field: 'included' | 'received' | 'accepted', element: string) => {
    if (group[field] === null)
      pen.refuse('x12/missing', at(field, element), 'The count is missing.', 'Count the transactions.')
    return countText(pen, group[field], at(field, element))
  }
  const id = neededAsItIs(pen, group.functionalId, [2, 2], at('functionalId', 'AK101'))
  const number = neededAsItIs(pen, group.controlNumber, [1, 9], at('controlNumber', 'AK102'))
  const counts = [count('included', 'AK902'), count('received', 'AK903'), count('accepted', 'AK904')]
  return [
    ['AK1', id, number, guide],
    ...group.transactions.flatMap((transaction, index) =>
      transactionSegments(pen.within(`transactions/${index}`), transaction, guide),
    ),
    [
      'AK9',
      neededAsItIs(pen, group.status, [1, 1], at('status', 'AK901')),
      ...counts,
      ...codes(pen, group.errorCodes, 'errorCodes', 'AK905'),
    ],
  ]
}

function transactionSegments(
  pen: Pen,
  transaction: TransactionToAcknowledge,
  guide: string,
): SegmentToWrite[] {
  const { errors } = transaction
  const ofTransaction = errors.findIndex(({ level }) => level === 'transaction')
  const end = ofTransaction < 0 ? errors.length : ofTransaction
  const set = neededAsItIs(pen, transaction.set, [3, 3], ['set', 'AK201', null])
  const number = neededAsItIs(pen, transaction.controlNumber, [4, 9], ['controlNumber', 'AK202', null])
  const status = neededAsItIs(pen, transaction.status, [1, 1], ['status', 'IK501', null])
  const last = errors.slice(end)
  for (const [index, error] of last.entries()) {
    if (error.level === 'transaction' && isNowhere(error)) continue
    const says = 'An error of the transaction has no place in it, and stands after all that have one.'
    pen.refuse(
      'x12/code',
      [`errors/${end + index}`, 'IK502', null],
      says,
      'Put it before, or take its place away.',
    )
  }
  return [
    ['AK2', set, number, guide],
    ...errors.slice(0, end).flatMap((error, index) => {
      const own = pen.within(`errors/${index}`)
      return error.level === 'segment'
        ? segmentErrorSegments(own, error)
        : elementErrorSegments(own, error, errors.slice(0, index))
    }),
    [
      'IK5',
      status,
      ...codes(
        pen,
        last.map(({ code }) => code),
        'errors',
        'IK502',
      ),
    ],
  ]
}

function segmentErrorSegments(pen: Pen, error: SyntaxErrorToWrite): SegmentToWrite[] {
  const at = (field: string, element: string): Place => [field, element, null]
  if (
    error.element !== null ||
    error.component !== null ||
    error.repetition !== null ||
    error.value !== null
  ) {
    const says = 'An error of a segment names no element.'
    pen.refuse('x12/code', at('element', 'IK3'), says, 'Give it the level of an element.')
  }
  const clm01 = asItIsOrNull(pen, error.clm01, [1, 35], at('clm01', 'CTX01'))
  const ik3 = [
    'IK3',
    asItIsOrNull(pen, error.tag, [2, 3], at('tag', 'IK301')),
    countText(pen, error.position, at('position', 'IK302')),
    asItIsOrNull(pen, error.loop, [1, 6], at('loop', 'IK303')),
    neededAsItIs(pen, error.code, [1, 3], at('code', 'IK304')),
  ] as const
  return clm01 === '' ? [ik3] : [ik3, ['CTX', ['CLM01', clm01]]]
}

/** Under the IK3 of the same place, which must have come just before, with other elements between at most. */
function elementErrorSegments(
  pen: Pen,
  error: SyntaxErrorToWrite,
  before: readonly SyntaxErrorToWrite[],
): SegmentToWrite[] {
  const at = (field: string, element: string): Place => [field, element, null]
  const above = before.findLast(({ level }) => level === 'segment')
  if (!above || !isSamePlace(above, error)) {
    const says = 'The error of the segment in which this element stands is not the one before.'
    pen.refuse('x12/code', at('level', 'IK4'), says, 'Put it behind the error of its segment (code 8).')
  }
  const places = [
    countText(pen, error.element, at('element', 'IK401')),
    countText(pen, error.component, at('component', 'IK401')),
    countText(pen, error.repetition, at('repetition', 'IK401')),
  ]
  const code = neededAsItIs(pen, error.code, [1, 3], at('code', 'IK403'))
  return [['IK4', places, '', code, asItIsOrNull(pen, error.value, [1, 99], at('value', 'IK404'))]]
}

function isSamePlace(one: SyntaxErrorToWrite, other: SyntaxErrorToWrite): boolean {
  return (
    one.tag === other.tag &&
    one.position === other.position &&
    one.loop === other.loop &&
    one.clm01 === other.clm01
  )
}

function isNowhere({ code: _, level: _l, ...place }: SyntaxErrorToWrite): boolean {
  const { tag, position, loop, element, component, repetition, value, clm01 } = place
  return [tag, position, loop, element, component, repetition, value, clm01].every((part) => part === null)
}

/** Up to five stand behind a status. */
function codes(pen: Pen, given: readonly string[], field: string, element: string): string[] {
  if (given.length > 5) {
    const says = `${given.length} codes are given and five fit.`
    pen.refuse('x12/batch-size', [field, element, null], says, 'Keep the five that matter.')
  }
  return given.map((code, index) => neededAsItIs(pen, code, [1, 3], [`${field}/${index}`, element, null]))
}
