/**
 * Composites. Some senders write one with another separator than their ISA says (corpus:
 * linuxforhealth-cob-contractual-adjustment): a two-character code and a sign give it away.
 */
import { components, element, type Segment } from './segment.ts'

export interface Composite {
  readonly parts: readonly string[]
  /** True when another separator than the ISA's was taken. */
  readonly inferred: boolean
}

const leftOut: Composite = { parts: [], inferred: false }

export function compositeAt(segment: Segment, position: number): Composite {
  const text = element(segment, position)
  if (text === '') return leftOut
  const split = components(segment, position)
  const parts = /\s/.test(text) ? split.map((part) => part.trim()) : split
  if (parts.length > 1) return { parts, inferred: false }
  const foreign = /^[A-Z0-9]{2}([:>^|<\\])./.exec(text)?.[1]
  return foreign === undefined ? { parts, inferred: false } : { parts: text.split(foreign), inferred: true }
}

export interface ProcedureRead {
  readonly procedureCode: string
  readonly modifiers: readonly string[]
}

/** A procedure composite: qualifier, code, up to four modifiers. null when it is left out. */
export function procedureIn({ parts }: Composite): ProcedureRead | null {
  const procedureCode = parts[1] ?? ''
  return procedureCode === ''
    ? null
    : { procedureCode, modifiers: parts.slice(2, 6).filter((modifier) => modifier !== '') }
}
