/**
 * An authorization: a payer's leave for a number of visits or units. Its numbers are a fold over the entries of its ledger, in
 * which the newest entry of a day counts, so that hearing something twice or late changes nothing.
 */
import { daysBetween, type ServiceDate } from '@tally/kernel'
import { holdsOn } from './rule.ts'

export const authorizationStatuses = [
  'requested',
  'pended',
  'approved',
  'partly-approved',
  'denied',
  'cancelled',
] as const
export type AuthorizationStatus = (typeof authorizationStatuses)[number]

export interface Authorization {
  readonly id: string
  readonly patientId: string
  readonly payerId: string
  readonly version: number
  readonly status: AuthorizationStatus
  /** Keyed digest of the payer's number. */
  readonly numberKey: string | null
  /** Empty: for every code. */
  readonly codes: readonly string[]
  readonly from: ServiceDate | null
  readonly to: ServiceDate | null
  readonly countedIn: 'visits' | 'units'
  /** False: nobody said how many. */
  readonly limited: boolean
  readonly evaluationExempt: boolean
  readonly source: 'person' | 'encounter'
  readonly saidLow: boolean
  readonly saidExhausted: boolean
}

export interface Entry {
  readonly kind: 'grant' | 'reserve' | 'use' | 'release'
  /** Of a grant also negative: less than before. */
  readonly quantity: number
  readonly treatmentDayId: string | null
}

export interface Balance {
  readonly granted: number
  readonly reserved: number
  readonly used: number
  readonly remaining: number
  /** What a day holds of it now. */
  readonly ofDay: ReadonlyMap<string, { readonly kind: 'reserve' | 'use'; readonly quantity: number }>
  /** What a day used of it last, also where it was given back since. */
  readonly usedLast: ReadonlyMap<string, number>
}

/** `entries` in their order. */
export function balanceOf(entries: readonly Entry[]): Balance {
  let granted = 0
  const ofDay = new Map<string, { kind: 'reserve' | 'use'; quantity: number }>()
  const usedLast = new Map<string, number>()
  for (const { kind, quantity, treatmentDayId } of entries) {
    if (treatmentDayId !== null && kind === 'use') usedLast.set(treatmentDayId, quantity)
    if (treatmentDayId === null) granted += quantity
    else if (kind === 'reserve' || kind === 'use') ofDay.set(treatmentDayId, { kind, quantity })
    else ofDay.delete(treatmentDayId)
  }
  const sum = (wanted: string) =>
    [...ofDay.values()].reduce((total, { kind, quantity }) => total + (kind === wanted ? quantity : 0), 0)
  const [reserved, used] = [sum('reserve'), sum('use')]
  return { granted, reserved, used, remaining: granted - reserved - used, ofDay, usedLast }
}

export interface BilledService {
  readonly code: string
  readonly units: number
}

/** Initial evaluations, which some payers pay without leave (coding-rules.md 6.6). */
const evaluations = ['97161', '97162', '97163', '97165', '97166', '97167', '92521', '92522', '92523', '92524']

/** How much of it the day needs, 0 when nothing; null when it is not for this day. */
export function neededOf(
  authorization: Authorization,
  day: {
    readonly payerId: string
    readonly serviceDate: ServiceDate
    readonly services: readonly BilledService[]
  },
): number | null {
  const { status, payerId, codes, countedIn, evaluationExempt } = authorization
  if (status !== 'approved' && status !== 'partly-approved') return null
  if (payerId !== day.payerId || !holdsOn(authorization, day.serviceDate)) return null
  const counted = day.services.filter(({ code }) => !(evaluationExempt && evaluations.includes(code)))
  if (counted.some(({ code }) => codes.length > 0 && !codes.includes(code))) return null
  if (countedIn === 'units') return counted.reduce((sum, { units }) => sum + units, 0)
  return counted.length > 0 ? 1 : 0
}

const lowVisits = 3
/** Three visits of four units. */
const lowUnits = 12
export const lowDays = 14

export interface Alarms {
  readonly low: boolean
  readonly exhausted: boolean
}

/** What should be pressing now; without a limit nothing runs out. A grant of few is no alarm before any is taken. */
export function alarmsOf(
  { status, limited, countedIn, to }: Authorization,
  { remaining, reserved, used }: Balance,
  today: ServiceDate,
): Alarms {
  const counts = limited && (status === 'approved' || status === 'partly-approved')
  const exhausted = counts && remaining <= 0
  const few = reserved + used > 0 && remaining <= (countedIn === 'units' ? lowUnits : lowVisits)
  const ending = to !== null && to >= today && daysBetween(today, to) <= lowDays
  return { exhausted, low: counts && !exhausted && (few || ending) }
}
