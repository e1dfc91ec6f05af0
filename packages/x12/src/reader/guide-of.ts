/**
 * Which guide an ST follows, by GS08 or ST03; without one what the segments show. 837P is X222 (5010) and X098
 * (4010), 837I X223 and X096, 837D X224 and X097.
 */
import type { Transaction } from './envelope.ts'
import { given } from './segment.ts'

const guides: ReadonlyMap<string, string> = new Map([
  ['X222', '837P'],
  ['X098', '837P'],
  ['X223', '837I'],
  ['X096', '837I'],
  ['X224', '837D'],
  ['X097', '837D'],
])
const services: ReadonlyMap<string, string> = new Map([
  ['SV1', '837P'],
  ['SV2', '837I'],
  ['SV3', '837D'],
])

/** GS08, or ST03 where GS08 names no guide. */
export function guideOf({ header, group }: Pick<Transaction, 'header' | 'group'>): string | null {
  const ofGroup = group.header && given(group.header, 8)
  const ofSet = header && given(header, 3)
  return ofGroup !== null && /X\d{3}/.test(ofGroup) ? ofGroup : (ofSet ?? ofGroup)
}

/** An 837 of an unknown guide is read as a professional one. */
export function contentOf837(transaction: Transaction): string {
  const number = /X\d{3}/.exec(guideOf(transaction) ?? '')?.[0] ?? ''
  const named = guides.get(number)
  if (named !== undefined) return named
  const service = transaction.segments.find(({ tag }) => services.has(tag))
  return (service && services.get(service.tag)) ?? '837P'
}
