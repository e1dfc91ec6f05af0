/**
 * What the STC segments of one level come to. Payers mix category and action (A7 with WQ was seen), so one of
 * A3, A4, A6, A7, A8 or an action U rejects, whatever else stands there; of acceptances the furthest counts
 * (x12.md 3.4).
 */
import type { Report } from '../reader/finding.ts'
import { components, given, type Segment } from '../reader/segment.ts'
import type { AckVerdict, ClaimStatus, DecidingStatus } from './acknowledgment.ts'

const byCategory: ReadonlyMap<string, AckVerdict> = new Map([
  ['A0', 'forwarded'],
  ['A1', 'received'],
  ['A2', 'accepted'],
  ['A3', 'rejected'],
  ['A4', 'rejected'],
  ['A5', 'accepted'],
  ['A6', 'rejected'],
  ['A7', 'rejected'],
  ['A8', 'rejected'],
])

/** The first that was reached decides. */
const inOrder: readonly AckVerdict[] = ['rejected', 'accepted', 'forwarded', 'received', 'unknown']

interface Judged {
  readonly status: ClaimStatus
  readonly action: string | null
  readonly verdict: AckVerdict
}

export function decideStatus(segments: readonly Segment[], report: Report): DecidingStatus {
  const judged = segments.filter(({ tag }) => tag === 'STC').flatMap((stc) => judge(stc, report))
  const verdict = inOrder.find((one) => judged.some((each) => each.verdict === one)) ?? 'unknown'
  const deciding = judged.find((each) => each.verdict === verdict)
  const nothing = { category: '', statusCode: '', entity: null }
  return {
    ...(deciding?.status ?? nothing),
    action: deciding?.action ?? null,
    verdict,
    statuses: judged.map(({ status }) => status),
  }
}

/** Up to three statuses stand in one STC, at 01, 10 and 11, under one action. */
function judge(stc: Segment, report: Report): Judged[] {
  const action = given(stc, 3)
  const statuses = [1, 10, 11].flatMap((position) => {
    const [category = '', statusCode = '', entity = ''] = components(stc, position).map((part) => part.trim())
    return category === '' ? [] : [{ category, statusCode, entity: entity === '' ? null : entity }]
  })
  const verdicts = statuses.map(({ category }) => byCategory.get(category) ?? 'unknown')
  const rejects = verdicts.includes('rejected')
  if ((rejects && action === 'WQ') || (!rejects && action === 'U'))
    report('warn', 'acknowledgment/action-disagrees', stc, 'category and action disagree', 3)
  return statuses.map((status, index) => {
    const verdict = action === 'U' ? 'rejected' : (verdicts[index] ?? 'unknown')
    return { status, action, verdict }
  })
}
