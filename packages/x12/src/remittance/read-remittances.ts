/**
 * Reads the remittances of a file: one for each ST, with its proof and what may be done with it. One ST at a
 * time is held as segments; what follows it in the file can still take its verdict back, for a file that was
 * cut may lack more than it shows.
 */
import { contentOfTransaction } from '../reader/content-of.ts'
import { endsProperly, envelopesOf, type Transaction } from '../reader/envelope.ts'
import { collectFindings, type Finding, type Report } from '../reader/finding.ts'
import { segmentsIn } from '../reader/read-segments.ts'
import { given } from '../reader/segment.ts'
import { canonicalContent } from './canonical-content.ts'
import { readTransaction, type TransactionContent } from './read-transaction.ts'
import type { Remittance, Verdict } from './remittance.ts'

export interface ReadingRemittances {
  /** Hex SHA-256 of a text, handed in: this package is pure. */
  readonly sha256?: (text: string) => string
}

export interface Remittances {
  readonly transactions: readonly Remittance[]
  readonly findings: readonly Finding[]
}

/** Everything known of an ST before the file's end. */
interface Read {
  readonly content: TransactionContent
  readonly envelope: Omit<Transaction, 'segments'>
  readonly segments: { readonly first: number; readonly last: number }
  /** Of its content, or the content itself. */
  readonly key: string
}

export function readRemittances(
  input: string | Uint8Array,
  { sha256 }: ReadingRemittances = {},
): Remittances {
  const { findings, report } = collectFindings()
  const read: Read[] = []
  for (const part of envelopesOf(segmentsIn(input, report), report).parts) {
    if (part.kind === 'transaction' && contentOfTransaction(part) === '835')
      read.push(readOne(part, report, sha256))
  }
  if (read.length === 0) report('error', 'file/no-remittance', null, 'the file holds no 835')
  const firsts = new Map<string, number>()
  const transactions = read.map((one, index) => {
    const complete = endsProperly(one.envelope)
    const first = complete ? firsts.get(one.key) : undefined
    if (complete && first === undefined) firsts.set(one.key, index + 1)
    const digest = sha256 ? digestOf(one.key, complete, sha256) : null
    return remittanceOf(one, index + 1, { complete, duplicateOf: first ?? null, digest })
  })
  return { transactions, findings }
}

/** An ST that was cut must not pass for the whole one that may come after it. */
function digestOf(key: string, complete: boolean, sha256: (text: string) => string): string {
  return complete ? key : sha256(`incomplete ${key}`)
}

function readOne(transaction: Transaction, report: Report, sha256?: (text: string) => string): Read {
  const { segments, ...envelope } = transaction
  const canonical = canonicalContent(segments)
  return {
    content: readTransaction(segments, report),
    envelope,
    segments: { first: segments[0]?.ordinal ?? 0, last: segments.at(-1)?.ordinal ?? 0 },
    key: sha256 ? sha256(canonical) : canonical,
  }
}

interface Standing {
  readonly complete: boolean
  readonly duplicateOf: number | null
  readonly digest: string | null
}

function remittanceOf(
  { content, envelope, segments }: Read,
  ordinal: number,
  standing: Standing,
): Remittance {
  const { refused, ...said } = content
  const { complete, duplicateOf, digest } = standing
  const { traceNumber, originatorId, paidOn, paymentCents } = said
  return {
    ordinal,
    controlNumber: (envelope.header && given(envelope.header, 2)) ?? '',
    ...said,
    complete,
    verdict: verdictOf(content, refused, standing),
    duplicateOf,
    digest,
    identity: { trace: traceNumber, originator: originatorId, paidOn, paymentCents },
    segments,
  }
}

/**
 * One ST is one verdict. A second copy of an ST is a duplicate whatever the first one was; an incomplete one
 * is never taken for a copy.
 */
function verdictOf(
  { proof, paymentCents, claims, providerAdjustments }: TransactionContent,
  refused: boolean,
  { complete, duplicateOf }: Standing,
): Verdict {
  if (!complete) return 'quarantine'
  if (duplicateOf !== null) return 'duplicate'
  if (refused || !proof.balanced) return 'quarantine'
  if (proof.claimsOutOfBalance.length > 0 || proof.linesOutOfBalance.length > 0) return 'post-in-part'
  const movesMoney =
    paymentCents !== 0 ||
    claims.some(({ paidCents }) => paidCents !== 0) ||
    providerAdjustments.some(({ amountCents }) => amountCents !== 0)
  return movesMoney ? 'post' : 'notification-only'
}
