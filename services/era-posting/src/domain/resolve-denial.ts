/**
 * Where the open cents of a denial go once it is worked (reliability-security.md 3.1, "Denial resolved"). Only
 * a person's write-off writes off: what was paid after all, sent again, or closed as no denial is owed by the
 * payer again, where the next adjudication finds it. Never more moves than is open; and where the payer's own
 * new decision resolved it, never more than that decision left overdrawn, since posting it has already taken
 * back what it supersedes. To the patient goes nothing but group PR, whatever is asked: CO is never his.
 */
import { allocate, type Cents, cents, noCents, sumOf } from '@tally/kernel'
import { deniedOpen, receivableOfPatient, receivableOfPayer, writeOff } from './account.ts'
import type { Balances } from './open-balance.ts'
import { type Posting, post } from './posting.ts'

export type Resolution = 'paid' | 'written-off' | 'to-patient' | 'to-next-payer' | 'resubmitted' | 'closed'

export interface ResolvedDenial {
  readonly denialId: string
  readonly version: number
  readonly resolution: Resolution
  /** A slug; `payment/…` when the payer decided anew. */
  readonly because: string
  readonly amountCents: Cents
  readonly patientId: string
  readonly coverageOrder: number
  /** Of the next payer of the visit; null: there is none. */
  readonly nextOrder: number | null
  /** Of a line, group PR of what was denied that is not the patient's yet. null: not known, and nothing becomes his. */
  readonly patientsOf: (chargeLineId: string) => Cents | null
  /** The one line, or all of the claim: then by what is open on each. */
  readonly chargeLineIds: readonly string[]
}

export function resolveDenial(resolved: ResolvedDenial, balances: Balances): readonly Posting[] {
  const { denialId, version, chargeLineIds, coverageOrder } = resolved
  const open = chargeLineIds.map((id) => mayMove(resolved, id, balances))
  const moves = cents(Math.min(resolved.amountCents, sumOf(open.map(cents))))
  if (moves <= noCents) return []
  const shares = allocate(moves, open)
  return chargeLineIds.flatMap((id, place) =>
    post(
      accountOf(resolved, id),
      deniedOpen(id, coverageOrder),
      shares[place] ?? noCents,
      `denial/${denialId}/${version}/${id}`,
    ),
  )
}

function mayMove(
  { because, coverageOrder, resolution, patientsOf }: ResolvedDenial,
  id: string,
  balances: Balances,
): number {
  const all = balances.get(deniedOpen(id, coverageOrder)) ?? 0
  const open = resolution === 'to-patient' ? Math.min(all, patientsOf(id) ?? noCents) : all
  if (!because.startsWith('payment/')) return Math.max(0, open)
  const overdrawn = -(balances.get(receivableOfPayer(id, coverageOrder)) ?? 0)
  return Math.max(0, Math.min(open, overdrawn))
}

function accountOf(resolved: ResolvedDenial, chargeLineId: string): string {
  const { resolution, patientId, coverageOrder, nextOrder } = resolved
  switch (resolution) {
    case 'written-off':
      return writeOff('denial')
    case 'to-patient':
      return receivableOfPatient(patientId, chargeLineId)
    case 'to-next-payer':
      // Without a next payer on the visit it is still this one's to answer for.
      return receivableOfPayer(chargeLineId, nextOrder ?? coverageOrder)
    case 'paid':
    case 'resubmitted':
    case 'closed':
      return receivableOfPayer(chargeLineId, coverageOrder)
  }
}
