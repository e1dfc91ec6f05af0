/** The outside's own writer: segments in, one interchange with its envelope and counts out. */
import { assert } from '@tally/kernel'
import { stampAt } from '../clock.ts'
import type { Party } from './envelope.ts'

/** An element that is absent is `''`; what trails empty is not written. */
export type WrittenSegment = readonly string[]

export interface Route {
  readonly from: Party
  readonly to: Party
  /** ISA15: production or test, as the other side writes it. */
  readonly usage: string
}

export interface WrittenTransaction {
  readonly kind: string
  /** ST03, which an 835 does not have. */
  readonly version: string | null
  readonly body: readonly WrittenSegment[]
}

export interface WrittenInterchange {
  readonly route: Route
  /** ISA13 and GS06. */
  readonly control: number
  readonly at: number
  readonly group: {
    readonly functional: string
    readonly version: string
    readonly transactions: readonly WrittenTransaction[]
  } | null
  /** TA1, which stands outside every group. */
  readonly ungrouped: readonly WrittenSegment[]
}

export function writeInterchange({ route, control, at, group, ungrouped }: WrittenInterchange): string {
  const { date, time } = stampAt(at)
  const number = String(control).padStart(9, '0')
  const written: WrittenSegment[] = [
    ...ungrouped,
    ...(group ? groupSegments(group, { route, control, date, time }) : []),
    ['IEA', group ? '1' : '0', number],
  ]
  return `${header(route, date, time, number)}~${written.map(textOf).join('')}`
}

function groupSegments(
  { functional, version, transactions }: NonNullable<WrittenInterchange['group']>,
  at: { readonly route: Route; readonly control: number; readonly date: string; readonly time: string },
): WrittenSegment[] {
  const { from, to } = at.route
  const control = String(at.control)
  return [
    ['GS', functional, from.id, to.id, at.date, at.time, control, 'X', version],
    ...transactions.flatMap((transaction, index) => transactionSegments(transaction, index + 1)),
    ['GE', String(transactions.length), control],
  ]
}

/** Fixed width: 105 characters and the terminator. */
function header({ from, to, usage }: Route, date: string, time: string, number: string): string {
  const blank = ' '.repeat(10)
  const who = (party: Party) => `${party.qualifier.padEnd(2)}*${party.id.padEnd(15)}`
  const isa = `ISA*00*${blank}*00*${blank}*${who(from)}*${who(to)}*${date.slice(2)}*${time}*^*00501*${number}*0*${usage || 'T'}*:`
  assert(isa.length === 105, 'an ISA written by the simulator is 105 characters')
  return isa
}

function transactionSegments({ kind, version, body }: WrittenTransaction, ordinal: number): WrittenSegment[] {
  const control = String(ordinal).padStart(4, '0')
  return [['ST', kind, control, version ?? ''], ...body, ['SE', String(body.length + 2), control]]
}

function textOf(segment: WrittenSegment): string {
  const elements = segment.map(basic)
  while (elements.length > 1 && elements.at(-1) === '') elements.pop()
  return `${elements.join('*')}~`
}

/** X12 has no escape: what would divide or is outside the basic characters becomes a space. */
function basic(element: string): string {
  return element.replace(/[*~\r\n]|[^ -~]/g, ' ').trim()
}

/** Free text that goes into a component or a name: no component or repetition separator either. */
export function plain(text: string): string {
  return text.replace(/[:^*~]/g, ' ').trim()
}
