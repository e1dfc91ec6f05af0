/** Whom an answer shows: the patients that it names by our ids, else the visits and claims. */

export interface Shown {
  readonly patients: readonly string[]
  /** Of an answer that names no patient: encounters, treatment days or claims, each once. */
  readonly others: readonly string[]
}

/** An id of ours, as it may stand in the clear. */
export function isOurId(value: unknown): value is string {
  return typeof value === 'string' && /^([a-z]{3}_)?[0-9A-HJKMNP-TV-Z]{26}$/.test(value)
}

const fieldsOfOthers = ['encounterId', 'treatmentDayId', 'claimId']

/** `body` as JSON will tell it. A page, a paper or an 837 names whom it shows in its path. */
export function shownIn(body: unknown): Shown {
  const patients = new Set<string>()
  const others = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
    if (Array.isArray(value)) {
      for (const each of value) look(each)
      return
    }
    for (const [name, each] of Object.entries(value)) {
      if (name === 'patientId' && isOurId(each)) patients.add(each)
      else if (fieldsOfOthers.includes(name) && isOurId(each)) others.add(each)
      else look(each)
    }
  }
  look(body)
  return { patients: [...patients], others: patients.size > 0 ? [] : [...others] }
}
