/**
 * 999, and the 997 before it: AK1 a group, AK2 to IK5 a transaction, AK9 the group's end. A only means that
 * the syntax holds; E is accepted with remarks; of a group P only the transactions R come back (x12.md 3.5).
 */
import { countIn } from '../reader/amount.ts'
import { components, element, given, type Segment } from '../reader/segment.ts'
import { type Loop, splitAt } from '../reader/split-at.ts'
import type {
  AcknowledgedGroup,
  AcknowledgedTransaction,
  AckVerdict,
  SyntaxError999,
} from './acknowledgment.ts'

export function readGroupAcknowledgments(segments: readonly Segment[]): AcknowledgedGroup[] {
  return splitAt(segments, ['AK1']).map(readGroup)
}

function readGroup([ak1, ...following]: Loop): AcknowledgedGroup {
  const ak9 = following.find(({ tag }) => tag === 'AK9')
  const status = (ak9 && given(ak9, 1)) ?? ''
  const count = (position: number) => (ak9 ? countIn(element(ak9, position)) : null)
  return {
    controlNumber: given(ak1, 2) ?? '',
    functionalId: given(ak1, 1) ?? '',
    status,
    verdict: status === 'P' ? 'received' : verdictOf(status),
    included: count(2),
    received: count(3),
    accepted: count(4),
    errorCodes: ak9 ? [5, 6, 7, 8, 9].flatMap((position) => given(ak9, position) ?? []) : [],
    transactions: splitAt(following, ['AK2']).map(readTransactionAcknowledgment),
    segment: ak1.ordinal,
  }
}

/** M, W and X failed their authentication. */
function verdictOf(status: string): AckVerdict {
  if (status === 'A' || status === 'E') return 'accepted'
  return ['R', 'M', 'W', 'X'].includes(status) ? 'rejected' : 'unknown'
}

function readTransactionAcknowledgment([ak2, ...following]: Loop): AcknowledgedTransaction {
  const ending = following.find(({ tag }) => tag === 'IK5' || tag === 'AK5')
  const status = (ending && given(ending, 1)) ?? ''
  return {
    set: given(ak2, 1) ?? '',
    controlNumber: given(ak2, 2) ?? '',
    status,
    verdict: verdictOf(status),
    errors: [
      ...splitAt(following, ['IK3', 'AK3']).flatMap(errorsOfSegment),
      ...(ending ? errorsOfTransaction(ending) : []),
    ],
    segment: ak2.ordinal,
  }
}

/** IK3 with the IK4 under it; a CTX names the claim. */
function errorsOfSegment([ik3, ...following]: Loop): SyntaxError999[] {
  const place = {
    tag: given(ik3, 1),
    position: countIn(element(ik3, 2)),
    loop: given(ik3, 3),
    clm01: claimIn(following),
  }
  const nowhere = { element: null, component: null, repetition: null, value: null }
  const own = {
    level: 'segment' as const,
    code: given(ik3, 4) ?? '',
    ...place,
    ...nowhere,
    segment: ik3.ordinal,
  }
  const ofElements = following
    .filter(({ tag }) => tag === 'IK4' || tag === 'AK4')
    .map((ik4) => {
      const [at, component, repetition] = components(ik4, 1).map((part) => countIn(part))
      return {
        level: 'element' as const,
        code: given(ik4, 3) ?? '',
        ...place,
        element: at ?? null,
        component: component ?? null,
        repetition: repetition ?? null,
        value: given(ik4, 4),
        segment: ik4.ordinal,
      }
    })
  return [own, ...ofElements]
}

function claimIn(segments: readonly Segment[]): string | null {
  for (const ctx of segments.filter(({ tag }) => tag === 'CTX')) {
    const [name = '', value = ''] = components(ctx, 1).map((part) => part.trim())
    if (name === 'CLM01' && value !== '') return value
  }
  return null
}

function errorsOfTransaction(ending: Segment): SyntaxError999[] {
  return [2, 3, 4, 5, 6].flatMap((position) => {
    const code = given(ending, position)
    if (code === null) return []
    const nowhere = {
      tag: null,
      position: null,
      loop: null,
      element: null,
      component: null,
      repetition: null,
    }
    return [
      { level: 'transaction' as const, code, ...nowhere, value: null, clm01: null, segment: ending.ordinal },
    ]
  })
}
