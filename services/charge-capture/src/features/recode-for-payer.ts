/**
 * Codes anew what a payer's changed entry touches: days that are held, since its rules may be what held them, and days
 * captured under another family that no payer has yet. What was captured under the family it still has is left alone: it is a
 * claim already, and goes by the new rules with its next correction. The days are found a page at a time, each page a
 * transaction that says where the next one begins; each day is coded in a transaction of its own, so that one that fails waits
 * with the parked messages and keeps no other.
 */
import { plusMilliseconds } from '@tally/kernel'
import { deadline, setDeadline, type Work } from '@tally/platform'
import { type DayPlace, daysToRecode } from '../store/payers.ts'
import { recodeDays } from './recode-day.ts'

/** Its subject is the place after which its page begins, and the payer. */
const payerChanged = 'recode-for-payer'
/** Its subject is the treatment day. */
const recodeAgain = 'recode-day'

const pageMax = 500
const start: DayPlace = { serviceDate: '1900-01-01', id: '' }

/**
 * To be called where the entry is kept. The days are looked for after its transaction: most visits that come in meanwhile, and
 * go by the entry before, are there by then.
 */
export async function recodeForPayer(work: Work, payerId: string): Promise<void> {
  await setDeadline(work, payerChanged, subjectOf(payerId, start), work.now)
}

export const findDaysOfPayer = deadline(payerChanged, async (work, subject) => {
  const { payerId, after } = readSubject(subject)
  const page = await daysToRecode(work, payerId, after, pageMax)
  for (const [place, { id }] of page.entries()) {
    // All of them are due; the earlier the service, the longer.
    await setDeadline(work, recodeAgain, id, plusMilliseconds(work.now, place - pageMax))
  }
  const last = page.at(-1)
  if (last && page.length === pageMax) {
    await setDeadline(work, payerChanged, subjectOf(payerId, last), work.now)
  }
})

export const recodeDayAgain = deadline(recodeAgain, (work, dayId) => recodeDays(work, [dayId]))

/** Neither date nor id has a space in it. */
function subjectOf(payerId: string, { serviceDate, id }: DayPlace): string {
  return `${serviceDate} ${id} ${payerId}`
}

function readSubject(subject: string): { payerId: string; after: DayPlace } {
  const [serviceDate = '', id = '', ...payer] = subject.split(' ')
  return { payerId: payer.join(' '), after: { serviceDate, id } }
}
