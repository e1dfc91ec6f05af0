/** When a payer's time is over: the day is answered with what is known, and once more when the 271 does come. */
import { deadline } from '@tally/platform'
import { lockPatient } from '../store/patients.ts'
import { findDay } from '../store/treatment-days.ts'
import { answerDue, answerPatient } from './answer-patient.ts'

export const endWaiting = deadline(answerDue, async (work, dayId) => {
  const day = await findDay(work, dayId)
  if (!day) return
  await answerPatient(work, await lockPatient(work, day.patientId))
})
