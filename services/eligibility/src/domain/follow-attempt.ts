/**
 * What becomes of a question after an attempt to ask it. A question may be asked twice with the same bytes, since asking moves
 * nothing. AAA 42, 80 and follow-ups P and R are asked again with growing pauses; C is for the front desk, N, S and Y are
 * final, W and X name a time too long to wait for by itself (x12.md 3.2).
 */
import type { Rejection } from '@tally/x12'
import type { BenefitsKnown } from './benefits-known.ts'
import type { InquiryState } from './inquiry.ts'

export type Attempt =
  | { readonly kind: 'answered'; readonly benefits: BenefitsKnown }
  /** Taken in; the answer comes as a file. */
  | { readonly kind: 'later'; readonly says: string }
  /** The same bytes would be refused again. */
  | { readonly kind: 'refused'; readonly says: string }
  | { readonly kind: 'no-answer'; readonly says: string }

export interface Followed {
  readonly state: InquiryState
  /** Null: it is not asked again. */
  readonly retryInMs: number | null
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
/** The first two come before an answer is due. */
const pauses = [2 * second, 8 * second, 30 * second, 2 * minute, 10 * minute, hour, 6 * hour]
const firstPauseOfDeferred = 3
/** A webhook that never comes is noticed by asking again. */
const patienceMs = 15 * minute

/** `tries` counts attempts, this one too. */
export function followAttempt(attempt: Attempt, tries: number): Followed {
  switch (attempt.kind) {
    case 'answered':
      return isDeferred(attempt.benefits) ? again('deferred', tries + firstPauseOfDeferred) : done('answered')
    case 'later':
      return tries <= pauses.length ? { state: 'open', retryInMs: patienceMs } : done('given-up')
    case 'refused':
      return done('refused')
    case 'no-answer':
      return again('open', tries)
  }
}

/** The payer said that it cannot answer now. */
export function isDeferred({ coverage, rejections }: BenefitsKnown): boolean {
  return coverage === 'unknown' && rejections.some(isTransient)
}

function isTransient({ next, followUp }: Rejection): boolean {
  return next === 'retry' && followUp !== 'W' && followUp !== 'X'
}

function again(state: InquiryState, tries: number): Followed {
  const pause = pauses[tries - 1]
  return pause === undefined ? done('given-up') : { state, retryInMs: pause }
}

function done(state: InquiryState): Followed {
  return { state, retryInMs: null }
}
