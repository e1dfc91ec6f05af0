export { assert, Defect, unreachable } from './assert.ts'
export { dayIn, daysBetween, isInstant, isZone, plusDays, plusYears, startOfDayIn } from './calendar.ts'
export { allocate, type Cents, cents, inDollars, noCents, scaleRoundHalfUp, sumOf, times } from './cents.ts'
export { type Accepted, accepted, type Decision, type Refused, refused } from './decision.ts'
export {
  base32,
  type DerivedKind,
  derivedId,
  derivedPrefixes,
  type NewId,
  type Ulid,
  ulid,
} from './identifiers.ts'
export { type PayerFamily, payerFamilies } from './payer-family.ts'
export type { Fact, Finding, Reason, Severity } from './reason.ts'
export { isServiceDate, type ServiceDate, serviceDate } from './service-date.ts'
