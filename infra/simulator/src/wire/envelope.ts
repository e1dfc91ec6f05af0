/** ISA, GS and ST of what came in, with the counts that their trailers claim. */
import { elementOf, type Interchange, type Segment } from './segments.ts'

export interface Party {
  readonly qualifier: string
  readonly id: string
}

export interface ReceivedTransaction {
  readonly kind: string
  readonly control: string
  readonly version: string
  /** From ST to SE. */
  readonly segments: readonly Segment[]
}

export interface ReceivedGroup {
  readonly functional: string
  readonly version: string
  readonly sender: string
  readonly receiver: string
  readonly control: string
  readonly transactions: readonly ReceivedTransaction[]
}

export interface ReceivedEnvelope {
  readonly sender: Party
  readonly receiver: Party
  readonly control: string
  /** ISA09 and ISA10, which a TA1 says back. */
  readonly date: string
  readonly time: string
  readonly wantsAcknowledgment: boolean
  readonly usage: string
  readonly groups: readonly ReceivedGroup[]
  /** The TA1 note code of what is wrong with the envelope itself; null when nothing is. */
  readonly note: string | null
}

export function envelopeOf({ segments }: Interchange): ReceivedEnvelope {
  const header = segments[0] ?? []
  const trailer = segments.at(-1) ?? []
  const groups = groupsIn(segments)
  const control = elementOf(header, 13)
  return {
    sender: { qualifier: elementOf(header, 5), id: elementOf(header, 6).trimEnd() },
    receiver: { qualifier: elementOf(header, 7), id: elementOf(header, 8).trimEnd() },
    control,
    date: elementOf(header, 9),
    time: elementOf(header, 10),
    wantsAcknowledgment: elementOf(header, 14) === '1',
    usage: elementOf(header, 15),
    groups,
    note: noteOf(control, trailer, groups.length),
  }
}

/** 018: control number is not nine digits; 001: header and trailer disagree; 021: group count. */
function noteOf(control: string, trailer: Segment, groups: number): string | null {
  if (!/^\d{9}$/.test(control)) return '018'
  if (elementOf(trailer, 2) !== control) return '001'
  return Number(elementOf(trailer, 1)) === groups ? null : '021'
}

function groupsIn(segments: readonly Segment[]): ReceivedGroup[] {
  const groups: (ReceivedGroup & { transactions: ReceivedTransaction[] })[] = []
  let open: (ReceivedTransaction & { segments: Segment[] }) | undefined
  for (const segment of segments) {
    if (segment[0] === 'GS') groups.push(groupOf(segment))
    if (segment[0] === 'ST') {
      open = {
        ...{ kind: elementOf(segment, 1), control: elementOf(segment, 2), version: elementOf(segment, 3) },
        segments: [],
      }
      groups.at(-1)?.transactions.push(open)
    }
    open?.segments.push(segment)
    if (segment[0] === 'SE') open = undefined
  }
  return groups
}

function groupOf(segment: Segment): ReceivedGroup & { transactions: ReceivedTransaction[] } {
  return {
    functional: elementOf(segment, 1),
    sender: elementOf(segment, 2),
    receiver: elementOf(segment, 3),
    control: elementOf(segment, 6),
    version: elementOf(segment, 8),
    transactions: [],
  }
}

/** IK502 of a transaction that does not close as it opened: 2 no trailer, 3 other number, 4 other count. */
export function trailerFault({ segments, control }: ReceivedTransaction): string | null {
  const trailer = segments.at(-1) ?? []
  if (trailer[0] !== 'SE') return '2'
  if (elementOf(trailer, 2) !== control) return '3'
  return Number(elementOf(trailer, 1)) === segments.length ? null : '4'
}
