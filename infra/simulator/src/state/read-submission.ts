/** Bytes that came in, as envelope and batches of claims; or the sentence they are sent back with. */
import type { ClaimBatch } from '../wire/claim.ts'
import {
  envelopeOf,
  type ReceivedEnvelope,
  type ReceivedGroup,
  type ReceivedTransaction,
} from '../wire/envelope.ts'
import { readClaims } from '../wire/read-claims.ts'
import { type Inquiry, readInquiry } from '../wire/read-inquiries.ts'
import { splitInterchange } from '../wire/segments.ts'

export interface ReadSubmission {
  readonly envelope: ReceivedEnvelope
  readonly batches: readonly {
    readonly group: ReceivedGroup
    readonly transaction: ReceivedTransaction
    readonly batch: ClaimBatch
  }[]
}

export function readSubmission(text: string): ReadSubmission | string {
  const interchange = splitInterchange(text)
  if (typeof interchange === 'string') return interchange
  const envelope = envelopeOf(interchange)
  if (envelope.groups.length === 0 || envelope.groups.some(({ functional }) => functional !== 'HC'))
    return 'This is not a file of claims: send groups of GS01 HC here (a 270 goes to /eligibility).'
  const batches = envelope.groups.flatMap((group) =>
    group.transactions.map((transaction) => {
      return { group, transaction, batch: readClaims(transaction, interchange.separators) }
    }),
  )
  return batches.length === 0
    ? 'The groups hold no transaction: send at least one ST.'
    : { envelope, batches }
}

export interface ReadInquiries {
  readonly envelope: ReceivedEnvelope
  readonly inquiries: readonly Inquiry[]
}

export function readInquiries(text: string): ReadInquiries | string {
  const interchange = splitInterchange(text)
  if (typeof interchange === 'string') return interchange
  const envelope = envelopeOf(interchange)
  const { groups } = envelope
  if (groups.length === 0 || groups.some(({ functional }) => functional !== 'HS'))
    return 'This is not an eligibility inquiry: send groups of GS01 HS here (an 837 goes to /claims).'
  const inquiries = groups.flatMap(({ transactions }) =>
    transactions.map((transaction) => readInquiry(transaction, interchange.separators)),
  )
  return inquiries.length === 0
    ? 'The groups hold no transaction: send at least one ST.'
    : { envelope, inquiries }
}
