/**
 * The claims of a file one after the other, each handed on as soon as it is read and then forgotten here: whoever
 * judges them needs memory for one (claims/read-claims.ts keeps them all).
 */
import { contentOfTransaction } from '../reader/content-of.ts'
import { EnvelopeWalk, type Transaction, type TransactionPlace } from '../reader/envelope.ts'
import type { Report } from '../reader/finding.ts'
import { contentOf837, guideOf } from '../reader/guide-of.ts'
import { identityOf } from '../reader/identity-of.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { segmentsIn } from '../reader/read-segments.ts'
import { given, type Segment } from '../reader/segment.ts'
import { dateAt } from '../reader/value-at.ts'
import { type ClaimCut, type LevelCut, type LoopCut, LoopCutter, withoutLevels } from './claim-loops.ts'
import type { ClaimRead } from './claim-read.ts'
import type { ClaimBatch, LevelRead, OtherTransaction } from './claims-read.ts'
import { readClaim } from './read-claim.ts'
import { type LevelsAbove, levelReader } from './read-levels.ts'
import { partyOf, readParty } from './read-party.ts'
import { only, referencesIn, unreadIn } from './segment-values.ts'

/** An ST without its claims. */
export interface BatchHead extends Omit<ClaimBatch, 'claims' | 'complete' | 'segments'> {
  /** What stands before the first level, parties included. */
  readonly header: readonly Segment[]
  readonly envelope: {
    /** ISA, GS and ST; null where they are missing. */
    readonly interchange: Segment | null
    readonly group: Segment | null
    readonly set: Segment | null
  }
}

/** Where an ST stands and what was said of its end. */
export interface BatchEnd {
  readonly place: TransactionPlace
  /** Its SE is there and right. */
  readonly closed: boolean
  readonly lastSegment: number
}

export interface ClaimListener {
  readonly claim: (claim: ClaimRead, head: BatchHead) => void
  /** After its claims. */
  readonly batch: (head: BatchHead, end: BatchEnd) => void
  readonly other: (other: OtherTransaction) => void
  /** Each segment of an ST from its first, before anything is said of it; `begins` a new one. */
  readonly segment?: (segment: Segment, begins: boolean) => void
}

export function passClaims(input: string | Uint8Array, report: Report, listener: ClaimListener): void {
  const counted = { batches: 0, claims: 0 }
  let passing: Passing | null = null
  const walk = new EnvelopeWalk(
    {
      begins(place) {
        passing = new Passing(place, counted, report, listener)
      },
      holds: (segment) => passing?.take(segment),
      ends: (_place, closed) => passing?.end(closed),
    },
    report,
  )
  for (const segment of segmentsIn(input, report)) walk.take(segment)
  walk.finish()
  if (counted.batches === 0) report('error', 'file/no-claims', null, 'the file holds no 837P')
}

/** Of the file up to here. */
interface Counted {
  batches: number
  claims: number
}

/**
 * One ST. Its claims pass as they come where ST and GS say that it is an 837P and an HL stands before the first claim;
 * else it is held until its end, for what follows decides how it is read.
 */
class Passing {
  readonly #place: TransactionPlace
  readonly #counted: Counted
  readonly #report: Report
  readonly #listener: ClaimListener
  #held: Segment[] = []
  #waits = true
  #batch: BatchPass | null = null
  #last = 0

  constructor(place: TransactionPlace, counted: Counted, report: Report, listener: ClaimListener) {
    this.#place = place
    this.#counted = counted
    this.#report = report
    this.#listener = listener
  }

