/**
 * Every amount of an 835 by where it stands, and what must be out, and by how many cents, when that amount alone is
 * `more` than it was: left side less right side of the equalities of x12.md 2.5.
 */
import { dollars } from '../domain/sample-remittance.ts'

export type AmountPlace = keyof typeof outs

export interface Out {
  readonly transaction?: number
  readonly claim?: number
  readonly line?: number
}

export interface SampleAmount {
  readonly place: AmountPlace
  readonly segment: number
  readonly element: number
  /** From 1. */
  readonly transaction: number
  readonly claim: number
  readonly line: number
  /** CLP05 or of group PR: then the two differ, but for a reversal, of which CLP05 says nothing (RFI 2548). */
  readonly isPatientShare: boolean
}

const outs = {
  BPR02: (more: number): Out => ({ transaction: more }),
  PLB04: (more: number): Out => ({ transaction: more }),
  CLP03: (more: number): Out => ({ claim: more }),
  CLP04: (more: number): Out => ({ transaction: -more, claim: -more }),
  'CAS of a claim': (more: number): Out => ({ claim: -more }),
  SVC02: (more: number): Out => ({ line: more, claim: more }),
  SVC03: (more: number): Out => ({ line: -more, claim: more }),
  'CAS of a line': (more: number): Out => ({ line: -more, claim: -more }),
  // What these say moves no money: a wrong CLP05 is told, and nothing waits for it.
  CLP05: (): Out => ({}),
  'AMT*B6': (): Out => ({}),
  'AMT*I': (): Out => ({}),
}

export const outOf = ({ place }: SampleAmount, more: number): Out => outs[place](more)

export function amountsIn(segments: readonly string[]): readonly SampleAmount[] {
  const at = { transaction: 0, claim: 0, line: 0 }
  let isReversal = false
  return segments.flatMap((text, segment) => {
    const [tag = '', ...elements] = text.split('*')
    if (tag === 'ST') Object.assign(at, { transaction: at.transaction + 1, claim: 0, line: 0 })
    if (tag === 'CLP') {
      Object.assign(at, { claim: at.claim + 1, line: 0 })
      isReversal = elements[1] === '22'
    }
    if (tag === 'SVC') at.line += 1
    return placesOf(tag, elements[0] ?? '', at.line).flatMap(([place, element]) => {
      const isPatientShare = !isReversal && (place === 'CLP05' || text.startsWith('CAS*PR'))
      return elements[element - 1] ? [{ place, element, segment, ...at, isPatientShare }] : []
    })
  })
}

function placesOf(tag: string, first: string, line: number): readonly (readonly [AmountPlace, number])[] {
  if (tag === 'BPR') return [['BPR02', 2]]
  if (tag === 'PLB') return [['PLB04', 4]]
  if (tag === 'AMT') return [[first === 'I' ? 'AMT*I' : 'AMT*B6', 2]]
  if (tag === 'CAS') return [[line === 0 ? 'CAS of a claim' : 'CAS of a line', 3]]
  if (tag === 'SVC') return [['SVC02', 2] as const, ['SVC03', 3] as const]
  return tag === 'CLP' ? [['CLP03', 3] as const, ['CLP04', 4] as const, ['CLP05', 5] as const] : []
}

/** The segment with that amount so many cents more; a sample writes both decimals always. */
export function changed(segment: string, element: number, more: number): string {
  const elements = segment.split('*')
  const cents = Number((elements[element] ?? '').replace('.', '')) + more
  return elements.with(element, dollars(cents)).join('*')
}
