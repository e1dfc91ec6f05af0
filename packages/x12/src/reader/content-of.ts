/**
 * What a file holds, so that a webhook that takes every kind can route it. Told by ST01 and the version of
 * GS08 or ST03; a body without an ST by the segments that only one kind has.
 */
import { envelopesOf, type Transaction } from './envelope.ts'
import { collectFindings } from './finding.ts'
import { kindOf277 } from './kind-of-277.ts'
import { segmentsIn } from './read-segments.ts'
import { given, type Segment } from './segment.ts'

const sets = ['999', '271', '835', '837', '270', '276', '997'] as const

export type Content = 'TA1' | '277CA' | '277' | (typeof sets)[number] | 'unknown'

/** Each kind once, in the order in which it first appears. */
export function contentsOf(input: string | Uint8Array): readonly Content[] {
  const { report } = collectFindings()
  const kinds = new Set<Content>()
  for (const part of envelopesOf(segmentsIn(input, report), report).parts) {
    if (part.kind === 'transaction') kinds.add(contentOfTransaction(part))
    else if (part.segment.tag === 'TA1') kinds.add('TA1')
  }
  return [...kinds]
}

/** The first kind of the file that Tally knows. */
export function contentOf(input: string | Uint8Array): Content {
  return contentsOf(input).find((kind) => kind !== 'unknown') ?? 'unknown'
}

export function contentOfTransaction(transaction: Transaction): Content {
  const { header } = transaction
  const set = header ? given(header, 1) : null
  if (set === '277') return kindOf277(transaction) === '277CA' ? '277CA' : '277'
  return sets.find((known) => known === set) ?? (set === null ? contentOfBody(transaction) : 'unknown')
}

const tellingTags: Readonly<Record<string, Content>> = {
  BPR: '835',
  CLP: '835',
  CLM: '837',
  EQ: '270',
  EB: '271',
  IK5: '999',
  AK5: '997',
}

function contentOfBody({ segments }: Transaction): Content {
  for (const segment of segments) {
    const content = contentOfOpening(segment)
    if (content !== 'unknown') return content
  }
  return 'unknown'
}

/** Of a body without an ST, told by a segment that only one kind has. */
export function contentOfOpening({ tag }: Segment): Content {
  return (Object.hasOwn(tellingTags, tag) ? tellingTags[tag] : undefined) ?? 'unknown'
}
