/** 277CA: what front ends did to the batch, its providers and its claims (x12.md 3.4). */
import { centsIn, countIn } from '../reader/amount.ts'
import { compositeAt, procedureIn } from '../reader/composite.ts'
import { dateIn, daysIn } from '../reader/date-in.ts'
import type { Report } from '../reader/finding.ts'
import { element, given, type Segment } from '../reader/segment.ts'
import { beforeFirst, type Loop, splitAt } from '../reader/split-at.ts'
import type {
  AcknowledgedBatch,
  AcknowledgedClaim,
  AcknowledgedLine,
  AcknowledgedProvider,
  AcknowledgmentSource,
} from './acknowledgment.ts'
import { decideStatus } from './decide-status.ts'

export interface ClaimAcknowledgment {
  readonly sources: AcknowledgmentSource[]
  readonly batches: AcknowledgedBatch[]
  readonly providers: AcknowledgedProvider[]
  readonly claims: AcknowledgedClaim[]
}

/** Into `read`, level by level: 20 who speaks, 21 our batch, 19 a provider, PT a patient's claims. */
export function readClaimAcknowledgment(
  segments: readonly Segment[],
  read: ClaimAcknowledgment,
  report: Report,
): void {
  let batchId: string | null = null
  for (const [hl, ...own] of splitAt(segments, ['HL'])) {
    const level = given(hl, 3)
    if (level === '20') read.sources.push(...sourceIn(own))
    else if (level === '21') {
      const batch = readBatch(own, hl, report)
      batchId = batch.id === '' ? null : batch.id
      read.batches.push(batch)
    } else if (level === '19') read.providers.push(readProvider([hl, ...own], batchId, report))
    else for (const loop of splitAt(own, ['TRN'])) read.claims.push(readClaim(loop, batchId, report))
  }
}

function sourceIn(own: readonly Segment[]): AcknowledgmentSource[] {
  const nm1 = own.find(({ tag }) => tag === 'NM1')
  return nm1 ? [{ entity: given(nm1, 1) ?? '', name: given(nm1, 3) ?? '', id: given(nm1, 9) }] : []
}

function readBatch(own: readonly Segment[], hl: Segment, report: Report): AcknowledgedBatch {
  const count = (qualifier: string) => {
    const qty = own.find(({ tag, elements }) => tag === 'QTY' && elements[1] === qualifier)
    return qty ? countIn(element(qty, 2)) : null
  }
  return {
    id: traceIn(own) ?? '',
    ...decideStatus(own, report),
    acceptedClaims: count('90'),
    rejectedClaims: count('AA'),
    segment: hl.ordinal,
  }
}

function readProvider([hl, ...own]: Loop, batchId: string | null, report: Report): AcknowledgedProvider {
  const nm1 = own.find(({ tag }) => tag === 'NM1')
  const id = (nm1 && given(nm1, 9)) ?? ''
  return { id, batchId, ...decideStatus(own, report), segment: hl.ordinal }
}

/** TRN*2 gives back what we sent: BHT03 of the batch, CLM01 of the claim. TRN*1 is theirs. */
function traceIn(segments: readonly Segment[]): string | null {
  const trn = segments.find(({ tag, elements }) => tag === 'TRN' && elements[1] === '2')
  return trn ? given(trn, 2) : null
}

/** A patient may have several claims, each from its TRN on; lines come only with what is rejected. */
function readClaim(loop: Loop, batchId: string | null, report: Report): AcknowledgedClaim {
  const own = beforeFirst(loop, ['SVC'])
  const stc = own.find(({ tag }) => tag === 'STC')
  return {
    clm01: given(loop[0], 2) ?? '',
    ...decideStatus(own, report),
    payerClaimNumber: reference(own, '1K'),
    clearinghouseNumber: reference(own, 'D9'),
    chargeCents: stc ? centsIn(element(stc, 4)) : null,
    statusOn: stc ? dateIn(element(stc, 2)) : null,
    serviceDate: serviceDateIn(own),
    batchId,
    lines: splitAt(loop, ['SVC']).map((line) => readLine(line, report)),
    segment: loop[0].ordinal,
  }
}

function readLine([svc, ...following]: Loop, report: Report): AcknowledgedLine {
  const procedure = procedureIn(compositeAt(svc, 1))
  return {
    procedureCode: procedure?.procedureCode ?? '',
    modifiers: procedure?.modifiers ?? [],
    chargeCents: centsIn(element(svc, 2)),
    lineControlNumber: reference(following, 'FJ'),
    serviceDate: serviceDateIn(following),
    ...decideStatus(following, report),
    segment: svc.ordinal,
  }
}

function reference(segments: readonly Segment[], qualifier: string): string | null {
  const ref = segments.find(({ tag, elements }) => tag === 'REF' && elements[1] === qualifier)
  return ref ? given(ref, 2) : null
}

function serviceDateIn(segments: readonly Segment[]) {
  const dtp = segments.find(({ tag, elements }) => tag === 'DTP' && elements[1] === '472')
  return dtp ? daysIn(element(dtp, 3)).from : null
}
