/** Who sent an ST, to whom, and the control numbers of its envelope. */
import type { Transaction } from './envelope.ts'
import { guideOf } from './guide-of.ts'
import { given, type Segment } from './segment.ts'

/** Who sent it and its numbers; null where the level is missing. */
export interface BatchIdentity {
  /** ISA06, ISA08, ISA13 and ISA15 (P or T). */
  readonly sender: string | null
  readonly receiver: string | null
  readonly interchangeControl: string | null
  readonly usage: string | null
  /** GS02, GS03, GS06. */
  readonly groupSender: string | null
  readonly groupReceiver: string | null
  readonly groupControl: string | null
  /** ST02. */
  readonly controlNumber: string | null
  /** GS08, or ST03 where the GS names no guide. */
  readonly version: string | null
}

export function identityOf(transaction: Transaction): BatchIdentity {
  const { header, group, interchange } = transaction
  const at = (segment: Segment | null, place: number) => segment && given(segment, place)
  return {
    sender: at(interchange.header, 6),
    receiver: at(interchange.header, 8),
    interchangeControl: at(interchange.header, 13),
    usage: at(interchange.header, 15),
    groupSender: at(group.header, 2),
    groupReceiver: at(group.header, 3),
    groupControl: at(group.header, 6),
    controlNumber: at(header, 2),
    version: guideOf(transaction),
  }
}
