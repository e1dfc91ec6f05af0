/**
 * Reads the remittances of a file: one for each ST, with its proof and what may be done with it. A claim is held
 * while it is read; what follows an ST in the file can still take its verdict back, for a file that was cut may
 * lack more than it shows.
 */

import { contentOfOpening } from '../reader/content-of.ts'
import { type FilePart, SegmentCutter } from '../reader/cut-segments.ts'
import { EnvelopeWalk, endsProperly, type TransactionPlace } from '../reader/envelope.ts'
import { collectFindings, type Finding, type Report } from '../reader/finding.ts'
import { partsOf } from '../reader/read-segments.ts'
import { given, type Segment } from '../reader/segment.ts'
import { ContentKey } from './canonical-content.ts'
import type { RemittanceHeader } from './read-header.ts'
import type { Remittance, RemittanceClaim, RemittanceSummary, Verdict } from './remittance.ts'
import { type TransactionContent, TransactionReading } from './transaction-reading.ts'

export interface ReadingRemittances {
  /** Hex SHA-256 of a text, handed in: this package is pure. */
  readonly sha256?: (text: string) => string
}

export interface Remittances {
  readonly transactions: readonly Remittance[]
  readonly findings: readonly Finding[]
}

export interface RemittanceSummaries {
  readonly transactions: readonly RemittanceSummary[]
  readonly findings: readonly Finding[]
}

/** A claim as it is read; nothing may be done with it until its ST has its verdict. */
export interface ClaimInPassing {
  /** Of its ST. */
  readonly ordinal: number
  readonly header: RemittanceHeader
  readonly claim: RemittanceClaim
}

export function readRemittances(
  input: string | Uint8Array,
  { sha256 }: ReadingRemittances = {},
): Remittances {
  const claims: RemittanceClaim[][] = []
  const reader = new RemittanceReader(({ ordinal, claim }) => {
    const own = claims[ordinal - 1]
    if (own) own.push(claim)
    else claims[ordinal - 1] = [claim]
  }, sha256 ?? 'content')
  for (const { part, last } of partsOf(input)) reader.take(part, last)
  const { transactions, findings } = reader.end()
  return {
    transactions: transactions.map((one) => ({ ...one, claims: claims[one.ordinal - 1] ?? [] })),
    findings,
  }
}

export interface StreamingRemittances {
  /** Without it no ST is compared with another: digests take two fifths of the time. */
  readonly sha256?: (text: string) => string
  readonly onClaim: (passing: ClaimInPassing) => void
  /** Awaited after each MB, so that others have their turn. */
  readonly pause: () => Promise<unknown>
}

/** The same of a file that comes in parts; it takes as much memory as its longest claim. */
export async function streamRemittances(
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { sha256, onClaim, pause }: StreamingRemittances,
): Promise<RemittanceSummaries> {
  const reader = new RemittanceReader(onClaim, sha256 ?? null)
  let sincePause = 0
  for await (const part of parts) {
    for (const piece of partsOf(part)) {
      reader.take(piece.part, false)
      sincePause += piece.part.length
      if (sincePause < 1_000_000) continue
      sincePause = 0
      await pause()
    }
  }
  reader.take(new Uint8Array(), true)
  return reader.end()
}

interface Read {
  readonly content: TransactionContent
  readonly place: TransactionPlace
  readonly closed: boolean
}

/** How an ST is told from others: by its content as it stands or its digest, or not at all. */
type Comparing = 'content' | ((text: string) => string) | null

class RemittanceReader {
  private readonly read: Read[] = []
  private readonly findings: readonly Finding[]
  private readonly report: Report
  private readonly cutter: SegmentCutter
  private readonly walk: EnvelopeWalk
  private readonly comparing: Comparing

  constructor(onClaim: (passing: ClaimInPassing) => void, comparing: Comparing) {
    const { findings, report } = collectFindings()
    this.findings = findings
    this.report = report
    this.comparing = comparing
    this.cutter = new SegmentCutter(report)
    this.walk = new EnvelopeWalk(this.listener(onClaim), report)
  }

