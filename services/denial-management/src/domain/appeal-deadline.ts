/**
 * Until when something may be done about a denial, with the source of each date and how far it can be trusted (product
 * note 4.2). Clocks run from the receipt of the remittance. The practice's own entry for a payer wins over the family's
 * window; where nothing is known the strictest window of all holds and is marked unverified: an early look costs a minute, a
 * missed window the claim.
 */
import { assert, type PayerFamily, plusDays, type ServiceDate } from '@tally/kernel'

/** `practice`: set in the payer's profile by somebody who has the contract. */
export type Confidence = 'verified' | 'practice' | 'unverified'

export interface Deadline {
  readonly kind: 'appeal' | 'timely-filing' | 'answer'
  /** The last day on which it is in time. */
  readonly dueOn: ServiceDate
  /** Where the date comes from: `payer-profile`, `appeal-window/<family>`, `timely-filing` … */
  readonly source: string
  readonly confidence: Confidence
  readonly citation: string
}

export interface AppealWindow {
  readonly family: PayerFamily
  /** 1 is the first appeal; the last level of a family holds for all later ones. */
  readonly level: number
  readonly days: number
  readonly confidence: 'verified' | 'unverified'
  readonly citation: string
}

export interface PayerFacts {
  readonly family: PayerFamily | null
  /** Of its profile; null where none is set. */
  readonly appealDays: number | null
}

/** Of an appeal of `level` (1: the first) against a decision received on `receivedOn`. */
export function appealDeadline(
  { family, appealDays }: PayerFacts,
  level: number,
  receivedOn: ServiceDate,
  windows: readonly AppealWindow[],
): Deadline {
  const own = windows.filter((window) => window.family === family && window.level <= level)
  const window = own.at(-1)
  // The profile's days are those of a first appeal; a later level keeps them only where the family has none of its own.
  if (appealDays !== null && (window === undefined || window.level === 1)) {
    const citation = `payer profile: ${appealDays} days from receipt`
    return {
      ...{ kind: 'appeal', dueOn: plusDays(receivedOn, appealDays), source: 'payer-profile' },
      ...{ confidence: 'practice', citation },
    }
  }
  const { days, confidence, citation, source } = window
    ? { ...window, source: `appeal-window/${window.family}` }
    : strictest(windows)
  return { kind: 'appeal', dueOn: plusDays(receivedOn, days), source, confidence, citation }
}

function strictest(windows: readonly AppealWindow[]) {
  const [first] = [...windows].sort((a, b) => a.days - b.days)
  assert(first, 'the table of appeal windows has rows')
  const citation = `no window of this payer is known: the strictest one, ${first.days} days`
  return { days: first.days, confidence: 'unverified' as const, citation, source: 'appeal-window/strictest' }
}

/** Of a claim that must go out as a new one: its first filing is still running. */
export function filingDeadline(
  family: PayerFamily | null,
  filingDueOn: ServiceDate | null,
  receivedOn: ServiceDate,
): Deadline {
  if (filingDueOn === null) {
    const citation = `no filing window of this payer is known: looked at within ${unknownFilingDays} days`
    return {
      ...{ kind: 'timely-filing', dueOn: plusDays(receivedOn, unknownFilingDays) },
      ...{ source: 'timely-filing/unknown', confidence: 'unverified', citation },
    }
  }
  const [confidence, citation] =
    family === 'medicare-b'
      ? (['verified', '42 CFR 424.44(a): one calendar year from service'] as const)
      : (['unverified', 'the filing window of the claim'] as const)
  return { kind: 'timely-filing', dueOn: filingDueOn, source: 'timely-filing', confidence, citation }
}

/** Some states give workers' compensation claims 30 days to the first bill (coding rules 6.7). */
const unknownFilingDays = 30

/** The source of the day until which a payment, and no answer, is waited for. */
export const paymentExpected = 'payment-expected'

/** Payers take 45 to 60 days a round (product note 4.1): after that somebody asks. */
const answerDays = 60

/** When a payer should have paid what it decided to pay after all. */
const paymentDays = 30

/** Until when the money of an appeal that was won on `answeredOn` is waited for. */
export function paymentDeadline(answeredOn: ServiceDate): Deadline {
  return {
    ...{ kind: 'answer', dueOn: plusDays(answeredOn, paymentDays), source: paymentExpected },
    ...{ confidence: 'unverified', citation: 'payers pay within 30 days of their decision' },
  }
}

/** When an answer should have come to what was filed on `filedOn`. */
export function answerDeadline(filedOn: ServiceDate): Deadline {
  return {
    ...{ kind: 'answer', dueOn: plusDays(filedOn, answerDays), source: 'answer-expected' },
    ...{ confidence: 'unverified', citation: 'payers take 45 to 60 days a round' },
  }
}
