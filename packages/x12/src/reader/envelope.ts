/**
 * Puts segments into interchanges, groups and transactions, one ST at a time, and checks their trailers. A
 * level that is missing is left out, not invented: its header is null. A wrong count is an error where an 835
 * stands in it and a warning elsewhere (x12.md 7.6); a missing trailer is an error everywhere, for the file
 * may be cut.
 */
import { assert } from '@tally/kernel'
import { countIn } from './amount.ts'
import type { FindingSeverity, Report } from './finding.ts'
import { given, type Segment, type Separators } from './segment.ts'

export interface TransactionSummary {
  readonly set: string | null
  readonly controlNumber: string | null
  readonly segments: number
  readonly firstSegment: number
}

export interface Group {
  readonly header: Segment | null
  readonly transactions: TransactionSummary[]
  /** True when its GE is there. */
  closed: boolean
}

export interface Interchange {
  readonly header: Segment | null
  readonly separators: Separators
  readonly groups: Group[]
  /** True when its IEA is there. */
  closed: boolean
}

/** Where a transaction stands. */
export interface TransactionPlace {
  readonly header: Segment | null
  readonly group: Group
  readonly interchange: Interchange
}

export interface Transaction extends TransactionPlace {
  readonly kind: 'transaction'
  /** ST and SE included. */
  readonly segments: readonly Segment[]
  /** True when its SE is there and right. */
  readonly closed: boolean
}

/** A TA1 or another segment outside of any ST. */
export interface Loose {
  readonly kind: 'loose'
  readonly segment: Segment
}

/** Told of a file in its order, a segment at a time, so that nobody need hold a transaction whole. */
export interface EnvelopeListener {
  readonly begins: (place: TransactionPlace) => void
  /** ST and SE included. */
  readonly holds: (segment: Segment) => void
  /** `closed`: its SE is there and right. */
  readonly ends: (place: TransactionPlace, closed: boolean) => void
  readonly loose?: (segment: Segment) => void
}

export interface Envelopes {
  readonly interchanges: readonly Interchange[]
  readonly parts: Generator<Transaction | Loose>
}

/** `interchanges` fills while `parts` is read; whether a trailer came is known at the end. */
export function envelopesOf(segments: Iterable<Segment>, report: Report): Envelopes {
  const interchanges: Interchange[] = []
  return { interchanges, parts: partsOf(segments, interchanges, report) }
}

/** True when nothing is missing behind the transaction either. A level without a header needs no trailer. */
export function endsProperly({ group, interchange }: TransactionPlace, closed: boolean): boolean {
  return closed && (!group.header || group.closed) && (!interchange.header || interchange.closed)
}

function* partsOf(
  segments: Iterable<Segment>,
  interchanges: Interchange[],
  report: Report,
): Generator<Transaction | Loose> {
  const parts: (Transaction | Loose)[] = []
  let body: Segment[] = []
  const walk = new EnvelopeWalk(
    {
      begins: () => {
        body = []
      },
      holds: (segment) => body.push(segment),
      ends: (place, closed) => parts.push({ kind: 'transaction', ...place, segments: body, closed }),
      loose: (segment) => parts.push({ kind: 'loose', segment }),
    },
    report,
    interchanges,
  )
  for (const segment of segments) {
    walk.take(segment)
    if (parts.length > 0) yield* parts.splice(0)
  }
  walk.finish()
  yield* parts
}

const envelopeTags: ReadonlySet<string> = new Set(['ISA', 'GS', 'ST', 'SE', 'GE', 'IEA'])
const betweenTags: ReadonlySet<string> = new Set(['TA1', 'TA3', 'ISB', 'ISE'])

/** Takes a file's segments in order and tells its listener where each one stands. */
export class EnvelopeWalk {
  /** The transaction that is read, and how much of it was. */
  private place: TransactionPlace | null = null
  private held = 0
  private first = 0
  private last: Segment | null = null
  private group: Group | null = null
  private interchange: Interchange | null = null
  /** True once the interchange holds an 835 or says that it will. */
  private remits = false
  private readonly listener: EnvelopeListener
  private readonly interchanges: Interchange[]
  private readonly report: Report

  constructor(listener: EnvelopeListener, report: Report, interchanges: Interchange[] = []) {
    this.listener = listener
    this.report = report
    this.interchanges = interchanges
  }

  take(segment: Segment): void {
    const tag = segment.whole ? segment.tag : ''
    const frames = envelopeTags.has(tag)
    if (this.place && (!frames || tag === 'SE')) {
      this.hold(segment)
      if (tag === 'SE') this.endTransaction(segment)
    } else if (frames) {
      if (this.place) this.endTransaction(null)
      this.move(tag, segment)
    } else if (this.holds(segment)) {
      this.listener.loose?.(segment)
    } else {
      this.beginTransaction(null, segment)
    }
  }

  /** Nothing follows. */
  finish(): void {
    if (this.place) this.endTransaction(null)
    this.endInterchange(null)
  }

  private hold(segment: Segment): void {
    this.held += 1
    this.last = segment
    this.listener.holds(segment)
  }

