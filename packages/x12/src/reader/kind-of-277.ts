/**
 * 277 is several guides: X212 (4010: X093) answers a 276, X214 acknowledges claims (277CA), X213 asks for more, X228
 * and X364 list what pends. GS08 or ST03 tells, and the BHT where they don't. A patient level (PT) is the 277CA's
 * alone, whatever the version says.
 */

import type { Transaction } from './envelope.ts'
import { guideOf } from './guide-of.ts'
import { given } from './segment.ts'

export type KindOf277 = 'status' | '277CA' | '277 request' | '277 pending' | '277 unsolicited' | '277 unknown'

const byGuide: ReadonlyMap<string, KindOf277> = new Map([
  ['X212', 'status'],
  ['X093', 'status'],
  ['X214', '277CA'],
  ['X167', '277CA'],
  ['X213', '277 request'],
  ['X150', '277 request'],
  ['X228', '277 pending'],
  ['X364', '277 pending'],
  ['X070', '277 unsolicited'],
])
const byPurpose: ReadonlyMap<string, KindOf277> = new Map([
  ['DG', 'status'],
  ['RQ', '277 request'],
  ['NO', '277 pending'],
])

export function kindOf277(transaction: Transaction): KindOf277 {
  const { segments } = transaction
  const bht = segments.find(({ tag, whole }) => whole && tag === 'BHT')
  const purpose = (bht && given(bht, 6)) ?? ''
  const acknowledges =
    purpose === 'TH' || segments.some((hl) => hl.whole && hl.tag === 'HL' && given(hl, 3) === 'PT')
  const number = /X\d{3}/.exec(guideOf(transaction) ?? '')?.[0]
  const named = number === undefined ? undefined : byGuide.get(number)
  if (named === 'status' || named === undefined) {
    if (acknowledges) return '277CA'
    return named ?? byPurpose.get(purpose) ?? (bht && given(bht, 1) === '0010' ? 'status' : '277 unknown')
  }
  return named
}
