/**
 * Cuts a file into segments piece by piece, whatever its separators, breaks and envelope, in linear time and
 * with one piece in memory. Nothing stops it: what is no X12 gives a finding, unknown segments stay as they are
 * (x12.md 7).
 */
import { type FileWindow, windowOn } from './file-window.ts'
import type { Report } from './finding.ts'
import { element, type Segment, type Separators } from './segment.ts'
import { isLetter, isTag, knownTag, tags } from './segment-tag.ts'
import { apart, separatorsOfIsa, separatorsWithoutIsa, skipWhite } from './separators.ts'

/** Far above what any guide allows: an MSG is 264 characters, an ISA has 16 elements, a BPR 21. */
export const limits = { segmentLength: 10_000, elements: 100 } as const

/** What a file is judged by before anything is read: its heading, or what separates where there is no ISA. */
const opening = 65_536
/** Of an ISA, padded or not, and the first sign behind it. */
const isaLength = 500

export type FilePart = Uint8Array | string

export class SegmentCutter {
  private rest: FilePart | null = null
  private separators: Separators | null = null
  /** Of the interchange that is read. */
  private isa13 = ''
  private ordinal = 1
  /** In bytes, of what is read next. */
  private offset = 0
  private state: 'opening' | 'reading' | 'stopped' = 'opening'
  /** Characters of a segment too long to be kept that came in parts before, and how it begins. */
  private before = { length: 0, head: '', offset: 0 }
  /**
   * The elements of one segment, before they are copied into a list of their own size: one that grows takes room for 17, of
   * which a segment has five.
   */
  private readonly found: string[] = []
  private foundCount = 0
  private readonly report: Report

  constructor(report: Report) {
    this.report = report
  }

  /** The segments that end in `part`; in the last one also what ends with the file. */
  cut(part: FilePart, last: boolean): Segment[] {
    if (this.state === 'stopped') return []
    const whole = joined(this.rest, part)
    this.rest = null
    if (this.state === 'opening' && !last && whole.length < opening) {
      this.rest = whole
      return []
    }
    const window = windowOn(whole, this.state === 'opening')
    const segments: Segment[] = []
    const done = this.read(window, last, segments)
    if (done < whole.length) this.rest = whole.slice(done)
    return segments
  }

  /** Answers where what is left begins. */
  private read(window: FileWindow, last: boolean, segments: Segment[]): number {
    const { text } = window
    let at = this.state === 'opening' ? this.open(window) : 0
    while (true) {
      if (this.before.length === 0) at = this.skipEmpty(window, at)
      if (at >= text.length && this.before.length === 0) return at
      if (this.before.length === 0 && (isIsa(text, at) || !this.separators)) {
        if (!last && text.length - at < isaLength) return at
        this.separators = separatorsAt(text, at, this.ordinal === 1, this.report)
      }
      const { separators } = this
      if (!separators) {
        this.state = 'stopped'
        return text.length
      }
      const ends = window.ascii && this.before.length === 0 ? this.scan(text, at, separators) : -1
      if (ends >= 0) {
        segments.push(this.segmentOf(this.found.slice(0, this.foundCount), separators))
        this.offset += ends + 1 - at
        at = ends + 1
        continue
      }
      const found = text.indexOf(separators.terminator, at)
      if (found < 0 && !last) return this.keep(window, at)
      const end = found < 0 ? text.length : found
      segments.push(this.segmentBetween(window, at, end, found >= 0, separators))
      const next = Math.min(end + 1, text.length)
      this.offset += window.bytes(at, next)
      at = next
    }
  }

  /**
   * Finds the elements of a segment of ASCII in one pass and answers where it ends; -1 for what needs a longer look: no
   * end, line breaks within, or beyond a limit. Most of the time of reading a file is spent here.
   */
  private scan(text: string, at: number, separators: Separators): number {
    const { found } = this
    const element = separators.element.charCodeAt(0)
    const terminator = separators.terminator.charCodeAt(0)
    const most = Math.min(text.length, at + limits.segmentLength + 1)
    let count = 0
    let from = at
    for (let end = at; end < most; end++) {
      const code = text.charCodeAt(end)
      if (code === element) {
        found[count++] = text.slice(from, end)
        from = end + 1
      } else if (code === terminator) {
        found[count++] = text.slice(from, end)
        this.foundCount = count
        return count > limits.elements ? -1 : end
      } else if (code === 10 || code === 13) return -1
    }
    return -1
  }

  private open(window: FileWindow): number {
    this.state = 'reading'
    const start = startOf(window.text, this.report)
    this.offset += window.bytes(0, start)
    return start
  }

  /** Past white space and segments without anything. */
  private skipEmpty({ text, bytes }: FileWindow, from: number): number {
    if (isLetter(text.charCodeAt(from))) return from
    let at = skipWhite(text, from)
    if (this.separators && this.ordinal > 1)
      while (text.charAt(at) === this.separators.terminator) at = skipWhite(text, at + 1)
    if (at > from) this.offset += bytes(from, at)
    return at
  }

  /** What goes on in the next part waits for it; of a segment that is too long its head is enough. */
  private keep({ text, read, bytes }: FileWindow, at: number): number {
    const length = text.length - at
    if (this.before.length === 0 && length <= limits.segmentLength) return at
    if (this.before.length === 0)
      this.before = { length: 0, head: read(at, at + limits.segmentLength), offset: this.offset }
    this.before.length += length
    this.offset += bytes(at, text.length)
    return text.length
  }