  /** An opening or closing segment outside of any transaction. */
  private move(tag: string, segment: Segment): void {
    if (tag === 'ISA') this.beginInterchange(segment, segment.separators)
    else if (tag === 'GS') this.beginGroup(segment)
    else if (tag === 'ST') this.beginTransaction(segment, segment)
    else if (tag === 'GE') this.endGroup(segment)
    else if (tag === 'IEA') this.endInterchange(segment)
    else this.report('error', 'envelope/no-st', segment, 'an SE has no ST before it')
  }

  /**
   * Between the levels TA1 and its like belong; what else stands there is reported. A body without any
   * envelope is not held but read as a transaction.
   */
  private holds(segment: Segment): boolean {
    if (betweenTags.has(segment.tag)) return true
    if (this.interchange)
      this.report(this.severity(), 'envelope/outside', segment, 'a segment stands outside of any ST')
    return this.interchange !== null
  }

  private beginTransaction(header: Segment | null, first: Segment): void {
    if (!this.interchange) this.beginInterchange(null, first.separators)
    if (!this.group) this.beginGroup(null)
    const { group, interchange } = this
    assert(group && interchange, 'a transaction stands in a group of an interchange')
    this.remits ||= header !== null && given(header, 1) === '835'
    this.place = { header, group, interchange }
    this.held = 0
    this.first = first.ordinal
    this.listener.begins(this.place)
    this.hold(first)
  }

  private endTransaction(trailer: Segment | null): void {
    const { place, held: segments, first: firstSegment } = this
    assert(place, 'what ends has begun')
    this.place = null
    const { header, group } = place
    const set = header ? given(header, 1) : null
    const controlNumber = header ? given(header, 2) : null
    group.transactions.push({ set, controlNumber, segments, firstSegment })
    this.listener.ends(place, this.checkSe(trailer, controlNumber))
  }

  private checkSe(trailer: Segment | null, controlNumber: string | null): boolean {
    if (!trailer) {
      this.report('error', 'envelope/no-se', this.last, 'a transaction has no SE')
      return false
    }
    const severity = this.severity()
    const counted = countIn(given(trailer, 1) ?? '')
    const rightCount = counted === this.held
    if (!rightCount) {
      const says = `SE01 says ${counted ?? 'no number'}, there are ${this.held} segments`
      this.report(severity, 'envelope/segment-count', trailer, says, 1)
    }
    const rightNumber = given(trailer, 2) === controlNumber
    if (!rightNumber) this.report(severity, 'envelope/control-number', trailer, 'SE02 differs from ST02', 2)
    return rightCount && rightNumber
  }

  private beginInterchange(header: Segment | null, separators: Separators): void {
    if (this.interchange) this.endInterchange(null)
    this.interchange = { header, separators, groups: [], closed: false }
    this.remits = false
    this.interchanges.push(this.interchange)
  }

  private beginGroup(header: Segment | null): void {
    if (!this.interchange && header) this.beginInterchange(null, header.separators)
    if (this.group) this.endGroup(null)
    this.group = { header, transactions: [], closed: false }
    this.checkVersion(header)
    this.remits ||= header !== null && given(header, 1) === 'HP'
    this.interchange?.groups.push(this.group)
  }

  /** The guides are those of 5010; what came before is read as far as it is like them. */
  private checkVersion(header: Segment | null): void {
    const version = header ? (given(header, 8) ?? '') : ''
    if (header && /^00[1-4]/.test(version))
      this.report('warn', 'envelope/version', header, 'a version before 5010: read as far as it goes', 8)
  }

  private endGroup(trailer: Segment | null): void {
    const { group } = this
    if (trailer && !group?.header) this.report('error', 'envelope/no-gs', trailer, 'a GE has no GS before it')
    if (group?.header && !trailer) this.report('error', 'envelope/no-ge', group.header, 'a group has no GE')
    if (group?.header && trailer) {
      group.closed = true
      this.checkTrailer(trailer, group.transactions.length, given(group.header, 6))
    }
    this.group = null
  }

  private endInterchange(trailer: Segment | null): void {
    if (this.group) this.endGroup(null)
    const { interchange } = this
    if (trailer && !interchange?.header)
      this.report('error', 'envelope/no-isa', trailer, 'an IEA has no ISA before it')
    if (interchange?.header && !trailer)
      this.report('error', 'envelope/no-iea', interchange.header, 'an interchange has no IEA')
    if (interchange?.header && trailer) {
      interchange.closed = true
      const groups = interchange.groups.filter(({ header }) => header !== null)
      this.checkTrailer(trailer, groups.length, given(interchange.header, 13))
    }
    this.interchange = null
  }

  /** GE or IEA: how many it holds, and the number of its header. Leading zeros are no difference. */
  private checkTrailer(trailer: Segment, held: number, controlNumber: string | null): void {
    const severity = this.severity()
    const counted = countIn(given(trailer, 1) ?? '')
    if (counted !== held) {
      const says = `${trailer.tag}01 says ${counted ?? 'no number'}, it holds ${held}`
      this.report(severity, 'envelope/count', trailer, says, 1)
    }
    if (unpadded(given(trailer, 2)) !== unpadded(controlNumber))
      this.report(severity, 'envelope/control-number', trailer, 'it differs from the number of its header', 2)
  }

  private severity(): FindingSeverity {
    return this.remits ? 'error' : 'warn'
  }
}

function unpadded(number: string | null): string {
  return (number ?? '').replace(/^0+(?=.)/, '')
}
