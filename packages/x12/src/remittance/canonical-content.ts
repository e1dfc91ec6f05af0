/**
 * The content of one ST as text, the same in every disguise: whatever separates, breaks or wraps it, however
 * many zeros an amount ends with, whatever numbers its envelope has (x12.md 2.11, level 3).
 */
import { compositeAt } from '../reader/composite.ts'
import { element, type Segment } from '../reader/segment.ts'

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
  for (const segment of segments) content += canonicalSegment(segment)
  return content
}

/** A part ends with the claim that makes it longer: where, must follow from the content alone. */
const partLength = 16_384

/**
 * What two STs are compared by: their content as it stands, or the digest of each part behind the digest of all
 * before it, so that no ST need be held.
 */
export class ContentKey {
  private key = ''
  private part = ''
  private readonly by: 'content' | ((text: string) => string)

  constructor(by: 'content' | ((text: string) => string)) {
    this.by = by
  }

  add(segment: Segment): void {
    if (this.part.length > partLength && (segment.tag === 'CLP' || segment.tag === 'PLB')) this.close()
    this.part += canonicalSegment(segment)
  }

  end(): string {
    this.close()
    return this.key
  }

  private close(): void {
    const text = this.key + this.part
    this.key = this.by === 'content' ? text : this.by(text)
    this.part = ''
  }
}

/** A line, or nothing for a segment of the envelope. */
function canonicalSegment(segment: Segment): string {
  const { tag } = segment
  if (envelope.has(tag)) return ''
  let { elements } = segment
  const places = composites.get(tag)
  if (places) {
    const own = [...elements]
    for (const place of places) if (place < own.length) own[place] = joined(segment, place)
    elements = own
  }
  const text = elements.join(betweenElements).replace(/\s/g, '')
  const plain = money.has(tag) ? text.replace(zerosAtEnd, withoutZeros) : text
  return `${withoutEnd(plain, betweenElements)}\n`
}

function joined(segment: Segment, place: number): string {
  const text = element(segment, place)
  const { component, repetition } = segment.separators
  // As nearly all are: nothing that compositeAt would have to guess, or to cut.
  const isPlain =
    text.includes(component) && !/\s/.test(text) && (repetition === null || !text.includes(repetition))
  const parts = isPlain
    ? text.replaceAll(component, betweenComponents)
    : compositeAt(segment, place).parts.join(betweenComponents)
  return withoutEnd(parts, betweenComponents)
}

/** What is empty at the end may be left out, so it is. */
function withoutEnd(text: string, sign: string): string {
  let end = text.length
  while (text.charAt(end - 1) === sign) end--
  return text.slice(0, end)
}

/** Of an amount that is an element by itself: what stands before its point, and behind it before the zeros. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the sign between elements is one.
const zerosAtEnd = /(?<=^|\u001f)(-?\d*)\.(\d*?)0+(?=\u001f|$)/g

/** 541.00 and 541, 186.50 and 186.5 are one amount; .00 is 0 and not left out. */
function withoutZeros(_: string, whole: string, part: string): string {
  return part === '' ? whole || '0' : `${whole}.${part}`
}