  /** What is whole and within its limits. */
  private segmentOf(elements: string[], separators: Separators): Segment {
    const tag = knownTag(elements[0] ?? '')
    elements[0] = tag
    const { ordinal, offset } = this
    const segment = { ordinal, offset, tag, elements, separators, whole: true }
    this.ordinal = ordinal + 1
    this.noteTag(segment)
    return segment
  }

  /** Of an ISA its number is kept, and what has no tag is told. */
  private noteTag(segment: Segment): void {
    if (tags.has(segment.tag)) {
      if (segment.tag === 'ISA') this.isa13 = element(segment, 13).trim()
    } else if (!isTag(segment.tag)) {
      this.report('warn', 'segment/tag', segment, 'a segment begins with no tag; it is kept unread')
    }
  }

  private segmentBetween(
    { read }: FileWindow,
    at: number,
    end: number,
    terminated: boolean,
    separators: Separators,
  ): Segment {
    const { before, ordinal } = this
    const length = before.length + end - at
    const raw = before.length > 0 ? before.head : read(at, Math.min(end, at + limits.segmentLength))
    const offset = before.length > 0 ? before.offset : this.offset
    const elements = unbroken(raw).split(separators.element, limits.elements + 1)
    const tag = (elements[0] ?? '').trimEnd()
    elements[0] = tag
    this.ordinal += 1
    if (before.length > 0) this.before = { length: 0, head: '', offset: 0 }
    const finishes = terminated || this.endsByItself(elements, separators)
    const within = length <= limits.segmentLength && elements.length <= limits.elements
    const segment = { ordinal, offset, tag, elements, separators, whole: finishes && within }
    if (!segment.whole) this.reportUnread(segment, finishes, length)
    this.noteTag(segment)
    return segment
  }

  private reportUnread(segment: Segment, finishes: boolean, length: number): void {
    if (!finishes)
      this.report('error', 'file/cut', segment, 'the file ends inside a segment: its terminator is missing')
    if (length > limits.segmentLength)
      this.report('error', 'segment/too-long', segment, `a segment of ${length} characters is not read`)
    else if (segment.elements.length > limits.elements)
      this.report(
        'error',
        'segment/too-many-elements',
        segment,
        `a segment of over ${limits.elements} elements`,
      )
  }

  /** Editors take the last line break away; behind an IEA with the number of its ISA nothing can be missing. */
  private endsByItself(elements: readonly string[], { terminator }: Separators): boolean {
    const byLine = terminator === '\n' || terminator === '\r'
    const ends = byLine && elements[0] === 'IEA' && this.isa13 !== '' && elements[2]?.trim() === this.isa13
    if (ends) this.report('warn', 'file/last-line-break', null, 'the last line has no line break')
    return ends
  }
}

function joined(rest: FilePart | null, part: FilePart): FilePart {
  if (rest === null || rest.length === 0) return part
  if (typeof rest === 'string' && typeof part === 'string') return rest + part
  const [one, other] = [bytesOf(rest), bytesOf(part)]
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

function bytesOf(part: FilePart): Uint8Array {
  return typeof part === 'string' ? new TextEncoder().encode(part) : part
}

/** Past a byte order mark and white space; past a foreign heading where an ISA stands further down. */
function startOf(text: string, report: Report): number {
  const start = skipWhite(text, 0)
  if (start === text.length) report('error', 'file/empty', null, 'the file is empty')
  if (/^(ISA|GS|ST)[^A-Za-z0-9\s]/.test(text.slice(start, start + 4))) return start
  const later = text.slice(start, start + limits.segmentLength).search(/ISA([^A-Za-z0-9\s])[^\n]{2}\1/)
  if (later <= 0) return start
  report('warn', 'file/heading', null, `${later} characters stand before the first ISA`)
  return start + later
}

function isIsa(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 73) return false
  return text.startsWith('ISA', at) && !/[A-Za-z0-9\s]/.test(text.charAt(at + 3)) && at + 3 < text.length
}

function separatorsAt(text: string, at: number, first: boolean, report: Report): Separators | null {
  if (isIsa(text, at)) {
    const found = separatorsOfIsa(text, at)
    if (!found) {
      report('error', 'envelope/isa', null, 'an ISA is cut or has fewer than 16 elements')
      return null
    }
    if (!apart(found.separators)) {
      const says =
        'the separators of an ISA are letters, digits, spaces or one another: nothing is read by them'
      report('error', 'envelope/separators', null, says)
      return null
    }
    if (!found.regular) report('info', 'envelope/isa-length', null, 'an ISA is not 106 characters long')
    return found.separators
  }
  const separators = first ? separatorsWithoutIsa(text, at) : null
  if (separators) report('warn', 'envelope/missing', null, 'there is no ISA: separators are inferred')
  else report('error', 'file/not-x12', null, 'no ISA, GS or ST begins the file')
  return separators
}

/** No element holds a line break; files broken at 80 columns and breaks before the terminator do. */
function unbroken(raw: string): string {
  return raw.includes('\n') || raw.includes('\r') ? raw.replace(/[\r\n]+/g, '') : raw
}
