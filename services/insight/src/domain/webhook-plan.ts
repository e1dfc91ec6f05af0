/**
 * What becomes of a delivery after an attempt, and of its endpoint: by the sample plan of Standard Webhooks 1.0, ten attempts
 * over 75 h 35 min, and its rules for answers (2xx taken, 410 no more, Retry-After heard).
 */
import { compareInstants, plusMilliseconds } from '@tally/kernel'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** What is waited after the first attempt, after the second, and so on. */
export const waits: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]

/** An endpoint that has taken nothing for so long, and fails once more, is disabled. */
const failingMsMax = 5 * day

/** At most so much of a wait is added to it: what failed together does not come back together. */
const jitterPart = 0.1

/** Whose Retry-After speaks for the whole endpoint: too many requests, and a server or gateway that is overloaded. */
const asksToWait: readonly number[] = [429, 503, 504]

export type Attempt =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterSeconds: number | null }
  /** `code`: a slug such as `timeout`, or a socket's. */
  | { readonly kind: 'no-answer'; readonly code: string }

/** Why an endpoint was disabled. */
export const disabledBecause = ['gone', 'failing'] as const
export type DisabledBecause = (typeof disabledBecause)[number]

export interface Verdict {
  readonly state: 'waiting' | 'delivered' | 'failed'
  /** Of one that waits. */
  readonly nextTryAt: string | null
  /** The whole endpoint is left alone until then. */
  readonly notBefore: string | null
  readonly disable: DisabledBecause | null
}

/** Where the attempt stands in its plan, and its endpoint among what failed. */
export interface EndpointStanding {
  /** This attempt's number in the plan, from 1. */
  readonly step: number
  readonly now: string
  /** The endpoint's first failure since it last took something. */
  readonly failingSince: string | null
  /** From 0 to 1. */
  readonly chance: number
}

export function verdictOn(attempt: Attempt, { step, now, failingSince, chance }: EndpointStanding): Verdict {
  const status = attempt.kind === 'answered' ? attempt.status : null
  if (status !== null && status >= 200 && status < 300)
    return { state: 'delivered', nextTryAt: null, notBefore: null, disable: null }
  const disable = status === 410 ? 'gone' : failsTooLong(failingSince, now) ? 'failing' : null
  if (disable !== null) return { state: 'failed', nextTryAt: null, notBefore: null, disable }
  const asked =
    attempt.kind === 'answered' && asksToWait.includes(attempt.status) ? attempt.retryAfterSeconds : null
  const notBefore = asked === null ? null : plusMilliseconds(now, asked * second)
  const wait = waits[step - 1]
  if (wait === undefined) return { state: 'failed', nextTryAt: null, notBefore, disable }
  const planned = plusMilliseconds(now, Math.round(wait * (1 + jitterPart * chance)))
  const nextTryAt = notBefore !== null && compareInstants(notBefore, planned) > 0 ? notBefore : planned
  return { state: 'waiting', nextTryAt, notBefore, disable }
}

function failsTooLong(since: string | null, now: string): boolean {
  return since !== null && compareInstants(plusMilliseconds(since, failingMsMax), now) <= 0
}