  take(segment: Segment): void {
    this.#listener.segment?.(segment, this.#last === 0)
    this.#last = segment.ordinal
    if (this.#batch) {
      this.#batch.take(segment)
      return
    }
    this.#held.push(segment)
    if (!this.#waits || (segment.tag !== 'HL' && segment.tag !== 'CLM')) return
    this.#waits = false
    if (segment.tag === 'HL' && isSurely837p(this.#place)) this.#pass(false)
  }

  end(closed: boolean): void {
    if (!this.#batch) {
      const transaction = { kind: 'transaction', ...this.#place, segments: this.#held, closed } as const
      const other = otherContentOf(transaction)
      if (other) {
        const says = `${other.content} is read elsewhere`
        this.#report('info', 'file/other-content', this.#held[0] ?? null, says)
        this.#listener.other(other)
        return
      }
      this.#pass(withoutLevels(this.#held, this.#report))
    }
    this.#batch?.end({ place: this.#place, closed, lastSegment: this.#last })
  }

  #pass(withoutHl: boolean): void {
    this.#counted.batches += 1
    this.#batch = new BatchPass(
      this.#place,
      this.#held,
      withoutHl,
      this.#counted,
      this.#report,
      this.#listener,
    )
    for (const segment of this.#held) this.#batch.take(segment)
    this.#held = []
  }
}

/** The claims of one ST, each read when it is whole. */
class BatchPass {
  readonly #place: TransactionPlace
  readonly #first: Segment | null
  readonly #position: number
  readonly #counted: Counted
  readonly #before: number
  readonly #report: Report
  readonly #listener: ClaimListener
  readonly #cutter: LoopCutter
  readonly #levels: LevelRead[] = []
  readonly #above: (level: LevelCut | null) => LevelsAbove
  #head: BatchHead | null = null

  constructor(
    place: TransactionPlace,
    held: readonly Segment[],
    withoutHl: boolean,
    counted: Counted,
    report: Report,
    listener: ClaimListener,
  ) {
    this.#place = place
    this.#first = held[0] ?? null
    this.#position = counted.batches
    this.#counted = counted
    this.#before = counted.claims
    this.#report = report
    this.#listener = listener
    this.#above = levelReader(report)
    const loops = {
      level: (level: LevelCut) => this.#levels.push(...levelOf(level)),
      claim: (claim: ClaimCut) => this.#read(claim),
    }
    this.#cutter = new LoopCutter(loops, report, withoutHl)
  }

  take(segment: Segment): void {
    this.#cutter.take(segment)
  }

  end(end: BatchEnd): void {
    this.#cutter.finish()
    if (this.#counted.claims === this.#before)
      this.#report('warn', 'batch/no-claims', this.#first, 'the ST holds no claim')
    this.#listener.batch(this.#heading(), end)
  }

  #read(claim: ClaimCut): void {
    const [clm] = claim.all
    if (!clm) return
    this.#counted.claims += 1
    const head = this.#heading()
    const levels = this.#above(claim.level)
    this.#listener.claim(readClaim(claim, clm, this.#counted.claims, levels, this.#report), head)
  }

  /** Whole when the first level opens. */
  #heading(): BatchHead {
    const { header } = this.#cutter
    this.#head ??= headOf(this.#place, header, this.#levels, this.#position, this.#first, this.#report)
    return this.#head
  }
}

/** Without a look at its segments. */
function isSurely837p(place: TransactionPlace): boolean {
  const transaction = { kind: 'transaction', ...place, segments: [], closed: false } as const
  return place.header !== null && /X\d{3}/.test(guideOf(place) ?? '') && otherContentOf(transaction) === null
}

function headOf(
  place: TransactionPlace,
  { own, parties, all }: LoopCut,
  levels: readonly LevelRead[],
  position: number,
  first: Segment | null,
  report: Report,
): BatchHead {
  const [bht] = only(own, 'BHT')
  const headed = parties.map((loop) => readParty(loop, report))
  return {
    position,
    ...identityOf({ kind: 'transaction', ...place, segments: [], closed: false }),
    purpose: bht ? given(bht, 2) : null,
    batchId: bht ? given(bht, 3) : null,
    writtenOn: bht ? dateAt(bht, 4, report) : null,
    writtenAt: bht ? given(bht, 5) : null,
    transactionType: bht ? given(bht, 6) : null,
    submitter: partyOf(headed, '41'),
    receivedBy: partyOf(headed, '40'),
    references: referencesIn(own),
    levels,
    unread: unreadIn(own, new Set(['ST', 'BHT', 'REF', 'SE']), report),
    segment: first?.ordinal ?? 0,
    header: all,
    envelope: { interchange: place.interchange.header, group: place.group.header, set: place.header },
  }
}

/** null for an 837P. */
function otherContentOf(transaction: Transaction): OtherTransaction | null {
  const set = contentOfTransaction(transaction)
  const content = set === '837' ? contentOf837(transaction) : set
  if (content === '837P') return null
  const { header, segments } = transaction
  return { content, controlNumber: header && given(header, 2), segment: segments[0]?.ordinal ?? 0 }
}

function levelOf({ hl }: LevelCut): LevelRead[] {
  if (!hl) return []
  const level = {
    number: given(hl, 1),
    parent: given(hl, 2),
    code: given(hl, 3),
    hasChildren: given(hl, 4),
    segment: hl.ordinal,
  }
  return [ofLoop(level, [hl])]
}
