/**
 * Who pays first on a date: the list that a person set governs where there is one, else the visit's own. A day that was
 * coded with another card than the list names waits until it is coded with that one, or the claim would go to the wrong payer.
 */
import type { PayerFamily, ServiceDate } from '@tally/kernel'
import { holdsOn, type Span } from './rule.ts'

export interface ListedCoverage extends Span {
  readonly order: number
  readonly payerId: string
  readonly payerFamily: PayerFamily
  readonly claimFilingIndicator: string | null
  readonly medicareSecondaryType: string | null
  /** Keyed digest of the member id: tells two cards apart without naming either. */
  readonly memberKey: string | null
}

/** What a day was coded with; `payerId` null: the patient or a third party pays. */
export interface CodedCoverage {
  readonly payerId: string | null
  readonly memberKey: string | null
  readonly serviceDate: ServiceDate
}

export type Governing =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'changed'; readonly payerId: string }
  | { readonly kind: 'payer'; readonly payerId: string }

export function firstOn(list: readonly ListedCoverage[], date: ServiceDate): ListedCoverage | null {
  const [first] = list.filter((each) => holdsOn(each, date)).sort((a, b) => a.order - b.order)
  return first ?? null
}

export function governing(day: CodedCoverage, told: readonly ListedCoverage[] | null): Governing {
  if (day.payerId === null) return { kind: 'nobody' }
  if (told === null) return { kind: 'payer', payerId: day.payerId }
  const first = firstOn(told, day.serviceDate)
  if (!first) return { kind: 'ended' }
  const same = first.payerId === day.payerId && first.memberKey === day.memberKey
  return { kind: same ? 'payer' : 'changed', payerId: first.payerId }
}

/** What has to be done about a claim that went out before the list changed; the words of api.md's claimPlan. */
export type SentPlan = 'none' | 'send-void' | 'void-then-new' | 'send-replacement' | 'reopening'

/** As a work item says it. */
export function planned(plan: SentPlan): string {
  return `plan: ${plan}`
}

export function planForSent(
  day: CodedCoverage & { readonly family: PayerFamily | null },
  told: readonly ListedCoverage[],
): SentPlan {
  const now = governing(day, told)
  switch (now.kind) {
    case 'nobody':
    case 'payer':
      return 'none'
    case 'ended':
      return 'send-void'
    case 'changed':
      if (now.payerId !== day.payerId) return 'void-then-new'
      // Medicare Part B takes corrections by reopening, not by a replacement claim (x12.md 1.4).
      return day.family === 'medicare-b' ? 'reopening' : 'send-replacement'
  }
}
