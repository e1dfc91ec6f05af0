/** The envelope of a file, unjudged: what `tally x12 read` prints. */
import type { Finding } from './finding.ts'
import type { Separators } from './segment.ts'

export interface TransactionRead {
  /** ST01: 835, 837 … ; null when there is no ST. */
  readonly set: string | null
  readonly controlNumber: string | null
  /** How many, ST and SE included. */
  readonly segments: number
  /** Position of its first in the file, from 1. */
  readonly firstSegment: number
}

export interface GroupRead {
  /** GS01, null without a GS. */
  readonly functionalId: string | null
  /** GS08. */
  readonly version: string | null
  readonly controlNumber: string | null
  readonly transactions: readonly TransactionRead[]
}

export interface InterchangeRead {
  /** ISA06 and ISA08 without their padding, null without an ISA. */
  readonly sender: string | null
  readonly senderQualifier: string | null
  readonly receiver: string | null
  readonly receiverQualifier: string | null
  readonly controlNumber: string | null
  readonly separators: Separators
  readonly groups: readonly GroupRead[]
}

export interface InterchangesRead {
  readonly interchanges: readonly InterchangeRead[]
  readonly findings: readonly Finding[]
}
