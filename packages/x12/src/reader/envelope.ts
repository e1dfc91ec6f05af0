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

export interface Transaction {
  readonly kind: 'transaction'
  readonly header: Segment | null
  /** ST and SE included. */
  readonly segments: readonly Segment[]
  /** True when its SE is there and right. */
  readonly closed: boolean
  readonly group: Group
  readonly interchange: Interchange
}

/** A TA1 or another segment outside of any ST. */
export interface Loose {
  readonly kind: 'loose'
  readonly segment: Segment
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
export function endsProperly({ closed, group, interchange }: Omit<Transaction, 'segments'>): boolean {
  return closed && (!group.header || group.closed) && (!interchange.header || interchange.closed)
}

const envelopeTags: ReadonlySet<string> = new Set(['ISA', 'GS', 'ST', 'SE', 'GE', 'IEA'])
const betweenTags: ReadonlySet<string> = new Set(['TA1', 'TA3', 'ISB', 'ISE'])

function* partsOf(
  segments: Iterable<Segment>,
  interchanges: Interchange[],
  report: Report,
): Generator<Transaction | Loose> {
  const place = new Place(interchanges, report)
  for (const segment of segments) {
    const tag = segment.whole ? segment.tag : ''
    const frames = envelopeTags.has(tag)
    if (place.inTransaction && (!frames || tag === 'SE')) {
      place.body.push(segment)
      if (tag === 'SE') yield place.endTransaction(segment)
    } else if (frames) {
      if (place.inTransaction) yield place.endTransaction(null)
      place.move(tag, segment)
    } else if (place.holds(segment)) {
      yield { kind: 'loose', segment }
    } else {
      place.beginTransaction(null, segment)
    }
  }
  if (place.inTransaction) yield place.endTransaction(null)
  place.endInterchange(null)
}

/** Where reading stands. */
class Place {
  body: Segment[] = []
  inTransaction = false
  private header: Segment | null = null
  private group: Group | null = null
  private interchange: Interchange | null = null
  /** True once the interchange holds an 835 or says that it will. */
  private remits = false
  private readonly interchanges: Interchange[]
  private readonly report: Report

  constructor(interchanges: Interchange[], report: Report) {
    this.interchanges = interchanges
    this.report = report
  }

  /** An opening or closing segment outside of any transaction. */
  move(tag: string, segment: Segment): void {
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
  holds(segment: Segment): boolean {
    if (betweenTags.has(segment.tag)) return true
    if (this.interchange)
      this.report(this.severity(), 'envelope/outside', segment, 'a segment stands outside of any ST')
    return this.interchange !== null
  }

  beginTransaction(header: Segment | null, first: Segment): void {
    if (!this.interchange) this.beginInterchange(null, first.separators)
    if (!this.group) this.beginGroup(null)
    this.inTransaction = true
    this.header = header
    this.remits ||= header !== null && given(header, 1) === '835'
    this.body = [first]
  }

  endTransaction(trailer: Segment | null): Transaction {
    const { group, interchange, header, body } = this
    assert(group && interchange, 'a transaction stands in a group of an interchange')
    this.inTransaction = false
    this.body = []
    const [first] = body
    const set = header ? given(header, 1) : null
    const controlNumber = header ? given(header, 2) : null
    group.transactions.push({ set, controlNumber, segments: body.length, firstSegment: first?.ordinal ?? 0 })
    const closed = this.checkSe(trailer, body, controlNumber)
    return { kind: 'transaction', header, segments: body, closed, group, interchange }
  }

  private checkSe(trailer: Segment | null, body: readonly Segment[], controlNumber: string | null): boolean {
    if (!trailer) {
      this.report('error', 'envelope/no-se', body.at(-1) ?? null, 'a transaction has no SE')
      return false
    }
    const severity = this.severity()
    const counted = countIn(given(trailer, 1) ?? '')
    const rightCount = counted === body.length
    if (!rightCount) {
      const says = `SE01 says ${counted ?? 'no number'}, there are ${body.length} segments`
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
    this.remits ||= header !== null && given(header, 1) === 'HP'
    this.interchange?.groups.push(this.group)
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

  endInterchange(trailer: Segment | null): void {
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
