/**
 * The visits of the load: 70 of 100 have three to five lines, the others one or two; ten requests of 100 correct a visit that was
 * posted two seconds of load before. Patients come back on twelve days of one month, so that coverage, which is asked for when
 * they first come, is fresh afterwards; fewer days than lead to the therapy threshold.
 */
import { sampleEncounter } from '@tally/testkit'

export interface Request {
  readonly method: 'POST' | 'PUT'
  readonly path: string
  /** Idempotency-Key of a POST; If-Match of a PUT. */
  readonly header: readonly [name: string, value: string]
  readonly body: string
}

export const daysOfPatient = 12
const correctedBefore = 2

const codes = ['97110', '97112', '97140', '97116', '97535'] as const
const minutes = [30, 16, 15, 15, 15] as const

/** Of 100 visits: how many have so many lines. */
const linesOf = [
  ...Array<number>(10).fill(1),
  ...Array<number>(20).fill(2),
  ...Array<number>(30).fill(3),
  ...Array<number>(25).fill(4),
  ...Array<number>(15).fill(5),
]

/** The first visit of a patient, for warming up. */
export function firstVisit(prefix: string, patient: number): Request {
  return posting(prefix, patient, 0, linesOf[(patient * 37) % 100] ?? 3)
}

/** The visits after the first ones, each once and then all of them again: what was refused comes again under its key. */
export function laterVisit(prefix: string, place: number, patients: number): Request {
  const index = place % (patients * (daysOfPatient - 1))
  return posting(prefix, index % patients, dayOf(index, patients), linesAt(index))
}

/** The request of place `index` of a load that began at `from`, at `rate` a second; of `patients` that were there before. */
export function requestOf(
  prefix: string,
  index: number,
  { rate, from, patients }: { readonly rate: number; readonly from: number; readonly patients: number },
): Request {
  const earlier = index - correctedBefore * rate
  // What an earlier load posted it may have corrected too.
  if (index % 10 === 9 && earlier >= from + 10) {
    const place = earlier - (earlier % 10)
    return correcting(prefix, place % patients, dayOf(place, patients), linesAt(place))
  }
  return posting(prefix, index % patients, dayOf(index, patients), linesAt(index))
}

const linesAt = (index: number) => linesOf[(index * 37) % 100] ?? 3

function dayOf(index: number, patients: number): number {
  const day = 1 + Math.floor(index / patients)
  if (day >= daysOfPatient) throw new Error(`${patients} patients are too few for ${index} visits`)
  return day
}

const idOf = (prefix: string, patient: number, day: number) => `${prefix}-${patient}-${day}`

function posting(prefix: string, patient: number, day: number, lines: number): Request {
  const id = idOf(prefix, patient, day)
  const body = visit(prefix, patient, day, lines, 0)
  return { method: 'POST', path: '/v1/encounters', header: ['idempotency-key', id], body }
}

/** One minute more of the first service: no unit more. */
function correcting(prefix: string, patient: number, day: number, lines: number): Request {
  const body = visit(prefix, patient, day, lines, 1)
  const path = `/v1/encounters/${idOf(prefix, patient, day)}`
  return { method: 'PUT', path, header: ['if-match', '"1"'], body }
}

function visit(prefix: string, patient: number, day: number, lines: number, more: number): string {
  const sample = sampleEncounter({ externalId: idOf(prefix, patient, day) })
  // Weekdays of March 2026, from Monday the 2nd.
  const date = `2026-03-${String(2 + day + 2 * Math.floor(day / 5)).padStart(2, '0')}`
  const timed = minutes.slice(0, lines).reduce((sum, each) => sum + each, more)
  return JSON.stringify({
    ...sample,
    ...{ serviceDate: date, signedAt: `${date}T17:42:10-08:00`, startAt: `${date}T10:00:00-08:00` },
    patient: { ...sample.patient, externalId: `${prefix}-PATIENT-${patient}` },
    episode: { ...sample.episode, externalId: `${prefix}-EPISODE-${patient}` },
    services: codes.slice(0, lines).map((procedureCode, index) => ({
      ...{
        lineId: String(index + 1),
        procedureCode,
        assistant: null,
        diagnosisPointers: [1, 2],
        modifiers: [],
      },
      ...{ minutes: (minutes[index] ?? 0) + (index === 0 ? more : 0), unitChargeCents: 6000 },
    })),
    ...{ totalTimedMinutes: timed, totalTreatmentMinutes: timed },
  })
}
