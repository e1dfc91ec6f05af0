/**
 * Cuts a file into its STs, each as a small interchange of its own, so that a practice keeps the bytes that are
 * its own and none of another's. It knows separators and tags, nothing of an 835; that a piece says what the
 * file said is told by its digest. Of bytes: how their text is encoded may differ from ST to ST.
 */

interface Separators {
  readonly element: string
  readonly terminator: string
}

/** An ISA or GS, and whether its trailer came: one that is cut stays cut. */
interface Level {
  readonly header: string
  closed: boolean
}

/** One ST: the bytes from its header to behind its trailer, and what it stood in. */
export interface Piece {
  readonly interchange: Level
  readonly group: Level
  readonly separators: Separators
  readonly from: number
  to: number
}

/** The STs of `file` in their order. */
export function cutTransactions(file: Uint8Array): readonly Piece[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const start = firstSegment(bytes)
  let separators = separatorsAt(bytes, start)
  if (!separators) return []
  const pieces: Piece[] = []
  let [interchange, group] = [levelOf(''), levelOf('')]
  let open: Piece | null = null
  for (let at = start; at < bytes.length; ) {
    if (isIsa(bytes, at)) separators = separatorsAt(bytes, at) ?? separators
    const found = bytes.indexOf(separators.terminator, at, 'latin1')
    const end = found < 0 ? bytes.length : found
    const segment = envelopeSegment(bytes, at, end)
    // What is cut keeps its missing end, so that it is read as cut.
    const ends = found >= 0 || endsByItself(segment, interchange, separators)
    const tag = ends ? tagOf(segment, separators) : ''
    if (open && (envelopeTags.includes(tag) || tag === 'ST')) open.to = at
    if (tag === 'ISA') [interchange, group] = [levelOf(segment), levelOf('')]
    if (tag === 'GS') group = levelOf(segment)
    if (tag === 'GE') group.closed = true
    if (tag === 'IEA') interchange.closed = true
    if (envelopeTags.includes(tag)) open = null
    if (tag === 'ST') {
      open = { interchange, group, separators, from: at, to: bytes.length }
      pieces.push(open)
    }
    if (tag === 'SE' && open) {
      open.to = end + 1
      open = null
    }
    at = skipWhite(bytes, end + 1)
  }
  return pieces
}

const envelopeTags = ['ISA', 'GS', 'GE', 'IEA']

/** The piece as an interchange. */
export function contentOfPiece(file: Uint8Array, piece: Piece): Uint8Array {
  return Buffer.concat(partsOfPiece(file, piece))
}

/** The same without a copy of it. Trailers are written anew: theirs counted what is not in here. */
export function partsOfPiece(file: Uint8Array, piece: Piece): readonly Uint8Array[] {
  const { interchange, group, separators } = piece
  const { element, terminator } = separators
  const trailer = ({ header, closed }: Level, tag: string, place: number) =>
    closed && header !== '' ? [[tag, '1', header.split(element)[place] ?? ''].join(element)] : []
  const opening = [interchange, group].flatMap(({ header }) => (header === '' ? [] : [header]))
  const closing = [...trailer(group, 'GE', 6), ...trailer(interchange, 'IEA', 13)]
  const ended = (segments: readonly string[]) =>
    Buffer.from(segments.map((segment) => `${segment}${terminator}\n`).join(''), 'latin1')
  return [ended(opening), file.subarray(piece.from, piece.to), ended(closing)]
}

/** A byte a character; of segments between an ST and its SE nothing: they are not looked at. */
function envelopeSegment(bytes: Buffer, at: number, end: number): string {
  const first = bytes[at]
  return first === i || first === g || first === s ? bytes.toString('latin1', at, end) : ''
}

const [i, g, s] = [0x49, 0x47, 0x53]

/** Editors take the last line break away; behind an IEA with the number of its ISA nothing can be missing. */
function endsByItself(segment: string, { header }: Level, { element, terminator }: Separators): boolean {
  const [tag, , number] = segment.split(element)
  const byLine = terminator === '\n' || terminator === '\r'
  return byLine && tag === 'IEA' && number?.trim() === header.split(element)[13]
}

function levelOf(header: string): Level {
  return { header, closed: false }
}

function tagOf(segment: string, { element }: Separators): string {
  const end = segment.indexOf(element)
  return (end < 0 ? segment : segment.slice(0, end)).trim()
}

function isIsa(bytes: Buffer, at: number): boolean {
  return bytes[at] === i && /^ISA[^A-Za-z0-9\s]/.test(bytes.toString('latin1', at, at + 4))
}

/** Past a byte order mark, white space and a foreign heading. */
function firstSegment(bytes: Buffer): number {
  for (let at = bytes.indexOf('ISA'); at >= 0; at = bytes.indexOf('ISA', at + 1)) {
    if (isIsa(bytes, at)) return at
  }
  const mark = Buffer.from('\uFEFF')
  return skipWhite(bytes, bytes.indexOf(mark) === 0 ? mark.length : 0)
}

function skipWhite(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isWhite(bytes[at] ?? 0)) at++
  return at
}

function isWhite(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}

/**
 * By the ISA: the character behind its tag, and the one behind the single character of ISA16. A break before the
 * terminator is none (x12.md 7.3). Without an ISA, the usual ones.
 */
function separatorsAt(bytes: Buffer, at: number): Separators | null {
  const charAt = (place: number) => bytes.toString('latin1', place, place + 1)
  if (bytes.toString('latin1', at, at + 3) !== 'ISA') {
    return at < bytes.length ? { element: charAt(at + 2), terminator: '~' } : null
  }
  const element = charAt(at + 3)
  let place = at + 3
  for (let count = 1; count < 16; count++) {
    place = bytes.indexOf(element, place + 1, 'latin1')
    if (place < 0) return null
  }
  const candidate = charAt(place + 2)
  const next = charAt(skipWhite(bytes, place + 2))
  const terminator = /[\r\n]/.test(candidate) && !/[A-Za-z]/.test(next) ? next : candidate
  return { element, terminator }
}
