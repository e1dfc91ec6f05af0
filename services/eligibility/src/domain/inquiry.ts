/**
 * A question to a payer, and which answer speaks of a day: one of the same question about the same calendar month, since
 * cover mostly runs by months. It is fresh for seven days, so that three visits a week make one 270 and not three; a denial
 * that says the cover was otherwise ends it at once.
 */
import { compareInstants, plusMilliseconds, type ServiceDate } from '@tally/kernel'
import type { BenefitsKnown } from './benefits-known.ts'

export type InquiryState = 'open' | 'deferred' | 'answered' | 'given-up' | 'refused'

export interface Inquiry {
  /** Also the trace that the answer says back. */
  readonly id: string
  readonly patientId: string
  readonly payerId: string
  readonly questionKey: string
  readonly asOf: ServiceDate
  readonly state: InquiryState
  readonly tries: number
  /** What partner or socket said last. */
  readonly said: string | null
  readonly problems: readonly WritingProblem[]
  readonly askedAt: string
  readonly answeredAt: string | null
  readonly benefits: BenefitsKnown | null
}

/** Why no 270 could be written, without the patient's data. */
export interface WritingProblem {
  readonly pointer: string
  readonly rule: string
  readonly says: string
  readonly x12: string
  readonly fix: string
}

/** What a denial taught of the payer's cover for the patient. */
export interface DenialCause {
  readonly denialId: string
  readonly payerId: string
  readonly category: string
  readonly heardAt: string
}

const coverageCategories = ['eligibility_coverage', 'cob']

export interface AskedFor {
  readonly payerId: string
  readonly questionKey: string
  readonly serviceDate: ServiceDate
  /** When the day was first heard of: freshness is told from here, so that deciding again later answers alike. */
  readonly heardAt: string
}

export interface WhatIsKnown {
  readonly answer: {
    readonly inquiry: Inquiry & { benefits: BenefitsKnown }
    readonly age: 'fresh' | 'old'
  } | null
  /** On its way, or asked again later because the payer could not say. */
  readonly underWay: Inquiry | null
  /** The newest that came to nothing. */
  readonly failed: Inquiry | null
}

const dayMs = 86_400_000
export const freshMs = 7 * dayMs

/** `inquiries` of the patient, in the order in which they were asked: of two answered at one moment the later one counts. */
export function whatIsKnown(
  day: AskedFor,
  inquiries: readonly Inquiry[],
  causes: readonly DenialCause[],
): WhatIsKnown {
  const own = inquiries
    .filter((each) => each.questionKey === day.questionKey && sameMonth(each.asOf, day.serviceDate))
    .toReversed()
  const denied = coverageDenials(day.payerId, causes)
  const answered = own
    .filter(isAnswered)
    .filter(({ answeredAt }) => !denied.some(({ heardAt }) => compareInstants(heardAt, answeredAt) > 0))
    .sort((a, b) => compareInstants(b.answeredAt, a.answeredAt))[0]
  return {
    answer: answered
      ? { inquiry: answered, age: isFresh(answered.answeredAt, day.heardAt) ? 'fresh' : 'old' }
      : null,
    underWay: own.find(({ state }) => state === 'open' || state === 'deferred') ?? null,
    failed: own.find(({ state }) => state === 'given-up' || state === 'refused') ?? null,
  }
}

/**
 * What a day asks with, compared with what it asked last: a correction asks nothing new unless the card or person did change,
 * or a denial came since (DESIGN.md 3: a correction never triggers a new 271).
 */
export function askingKey({ payerId, questionKey }: AskedFor, causes: readonly DenialCause[]): string {
  const last = coverageDenials(payerId, causes).sort((a, b) => compareInstants(b.heardAt, a.heardAt))[0]
  return `${questionKey} ${last?.denialId ?? ''}`
}

export function authorizationLearned(payerId: string, causes: readonly DenialCause[]): boolean {
  return causes.some((cause) => cause.payerId === payerId && cause.category === 'authorization')
}

/** True for the categories that eligibility learns from. */
export function isLearnedFrom(category: string): boolean {
  return category === 'authorization' || coverageCategories.includes(category)
}

function coverageDenials(payerId: string, causes: readonly DenialCause[]): DenialCause[] {
  return causes.filter((cause) => cause.payerId === payerId && coverageCategories.includes(cause.category))
}

function sameMonth(one: ServiceDate, other: ServiceDate): boolean {
  return one.slice(0, 7) === other.slice(0, 7)
}

function isFresh(answeredAt: string, heardAt: string): boolean {
  return compareInstants(plusMilliseconds(answeredAt, freshMs), heardAt) >= 0
}

type Answered = Inquiry & { benefits: BenefitsKnown; answeredAt: string }

function isAnswered(inquiry: Inquiry): inquiry is Answered {
  return inquiry.state === 'answered' && inquiry.benefits !== null && inquiry.answeredAt !== null
}
