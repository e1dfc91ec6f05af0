/**
 * A denial: why an amount was not paid, what is proposed, and until when. It is open until somebody acts, waits while another
 * is to answer, and is resolved once; every change is a version.
 */
import type { DataOf, denialResolved, remedies } from '@tally/contracts'
import type { Cents, Reason, ServiceDate } from '@tally/kernel'
import type { Deadline } from './appeal-deadline.ts'
import type { Classified } from './classify-denial.ts'

export type Remedy = (typeof remedies)[number]
export type Resolution = DataOf<typeof denialResolved>['resolution']
export type DenialSource = 'payment' | 'rejection' | 'takeback'
export type DenialStatus = 'open' | 'waiting' | 'resolved'
/** Whose turn it is. */
export type WaitsFor = 'charge-capture' | 'claim-submission' | 'payer'

export interface Proposed {
  /** The person's key. */
  readonly by: string
  /** RFC 3339. */
  readonly at: string
}

/** What makes two denials one: unresolved, they are the same work. */
export interface DenialKey {
  readonly claimId: string
  /** Each payer of a claim denies for itself. */
  readonly coverageOrder: number
  readonly chargeLineId: string | null
  readonly groupCode: string | null
  readonly reasonCode: string
  readonly remarks: readonly string[]
}

export function isSameWork(a: DenialKey, b: DenialKey): boolean {
  return (
    a.claimId === b.claimId &&
    a.coverageOrder === b.coverageOrder &&
    a.chargeLineId === b.chargeLineId &&
    a.groupCode === b.groupCode &&
    a.reasonCode === b.reasonCode &&
    a.remarks.length === b.remarks.length &&
    a.remarks.every((remark, place) => remark === b.remarks[place])
  )
}

/** How a denial stood before its newest answer, which may turn out to be another claim's. */
export interface BeforeAnswer {
  /** The remittance of the answer. */
  readonly by: string
  /** Of the denial as the answer left it: at a later one something else has happened since. */
  readonly version: number
  readonly was: Pick<
    Denial,
    | 'status'
    | 'waitsFor'
    | 'remittanceId'
    | 'receivedOn'
    | 'claimVersion'
    | 'claimNumber'
    | 'amountCents'
    | 'recoverableCents'
    | 'remedy'
    | 'because'
    | 'due'
    | 'answer'
    | 'appeals'
    | 'proposed'
    | 'resolution'
    | 'resolvedBecause'
  >
}

export interface Denial extends DenialKey {
  readonly id: string
  /** Counts what was decided of it, and is the sequence of its events. */
  readonly version: number
  readonly source: DenialSource
  /** Of a rejection: the payer has an earlier version, and decided on it. */
  readonly standsDecided: boolean
  readonly treatmentDayId: string
  readonly payerId: string
  readonly patientId: string
  readonly claimVersion: number
  readonly claimNumber: string
  readonly serviceDate: ServiceDate | null
  readonly procedureCode: string | null
  readonly remittanceId: string | null
  readonly amountCents: Cents
  /** What winning it should bring: the expected allowed amount where it is known, never more than was denied. */
  readonly recoverableCents: Cents
  readonly classified: Classified
  /** As proposed when it was opened. */
  readonly remedy: Remedy | null
  readonly because: readonly Reason[]
  /** The day on which the decision came in. */
  readonly receivedOn: ServiceDate
  /** Its own clock; that of an appeal's answer while one is filed. */
  readonly due: Deadline
  /** Until when the payer's answer to records should come; null: none were sent. Its own clock runs beside. */
  readonly answer: Deadline | null
  /** Appeals filed so far. */
  readonly appeals: number
  readonly status: DenialStatus
  readonly waitsFor: WaitsFor | null
  readonly resolution: Resolution | null
  readonly resolvedBecause: string | null
  /** Somebody would write it off, and it is over the limit of one person. */
  readonly proposed: Proposed | null
  /** Null: no answer has changed it since it was opened. */
  readonly before: BeforeAnswer | null
  readonly openedAt: string
}

/** The list’s bands, most pressing first (api.md). */
export const bands = ['overdue', '<=2', '<=7', '<=14', '<=30', 'later'] as const
export type Band = (typeof bands)[number]

export function bandOf(daysLeft: number): Band {
  if (daysLeft < 0) return 'overdue'
  if (daysLeft <= 2) return '<=2'
  if (daysLeft <= 7) return '<=7'
  if (daysLeft <= 14) return '<=14'
  return daysLeft <= 30 ? '<=30' : 'later'
}

/** What was done instead ends what was proposed, and what was awaited before. */
export function waiting(denial: Denial, waitsFor: WaitsFor, due: Deadline = denial.due): Denial {
  return {
    ...{ ...denial, version: denial.version + 1, status: 'waiting', waitsFor, due },
    ...{ answer: null, proposed: null },
  }
}

export function resolved(denial: Denial, resolution: Resolution, because: string): Denial {
  return {
    ...{ ...denial, version: denial.version + 1, status: 'resolved', waitsFor: null },
    ...{ resolution, resolvedBecause: because, answer: null, proposed: null },
  }
}

/** `next` is what the answer in the remittance `by` made of the denial. */
export function answered(denial: Denial, next: Denial, by: string): Denial {
  const { status, waitsFor, remittanceId, receivedOn, claimVersion, claimNumber, amountCents } = denial
  const { recoverableCents, remedy, because, due, answer, appeals, proposed } = denial
  const was = {
    ...{ status, waitsFor, remittanceId, receivedOn, claimVersion, claimNumber, amountCents },
    ...{ recoverableCents, remedy, because, due, answer, appeals, proposed },
    ...{ resolution: null, resolvedBecause: null },
  }
  return { ...next, before: { by, version: next.version, was } }
}

/** The payer's own words that end a denial without paying it: it decided on the same again, and denies. */
const deniedAnew = ['payment/denied-for-another-reason', 'payment/decided-anew']

/** What becomes of an appeal that is still with the payer when its denial is resolved. */
export function appealEndsAs({ resolution, resolvedBecause }: Denial): 'overturned' | 'upheld' | 'withdrawn' {
  if (resolution === 'paid') return 'overturned'
  return resolvedBecause !== null && deniedAnew.includes(resolvedBecause) ? 'upheld' : 'withdrawn'
}
