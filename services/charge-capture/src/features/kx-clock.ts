/** Sets the clocks by which the later days of a year are decided anew; `decide-kx-anew.ts` handles them. */
import { plusMilliseconds } from '@tally/kernel'
import { setDeadline, type Work } from '@tally/platform'
import type { DayPlace } from '../store/payers.ts'

/** Its subject is a patient and the place in the year after which days are decided anew. */
export const kxAfter = 'kx-after'
/** Its subject is the treatment day. */
export const kxOfDay = 'kx-of-day'

/**
 * What counts at `place` of the patient's year changed. Two steps, so that no clock of a day is set by whoever holds the year:
 * its handler waits for the year while it holds the clock.
 */
export async function decideKxAfter(work: Work, patientId: string, place: DayPlace): Promise<void> {
  await setDeadline(work, kxAfter, `${patientId} ${place.serviceDate} ${place.id}`, work.now)
}

export function readPlace(subject: string): { patientId: string; place: DayPlace } {
  const [patientId = '', serviceDate = '', id = ''] = subject.split(' ')
  return { patientId, place: { serviceDate, id } }
}

/** `ids` in the order of service: the first is the longest due. */
export async function decideKxOf(work: Work, ids: readonly string[]): Promise<void> {
  for (const [place, id] of ids.entries()) {
    await setDeadline(work, kxOfDay, id, plusMilliseconds(work.now, place - ids.length))
  }
}