  take(part: FilePart, last: boolean): void {
    for (const segment of this.cutter.cut(part, last)) this.walk.take(segment)
  }

  end(): RemittanceSummaries {
    this.walk.finish()
    const { read, report, findings, comparing } = this
    if (read.length === 0) report('error', 'file/no-remittance', null, 'the file holds no 835')
    const firsts = new Map<string, number>()
    const transactions = read.map(({ content, place, closed }, index) => {
      const [complete, ordinal] = [endsProperly(place, closed), index + 1]
      const { key } = content
      return summaryOf(content, place, ordinal, {
        complete,
        duplicateOf: complete && key !== null ? firstOf(firsts, key, ordinal) : null,
        digest: typeof comparing === 'function' ? digestOf(key, complete, comparing) : null,
      })
    })
    return { transactions, findings }
  }

  /** What has no ST waits for the segment that tells what it is. */
  private listener(onClaim: (passing: ClaimInPassing) => void) {
    let reading: TransactionReading | null = null
    let waiting: Segment[] | null = null
    const begin = (opening: Segment) => {
      const ordinal = this.read.length + 1
      return new TransactionReading(opening, this.report, {
        key: this.comparing === null ? null : new ContentKey(this.comparing),
        onClaim: (claim, header) => onClaim({ ordinal, header, claim }),
      })
    }
    return {
      begins: ({ header }: TransactionPlace) => {
        reading = header && given(header, 1) === '835' ? begin(header) : null
        waiting = header && given(header, 1) !== null ? null : []
      },
      holds: (segment: Segment) => {
        if (waiting) {
          waiting.push(segment)
          const content = contentOfOpening(segment)
          if (content === 'unknown') return
          if (content === '835') reading = begin(waiting[0] ?? segment)
          for (const one of waiting) reading?.take(one)
          waiting = null
        } else reading?.take(segment)
      },
      ends: (place: TransactionPlace, closed: boolean) => {
        if (reading) this.read.push({ content: reading.end(), place, closed })
        reading = null
      },
    }
  }
}

/** The ordinal of the first of the same content, null where it is `ordinal` itself. */
function firstOf(firsts: Map<string, number>, key: string, ordinal: number): number | null {
  const first = firsts.get(key)
  if (first === undefined) firsts.set(key, ordinal)
  return first ?? null
}

/** An ST that was cut must not pass for the whole one that may come after it. */
function digestOf(key: string | null, complete: boolean, sha256: (text: string) => string): string | null {
  return complete ? key : sha256(`incomplete ${key}`)
}

interface Standing {
  readonly complete: boolean
  readonly duplicateOf: number | null
  readonly digest: string | null
}

function summaryOf(
  content: TransactionContent,
  { header }: TransactionPlace,
  ordinal: number,
  standing: Standing,
): RemittanceSummary {
  const { refused, movesMoney, key, ...said } = content
  const { traceNumber, originatorId, paidOn, paymentCents } = said
  return {
    ordinal,
    controlNumber: (header && given(header, 2)) ?? '',
    ...said,
    complete: standing.complete,
    verdict: verdictOf(content, standing),
    duplicateOf: standing.duplicateOf,
    digest: standing.digest,
    identity: { trace: traceNumber, originator: originatorId, paidOn, paymentCents },
  }
}

/**
 * One ST is one verdict. A second copy of an ST is a duplicate whatever the first one was; an incomplete one
 * is never taken for a copy.
 */
function verdictOf(
  { proof, refused, movesMoney }: TransactionContent,
  { complete, duplicateOf }: Standing,
): Verdict {
  if (!complete) return 'quarantine'
  if (duplicateOf !== null) return 'duplicate'
  if (refused || !proof.balanced) return 'quarantine'
  if (proof.claimsOutOfBalance.length > 0 || proof.linesOutOfBalance.length > 0) return 'post-in-part'
  return movesMoney ? 'post' : 'notification-only'
}
