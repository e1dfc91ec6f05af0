/**
 * What a domain function answers: accepted with what follows, or refused with a slug. A refusal is a value,
 * never thrown; both carry their reasons.
 */
import type { Reason } from './reason.ts'

export interface Accepted<T> {
  readonly kind: 'accepted'
  readonly value: T
  readonly because: readonly Reason[]
}

export interface Refused {
  readonly kind: 'refused'
  /** A stable slug, `<thing>/<why>`; listed in the service's README, never reused. */
  readonly refused: string
  /** What is wrong and what to do, without any of the patient's data. */
  readonly says: string
  readonly because: readonly Reason[]
}

export type Decision<T> = Accepted<T> | Refused

export function accepted<T>(value: T, because: readonly Reason[] = []): Accepted<T> {
  return { kind: 'accepted', value, because }
}

export function refused(slug: string, says: string, because: readonly Reason[] = []): Refused {
  return { kind: 'refused', refused: slug, says, because }
}
