export { assert, Defect, unreachable } from './assert.ts'
export {
  compareInstants,
  dayIn,
  daysBetween,
  instantIn,
  isInstant,
  isWeekday,
  isZone,
  plusDays,
  plusMilliseconds,
  plusYears,
  startOfDayIn,
  wallTimeIn,
} from './calendar.ts'
export { allocate, type Cents, cents, inDollars, noCents, scaleRoundHalfUp, sumOf, times } from './cents.ts'
export { coverageOrderMax } from './coverage-order.ts'
export { type Accepted, accepted, type Decision, type Refused, refused } from './decision.ts'
export { deniesPayment, isPaymentDecision } from './denial.ts'
export { escaped } from './escaped-text.ts'
export {
  base32,
  type DerivedKind,
  derivedId,
  derivedPrefixes,
  type NewId,
  type Ulid,
  ulid,
} from './identifiers.ts'
export { type JsonFault, jsonFaults, pointerStep } from './json-text.ts'
export { isNpi } from './npi.ts'
export { type PayerFamily, payerFamilies } from './payer-family.ts'
export type { Fact, Finding, Reason, Severity } from './reason.ts'
export { isServiceDate, type ServiceDate, serviceDate } from './service-date.ts'
export { needsSecond, writeOffLimit } from './write-off-limit.ts'
