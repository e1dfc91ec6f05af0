/**
 * Whom a request names and an answer shows: the patients, by our ids or by the EMR's, which are derived, else the visits and claims.
 * A paper or an 837 names nobody so: its handler says it as `shows` (route.ts).
 */
import { derivedPrefixes } from '@tally/kernel'
import type { PracticeKeys } from '../keys/practice-keys.ts'

export interface Shown {
  readonly patients: readonly string[]
  /** Of an answer that names no patient: encounters, treatment days or claims, each once. */
  readonly others: readonly string[]
}

/** An id of ours, as it may stand in the clear. */
export function isOurId(value: unknown): value is string {
  return typeof value === 'string' && /^([a-z]{3}_)?[0-9A-HJKMNP-TV-Z]{26}$/.test(value)
}

export function isPatient(id: string): boolean {
  return isOurId(id) && id.startsWith(derivedPrefixes.patient)
}

const fieldsOfOthers = ['encounterId', 'treatmentDayId', 'claimId']
/** What the audit log tells of itself is who was shown, and shows nobody. */
const fieldOfLog = 'subjects'
/** Wherever it stands: a ledger account names its patient within its path, a row of the aging as its key. */
const ourPatient = new RegExp(`\\b${derivedPrefixes.patient}[0-9A-HJKMNP-TV-Z]{26}\\b`, 'g')

/** `body` as JSON will tell it, or text. */
export function shownIn(keys: Pick<PracticeKeys, 'derive'>, body: unknown): Shown {
  const patients = new Set<string>()
  const others = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') for (const [id] of value.matchAll(ourPatient)) patients.add(id)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
    if (Array.isArray(value)) {
      for (const each of value) look(each)
      return
    }
    for (const [name, each] of Object.entries(value)) {
      if (name === fieldOfLog) continue
      const own = ownIdOfPatient(name, each)
      if (own !== null) patients.add(keys.derive('patient', own))
      if (fieldsOfOthers.includes(name) && isOurId(each)) others.add(each)
      else look(each)
    }
  }
  look(body)
  return { patients: [...patients], others: patients.size > 0 ? [] : [...others] }
}

/** The EMR's id of a patient that the field `name` holds. */
function ownIdOfPatient(name: string, value: unknown): string | null {
  const own =
    name === 'patient' ? Object(value).externalId : /^patient(ExternalId|Id)$/.test(name) ? value : null
  return typeof own === 'string' && own !== '' && !isPatient(own) ? own : null
}
