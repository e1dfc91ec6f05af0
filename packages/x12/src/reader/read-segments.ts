/**
 * Cuts a file into segments, whatever its separators, breaks and envelope, in linear time. Nothing stops it:
 * what is no X12 gives a finding, unknown segments stay as they are (x12.md 7).
 */
import { collectFindings, type Finding, type Report } from './finding.ts'
import { element, type Segment, type Separators } from './segment.ts'
import { separatorsOfIsa, separatorsWithoutIsa, skipWhite } from './separators.ts'
import { type FileText, textOf } from './text-of.ts'

/** Far above what any guide allows: an MSG is 264 characters, an ISA has 16 elements, a BPR 21. */
export const limits = { segmentLength: 10_000, elements: 100 } as const

export interface SegmentsRead {
  readonly segments: readonly Segment[]
  readonly findings: readonly Finding[]
}

export function readSegments(input: string | Uint8Array): SegmentsRead {
  const { findings, report } = collectFindings()
  return { segments: [...segmentsIn(input, report)], findings }
}

/** One segment after the other, so that a file of 100 MB needs memory for one ST at a time. */
export function* segmentsIn(input: string | Uint8Array, report: Report): Generator<Segment> {
  const file = textOf(input)
  const { text } = file
  const start = startOf(text, report)
  let separators: Separators | null = null
  let isa13 = ''
  let at = start
  let offset = file.bytesBetween(0, at)
  for (let ordinal = 1; at < text.length; ordinal++) {
    if (isIsa(text, at) || !separators) {
      separators = separatorsAt(text, at, ordinal === 1, report)
      if (!separators) return
    }
    const found = text.indexOf(separators.terminator, at)
    const end = found < 0 ? text.length : found
    const cut = { at, end, terminated: found >= 0, ordinal, offset, separators, isa13 }
    const segment = segmentBetween(file, cut, report)
    if (segment.tag === 'ISA') isa13 = element(segment, 13).trim()
    yield segment
    const next = skipEmpty(text, end + 1, separators)
    offset += file.bytesBetween(at, next)
    at = next
  }
}

/** Past white space and segments without anything. */
function skipEmpty(text: string, from: number, { terminator }: Separators): number {
  let at = skipWhite(text, from)
  while (text.charAt(at) === terminator) at = skipWhite(text, at + 1)
  return at
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
  return text.startsWith('ISA', at) && !/[A-Za-z0-9\s]/.test(text.charAt(at + 3)) && at + 3 < text.length
}

function separatorsAt(text: string, at: number, first: boolean, report: Report): Separators | null {
  if (isIsa(text, at)) {
    const found = separatorsOfIsa(text, at)
    if (!found) report('error', 'envelope/isa', null, 'an ISA is cut or has fewer than 16 elements')
    else if (!found.regular) report('info', 'envelope/isa-length', null, 'an ISA is not 106 characters long')
    return found?.separators ?? null
  }
  const separators = first ? separatorsWithoutIsa(text, at) : null
  if (separators) report('warn', 'envelope/missing', null, 'there is no ISA: separators are inferred')
  else if (at < text.length) report('error', 'file/not-x12', null, 'no ISA, GS or ST begins the file')
  return separators
}

interface Cut {
  readonly at: number
  readonly end: number
  readonly terminated: boolean
  readonly ordinal: number
  readonly offset: number
  readonly separators: Separators
  /** Of the interchange it stands in. */
  readonly isa13: string
}

function segmentBetween({ text }: FileText, cut: Cut, report: Report): Segment {
  const { at, end, ordinal, offset, separators } = cut
  const length = end - at
  const raw = text.slice(at, Math.min(end, at + limits.segmentLength))
  const elements = unbroken(raw).split(separators.element, limits.elements + 1)
  const tag = (elements[0] ?? '').trimEnd()
  elements[0] = tag
  const finishes = cut.terminated || endsByItself(elements, cut, report)
  const within = length <= limits.segmentLength && elements.length <= limits.elements
  const segment = { ordinal, offset, tag, elements, separators, whole: finishes && within }
  if (!finishes)
    report('error', 'file/cut', segment, 'the file ends inside a segment: its terminator is missing')
  if (length > limits.segmentLength)
    report('error', 'segment/too-long', segment, `a segment of ${length} characters is not read`)
  else if (!within)
    report('error', 'segment/too-many-elements', segment, `a segment of over ${limits.elements} elements`)
  if (!isTag(tag)) report('warn', 'segment/tag', segment, 'a segment begins with no tag; it is kept unread')
  return segment
}

/** Editors take the last line break away; behind an IEA with the number of its ISA nothing can be missing. */
function endsByItself(elements: readonly string[], { separators, isa13 }: Cut, report: Report): boolean {
  const byLine = separators.terminator === '\n' || separators.terminator === '\r'
  const ends = byLine && elements[0] === 'IEA' && isa13 !== '' && elements[2]?.trim() === isa13
  if (ends) report('warn', 'file/last-line-break', null, 'the last line has no line break')
  return ends
}

/** No element holds a line break; files broken at 80 columns and breaks before the terminator do. */
function unbroken(raw: string): string {
  return raw.includes('\n') || raw.includes('\r') ? raw.replace(/[\r\n]+/g, '') : raw
}

/** Two or three of A-Z and 0-9, a letter first. */
function isTag(tag: string): boolean {
  if (tag.length < 2 || tag.length > 3) return false
  for (let at = 0; at < tag.length; at++) {
    const code = tag.charCodeAt(at)
    const letter = code >= 65 && code <= 90
    if (!letter && !(at > 0 && code >= 48 && code <= 57)) return false
  }
  return true
}
