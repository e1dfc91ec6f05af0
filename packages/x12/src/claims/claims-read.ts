/** A file of 837P as it arrived: its batches, each with its claims. */
import type { ServiceDate } from '@tally/kernel'
import type { Finding } from '../reader/finding.ts'
import type { BatchIdentity } from '../reader/identity-of.ts'
import type { OfLoop, UnreadSegment } from '../reader/of-loop.ts'
import type { ClaimRead } from './claim-read.ts'
import type { Party, Reference } from './party.ts'

/** An HL, claims below it or not. */
export interface LevelRead extends OfLoop {
  /** HL01 and HL02. */
  readonly number: string | null
  readonly parent: string | null
  /** HL03: 20 billing provider, 22 subscriber, 23 patient. */
  readonly code: string | null
  /** HL04. */
  readonly hasChildren: string | null
  readonly segment: number
}

/** One ST. */
export interface ClaimBatch extends BatchIdentity, OfLoop {
  /** From 1 among the 837P of the file. */
  readonly position: number
  /** False when something behind it is missing or its SE is wrong: the file may be cut. */
  readonly complete: boolean
  /** BHT02: 00 original, 18 sent again. */
  readonly purpose: string | null
  /** BHT03, which a 277CA says back. */
  readonly batchId: string | null
  /** BHT04 and BHT05, the time as it stands. */
  readonly writtenOn: ServiceDate | null
  readonly writtenAt: string | null
  /** BHT06: CH claims, RP encounters, 31 subrogation. */
  readonly transactionType: string | null
  /** NM1*41 and NM1*40. */
  readonly submitter: Party | null
  readonly receivedBy: Party | null
  /** REF of the header: 87 names the guide in 4010. */
  readonly references: readonly Reference[]
  readonly levels: readonly LevelRead[]
  readonly claims: readonly ClaimRead[]
  readonly unread: readonly UnreadSegment[]
  /** Of the ST. */
  readonly segment: number
}

/** An ST that is no 837P, and what it is. */
export interface OtherTransaction {
  readonly content: string
  readonly controlNumber: string | null
  readonly segment: number
}

export interface ClaimsRead {
  readonly batches: readonly ClaimBatch[]
  readonly others: readonly OtherTransaction[]
  readonly findings: readonly Finding[]
}
