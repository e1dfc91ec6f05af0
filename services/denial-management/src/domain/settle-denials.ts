/**
 * What a new decision of the payer does to the denials of a claim that are not resolved: a line that is no longer denied is
 * resolved; the same denial again is renewed, not doubled; another reason takes its place.
 */
import { answered, type Denial, isSameWork, type Resolution, resolved } from './denial.ts'
import type { Adjudication, DeniedPart } from './what-counts-as-denied.ts'

export type Settled =
  | { readonly how: 'resolved'; readonly denial: Denial }
  /** Still unpaid for the same reason: an appeal of it has failed. */
  | { readonly how: 'denied-again'; readonly denial: Denial; readonly part: DeniedPart }

export interface Settlement {
  readonly settled: readonly Settled[]
  /** Parts that no unresolved denial stands for yet. */
  readonly fresh: readonly DeniedPart[]
}

/** The first decision was upheld: no denial of its own (carc-categories.csv, 193). */
const upheld = '193'

export function settleDenials(
  denials: readonly Denial[],
  payment: Pick<Adjudication, 'lines'> & { readonly claimVersion: number; readonly remittanceId: string },
  parts: readonly DeniedPart[],
): Settlement {
  const ended = (denial: Denial, resolution: Resolution, because: string): Settled[] => {
    const next = answered(denial, resolved(denial, resolution, because), payment.remittanceId)
    return [{ how: 'resolved', denial: next }]
  }
  const settled = denials.flatMap((denial): Settled[] => {
    if (denial.source !== 'payment') {
      // The answer to an earlier version says nothing of a later one that was rejected.
      if (denial.source === 'rejection' && payment.claimVersion < denial.claimVersion) return []
      return ended(denial, parts.length > 0 ? 'closed' : 'paid', 'payment/decided-anew')
    }
    const part = parts.find((each) => isSame(denial, each))
    if (part) return [{ how: 'denied-again', denial, part }]
    if (parts.some((each) => covers(each, denial))) {
      return ended(denial, 'closed', 'payment/denied-for-another-reason')
    }
    const decided =
      denial.chargeLineId === null ||
      payment.lines.some(({ chargeLineId }) => chargeLineId === denial.chargeLineId)
    return decided ? ended(denial, 'paid', 'payment/no-longer-denied') : []
  })
  const again = settled.filter(({ how }) => how === 'denied-again').map(({ denial }) => denial)
  return { settled, fresh: parts.filter((part) => !again.some((denial) => isSame(denial, part))) }
}

/** A claim denied as a whole covers its lines, and a denied line what was denied as a whole. */
function covers(part: DeniedPart, denial: Denial): boolean {
  return (
    part.chargeLineId === denial.chargeLineId || part.chargeLineId === null || denial.chargeLineId === null
  )
}

/** Equal keys, or the payer’s word that it stands by its decision on that line. */
function isSame(denial: Denial, part: DeniedPart): boolean {
  if (denial.chargeLineId !== part.chargeLineId) return false
  return part.reasonCode === upheld || isSameWork(denial, { ...denial, ...part })
}
