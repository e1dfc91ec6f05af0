/**
 * Decides anew whether the lines of a day need KX, since an earlier day of its year counts otherwise than before: a day that no
 * payer has yet is coded anew, of one that a payer has a person is told. Each day is a transaction of its own, the earliest
 * first; what its own change moves sets the days after it once more.
 */
import { deadline, type Work } from '@tally/platform'
import { kxAfterSending, kxRule } from '../domain/kx-after-sending.ts'
import { standingOfDay } from '../store/claim-standings.ts'
import { daysCountingAfter, type StoredDay } from '../store/treatment-days.ts'
import { closeWork, openWork } from '../store/work-items.ts'
import { decideKxOf, kxAfter, kxOfDay, readPlace } from './kx-clock.ts'
import { codedAgain, lockDay, recodeDay } from './recode-day.ts'

export const findDaysAfter = deadline(kxAfter, async (work, subject) => {
  const { patientId, place } = readPlace(subject)
  await decideKxOf(work, await daysCountingAfter(work, patientId, place))
})

export const decideKxOfDay = deadline(kxOfDay, async (work, dayId) => {
  const stored = await lockDay(work, dayId)
  if (!stored) return
  const standing = await standingOfDay(work, dayId)
  const sent = standing !== null && !['rejected', 'withdrawn'].includes(standing.state)
  if (sent && stored.day.status === 'captured') await tellAPerson(work, stored)
  else await recodeDay(work, stored, null)
})

async function tellAPerson(work: Work, { day }: StoredDay): Promise<void> {
  const { recoded } = await codedAgain(work, day)
  const differs = kxAfterSending(day.lines, recoded)
  const { id: subject } = day
  if (!differs) return closeWork(work, 'kx-after-sending', subject, 'KX is decided as it was sent')
  const { patientId } = day.key
  await openWork(work, { kind: 'kx-after-sending', subject, patientId, rule: kxRule, ...differs })
}
