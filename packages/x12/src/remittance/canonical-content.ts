/**
 * The content of one ST as text, the same in every disguise: whatever separates, breaks or wraps it, however
 * many zeros an amount ends with, whatever numbers its envelope has (x12.md 2.11, level 3).
 */
import { compositeAt } from '../reader/composite.ts'
import type { Segment } from '../reader/segment.ts'

const envelope: ReadonlySet<string> = new Set(['ISA', 'GS', 'ST', 'SE', 'GE', 'IEA'])
const money: ReadonlySet<string> = new Set(['BPR', 'CLP', 'SVC', 'CAS', 'PLB', 'AMT'])
const composites: ReadonlyMap<string, readonly number[]> = new Map([
  ['SVC', [1, 6]],
  ['PLB', [3, 5, 7, 9, 11, 13]],
])

/** Signs that stand in no text of a file. */
const [betweenElements, betweenComponents] = ['\u001f', '\u001e']

export function canonicalContent(segments: readonly Segment[]): string {
  let content = ''
  for (const segment of segments) {
    if (!envelope.has(segment.tag)) content += `${canonicalSegment(segment)}\n`
  }
  return content
}

function canonicalSegment(segment: Segment): string {
  const { tag } = segment
  let { elements } = segment
  const places = composites.get(tag)
  if (places)
    elements = elements.map((text, place) => (places.includes(place) ? joined(segment, place) : text))
  const text = withoutWhite(elements.join(betweenElements))
  const plain = money.has(tag) && text.includes('.') ? withoutZeros(text) : text
  return withoutEnd(plain, betweenElements)
}

function joined(segment: Segment, place: number): string {
  return withoutEnd(compositeAt(segment, place).parts.join(betweenComponents), betweenComponents)
}

/** What is empty at the end may be left out, so it is. */
function withoutEnd(text: string, sign: string): string {
  let end = text.length
  while (text.charAt(end - 1) === sign) end--
  return text.slice(0, end)
}

function withoutWhite(text: string): string {
  return /\s/.test(text) ? text.replace(/\s+/g, '') : text
}

/** 541.00 and 541, 186.50 and 186.5 are one amount. */
function withoutZeros(text: string): string {
  return text
    .split(betweenElements)
    .map((part) => (/^-?\d*\.\d+$/.test(part) ? part.replace(/\.?0+$/, '') : part))
    .join(betweenElements)
}
