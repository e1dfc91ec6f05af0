/**
 * A command that reads X12: bytes, whatever their encoding. What isn't X12 at all, and an empty file, could not be
 * read; everything else is answered, be it cut, wrong or of another kind, and its findings say so.
 */
import { type Content, contentsOf, type Finding } from '@tally/x12'
import type { Asked, CommandName } from './asked.ts'
import type { Run, Surroundings } from './command.ts'
import { jsonPieces } from './json-pieces.ts'
import { type Bytes, wholeBytes } from './read-input.ts'

interface WithFindings {
  readonly findings: readonly Pick<Finding, 'rule'>[]
}

interface InterchangeAnswer {
  readonly answer: WithFindings
  readonly text: () => string
}

export type ReadInterchange = (
  input: Bytes,
  asked: Pick<Asked, 'claims'>,
  around: Pick<Surroundings, 'today'>,
) => Promise<InterchangeAnswer>

export function interchange(read: ReadInterchange): Run {
  return async (input, asked, around) => {
    const { print, say } = around
    const { answer, text } = await read(input, asked, around)
    const why = answer.findings.map(({ rule }) => notX12.get(rule)).find((one) => one !== undefined)
    if (why !== undefined) {
      say(`${asked.where} cannot be read: ${why}.`)
      return 2
    }
    for (const piece of asked.text ? [text()] : jsonPieces(answer)) await print(piece)
    return 0
  }
}

/** Findings that leave nothing to answer. */
const notX12: ReadonlyMap<string, string> = new Map([
  ['file/empty', 'it is empty; fetch the file again from where it came'],
  ['file/not-x12', 'it is no X12, which begins with ISA; give the file as it was sent, unpacked'],
])

export interface WholeCommand<Answer extends WithFindings> {
  readonly kinds: readonly Content[]
  readonly read: (bytes: Uint8Array) => Answer
  readonly show: (answer: Answer) => string
}

/** A command whose files are small enough to be held. */
export function ofWhole<Answer extends WithFindings>(command: WholeCommand<Answer>): ReadInterchange {
  return async (input) => {
    const bytes = await wholeBytes(input)
    const read = command.read(bytes)
    const answer = { ...read, findings: [...read.findings, ...otherKinds(bytes, command.kinds)] }
    return { answer, text: () => command.show(answer) }
  }
}

const readers: Readonly<Partial<Record<Content, CommandName>>> = {
  '835': 'x12 era',
  '999': 'x12 ack',
  '997': 'x12 ack',
  TA1: 'x12 ack',
  '277CA': 'x12 ack',
  '271': 'x12 benefits',
  '837': 'x12 check',
}

/** A finding for each kind in the file that the command doesn't read, with the command that does. */
export function otherKinds(bytes: Uint8Array, kinds: readonly Content[]): Finding[] {
  return contentsOf(bytes)
    .filter((kind) => !kinds.includes(kind))
    .map((kind) => ({
      ...{ rule: 'file/other-kind', severity: 'info' as const, segment: 0, offset: null, tag: '' },
      ...{ element: null, says: elsewhere(kind) },
    }))
}

function elsewhere(kind: Content): string {
  const what = kind === 'unknown' ? 'something that Tally does not know' : kind
  const reader = readers[kind]
  return reader
    ? `the file holds ${what}: tally ${reader} reads it`
    : `the file holds ${what}: tally x12 read shows its envelope`
}
