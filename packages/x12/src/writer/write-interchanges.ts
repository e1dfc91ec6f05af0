/**
 * Any file as read, written in one form: `*` `:` `^` `~`, nothing between segments, ISA of 106 characters.
 *
 *   segment     tag ( * element )* ~        empty elements inside stay, those at the end go
 *   element     repetition ( ^ repetition )*
 *   repetition  component ( : component )*
 *
 * Nothing is lost and nothing judged: unknown segments, wrong counts and a last segment without its terminator
 * stay as they are. Where data holds one of the four signs, because the file had others, its interchange gets
 * another sign, the next of a fixed list. A file without an ISA cannot say so, and is refused instead.
 */
import { limits } from '../reader/cut-segments.ts'
import type { Segment, Separators } from '../reader/segment.ts'
import { separatorsWithoutIsa } from '../reader/separators.ts'
import { Pen, type Place } from './pen.ts'
import { noFindings, type Problem } from './problem.ts'

export type WrittenInterchanges =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function writeInterchanges(segments: Iterable<Segment>): WrittenInterchanges {
  const findings = noFindings()
  const pen = new Pen(findings, '')
  const all = [...segments]
  for (const [index, segment] of all.entries())
    refuseUnreadable(pen, segment, index, index === all.length - 1)
  const texts = findings.problems.length > 0 ? [] : runsOf(all).map((run) => runText(pen, run))
  const { problems } = findings
  return problems.length > 0 ? { ok: false, problems } : { ok: true, text: texts.join('') }
}

/** Candidates for each sign, the usual first. No letter, digit, space or line break separates. */
const candidates = {
  element: ['*', '|', ';'],
  component: [':', '>', '<', '\u001f'],
  repetition: ['^', '{', '!', '\u001e'],
  terminator: ['~', '\u001d', '\u001c'],
} as const

type Role = keyof typeof candidates

interface Run {
  /** Of its first segment in what was handed in. */
  readonly start: number
  readonly segments: readonly Segment[]
}

/** Each interchange, and what stands before the first ISA. */
function runsOf(segments: readonly Segment[]): Run[] {
  const runs: { start: number; segments: Segment[] }[] = []
  segments.forEach((segment, index) => {
    if (segment.tag === 'ISA' || runs.length === 0) runs.push({ start: index, segments: [] })
    runs.at(-1)?.segments.push(segment)
  })
  return runs
}

function runText(pen: Pen, { start, segments }: Run): string {
  const [first] = segments
  const chosen = choose((sign) => segments.some((segment) => dataHolds(segment, sign)))
  if (chosen === null || first === undefined) {
    const says = 'Its data holds every sign that could separate.'
    pen.refuse('x12/delimiter', placeOf(start), says, 'Keep the file in the form in which it came.')
    return ''
  }
  const bare = first.tag !== 'ISA'
  const repeats = bare || first.separators.repetition !== null
  const separators = repeats ? chosen : { ...chosen, repetition: null }
  const text = segments.map((segment) => segmentText(segment, separators)).join('')
  if (bare && !canBeInferred(text, chosen)) {
    const says = 'Without an ISA a reader cannot tell the separators that its data leaves.'
    pen.refuse('x12/delimiter', placeOf(start), says, 'Put the segments into an interchange with an ISA.')
  }
  return text
}

/** The usual sign where no data holds it, else the next that is free; null when there is none. */
function choose(holds: (sign: string) => boolean): (Separators & { readonly repetition: string }) | null {
  const free = (role: Role) => candidates[role].find((sign) => !holds(sign))
  const [element, component] = [free('element'), free('component')]
  const [repetition, terminator] = [free('repetition'), free('terminator')]
  return element && component && repetition && terminator
    ? { element, component, repetition, terminator }
    : null
}

/** A segment's own separators are no data. Nothing in a tag or an ISA is a composite. */
function dataHolds({ tag, elements, separators }: Segment, sign: string): boolean {
  if (tag === 'ISA')
    return elements.some((text, position) => position !== 11 && position !== 16 && text.includes(sign))
  const separates = sign === separators.component || sign === separators.repetition
  return separates ? tag.includes(sign) : elements.some((text) => text.includes(sign))
}

function split(text: string, { component, repetition }: Separators): string[][] {
  const repeated = repetition === null ? [text] : text.split(repetition)
  return repeated.map((one) => one.split(component))
}

function segmentText(segment: Segment, separators: Separators): string {
  const { tag, elements, whole } = segment
  const { element, component, repetition, terminator } = separators
  if (tag === 'ISA') return isaText(segment, separators)
  const texts = elements.slice(1).map((text) => {
    const repeated = split(text, segment.separators).map((parts) => withoutEmptyEnd(parts).join(component))
    // Without a repetition separator there is one alone.
    return withoutEmptyEnd(repeated).join(repetition ?? '')
  })
  const kept = withoutEmptyEnd(texts)
  // What has neither tag nor data keeps its place, so that the counts of the file stay true.
  const text = tag === '' && kept.length === 0 ? element : [tag, ...kept].join(element)
  return whole ? text + terminator : text
}

/** How wide ISA01 to ISA16 are. */
const widths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]

function isaText({ elements }: Segment, { element, component, repetition, terminator }: Separators): string {
  const fixed = widths.map((width, index) => (elements[index + 1] ?? '').trim().padEnd(width))
  fixed[10] = repetition ?? noRepetition(fixed[10] ?? '')
  fixed[15] = component
  return ['ISA', ...fixed].join(element) + terminator
}

/** 4010 says U in ISA11, some a letter, a digit or nothing: none of them repeats anything. */
function noRepetition(isa11: string): string {
  return /^[A-Za-z0-9 ]$/.test(isa11) ? isa11 : 'U'
}

function canBeInferred(text: string, chosen: Separators): boolean {
  const found = separatorsWithoutIsa(text, 0)
  return (
    found !== null &&
    found.element === chosen.element &&
    found.component === chosen.component &&
    found.repetition === chosen.repetition &&
    found.terminator === chosen.terminator
  )
}

/** A cut last segment stays cut; one that the reader did not keep to its end cannot be written. */
function refuseUnreadable(pen: Pen, segment: Segment, index: number, last: boolean): void {
  const { whole, tag, elements } = segment
  const fix = 'Keep the file in the form in which it came.'
  if (tag === 'ISA' && (!whole || elements.length !== widths.length + 1))
    pen.refuse('x12/unwritable', placeOf(index), 'An ISA has sixteen elements and ends.', fix)
  else if (!whole && (!last || isShortened(segment)))
    pen.refuse('x12/unwritable', placeOf(index), 'The segment was not read to its end.', fix)
}

/** Of a longer segment the reader keeps the beginning alone (x12.md 7). */
function isShortened({ elements }: Segment): boolean {
  return elements.length > limits.elements || elements.join('*').length >= limits.segmentLength
}

function placeOf(index: number): Place {
  return [String(index), `segment ${index + 1}`, null]
}

function withoutEmptyEnd(texts: readonly string[]): readonly string[] {
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1)
}
