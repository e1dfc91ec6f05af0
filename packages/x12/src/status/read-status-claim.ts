/**
 * 2200 and 2220: one claim that was asked about, and its lines:
 *
 *   TRN*2*trace | STC*category:code:entity*date*action*charge*paid*adjudicated*method*paid on*check*code*code*text
 *   | REF*1K REF*BLT REF*EJ REF*D9 | DTP*472 | SVC*HC:code*charge*paid*revenue***units STC REF*FJ DTP*472
 */

import { procedureAt, referenceOf, referencesIn } from '../claims/segment-values.ts'
import type { Report } from '../reader/finding.ts'
import type { OfLoop } from '../reader/of-loop.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { given, type Segment } from '../reader/segment.ts'
import { beforeFirst, type Loop, splitAt } from '../reader/split-at.ts'
import { amountAt, componentAt, dateAt, daysAt, qualified, quantityAt } from '../reader/value-at.ts'
import { decideClaim } from './decide-claim.ts'
import type { ClaimStatusAnswer, Judged, StatusLine, StatusReport } from './status-answer.ts'

type OfClaim = Omit<
  ClaimStatusAnswer,
  'position' | 'payer' | 'receiver' | 'provider' | 'subscriber' | 'patient' | keyof OfLoop
>

/** `loop` begins with its TRN, or with its first STC where there is none. */
export function readStatusClaim(loop: Loop, report: Report): OfClaim {
  const [first] = loop
  const own = beforeFirst(loop, ['SVC'])
  const lines = splitAt(loop, ['SVC']).map((line) => readStatusLine(line, report))
  const statuses = statusesIn(own, report)
  const judged = statuses.length > 0 ? statuses : lines.flatMap((line) => line.statuses)
  const { verdict, reason, ...decided } = decideClaim(judged, report)
  // An STC of a line decides for the claim, but its amounts are the line's.
  const deciding = statuses.length > 0 ? decided.deciding : null
  if (first.tag !== 'TRN') report('warn', 'status/no-trace', first, 'a claim without a TRN')
  if (statuses.length === 0) report('warn', 'status/no-status', first, 'a claim without an STC of its own')
  const references = referencesIn(own)
  const claim = {
    traceNumber: first.tag === 'TRN' ? given(first, 2) : null,
    statuses,
    verdict,
    reason,
    effectiveOn: deciding?.effectiveOn ?? null,
    chargeCents: deciding?.chargeCents ?? null,
    paidCents: deciding?.paidCents ?? null,
    adjudicatedOn: deciding?.adjudicatedOn ?? null,
    paidOn: deciding?.paidOn ?? null,
    checkNumber: deciding?.checkNumber ?? null,
    payerClaimNumber: referenceOf(references, '1K'),
    patientControlNumber: referenceOf(references, 'EJ'),
    billType: referenceOf(references, 'BLT'),
    clearinghouseNumber: referenceOf(references, 'D9'),
    references,
    ...servedIn(own, report),
    lines,
    segment: first.ordinal,
  }
  reportLines(claim, lines, first, report)
  return claim
}

/** STC01, STC10 and STC11 of every STC. */
export function statusesIn(segments: readonly Segment[], report: Report): StatusReport[] {
  return segments
    .filter(({ tag }) => tag === 'STC')
    .map((stc) => ({
      codes: [1, 10, 11].flatMap((element) => {
        const category = componentAt(stc, element, 1)
        if (category === null) return []
        const statusCode = componentAt(stc, element, 2) ?? ''
        return [{ category, statusCode, entity: componentAt(stc, element, 3), element }]
      }),
      effectiveOn: dateAt(stc, 2, report),
      action: given(stc, 3),
      chargeCents: amountAt(stc, 4, report),
      paidCents: amountAt(stc, 5, report),
      adjudicatedOn: dateAt(stc, 6, report),
      paymentMethod: given(stc, 7),
      paidOn: dateAt(stc, 8, report),
      checkNumber: given(stc, 9),
      message: given(stc, 12),
      segment: stc.ordinal,
      offset: stc.offset,
    }))
}

function readStatusLine(loop: Loop, report: Report): StatusLine {
  const [svc, ...following] = loop
  const references = referencesIn(following)
  const statuses = statusesIn(following, report)
  const { verdict, reason } = decideClaim(statuses, report)
  const line = {
    procedure: procedureAt(svc, 1, report),
    chargeCents: amountAt(svc, 2, report),
    paidCents: amountAt(svc, 3, report),
    revenueCode: given(svc, 4),
    units: quantityAt(svc, 7, report),
    lineControlNumber: referenceOf(references, 'FJ') ?? referenceOf(references, '6R'),
    ...servedIn(following, report),
    references,
    statuses,
    verdict,
    reason,
    segment: svc.ordinal,
  }
  return ofLoop(line, loop)
}

function servedIn(segments: readonly Segment[], report: Report) {
  const dtp = qualified(segments, 'DTP', '472')
  const days = dtp ? daysAt(dtp, given(dtp, 2) ?? '', 3, report) : { from: null, to: null }
  return { serviceFrom: days.from, serviceTo: days.to }
}

/** Where the claim is done, none of its lines can still be open, nor the other way round. */
function reportLines(claim: Judged, lines: readonly Judged[], first: Segment, report: Report): void {
  const told = lines.filter(({ verdict }) => verdict !== 'unknown')
  if (told.length === 0 || claim.verdict === 'unknown') return
  const done = ({ verdict }: Judged) => verdict.startsWith('finalized')
  const allDone = told.every(done)
  if (done(claim) !== allDone && (done(claim) || allDone))
    report(
      'warn',
      'status/lines-disagree',
      first,
      'the claim is done and a line is not, or the other way round',
    )
}
