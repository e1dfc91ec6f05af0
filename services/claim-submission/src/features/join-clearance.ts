/** Hears eligibility's answers; the newest for the newest version counts, also when it comes before its charges. */
import { treatmentDayCleared, treatmentDayHeld } from '@tally/contracts'
import { hears, on, touchesDay, type Work } from '@tally/platform'
import type { Answer } from '../domain/claim.ts'
import { isNewer } from '../domain/join-claim.ts'
import { type AnswerPerson, lockDay, saveAnswer } from '../store/claims.ts'
import { advanceClaim } from './advance-claim.ts'

export const joinClearance = hears(
  'join-clearance',
  [
    on(
      treatmentDayCleared,
      (work, { data, person }) => {
        const { version, decision, coverage, warnings, authorizationId } = data
        const answer = { version, decision, coverage, warnings, authorizationId, reason: null }
        return join(work, data.treatmentDayId, { kind: 'cleared', ...answer }, person)
      },
      { opens: true },
    ),
    on(treatmentDayHeld, (work, { data }) => {
      const { version, decision, reason } = data
      const held = { version, decision, reason, coverage: null, warnings: [], authorizationId: null }
      return join(work, data.treatmentDayId, { kind: 'held', ...held }, null)
    }),
  ],
  touchesDay,
)

async function join(
  work: Work,
  treatmentDayId: string,
  answer: Answer,
  answerPerson: AnswerPerson | null,
): Promise<void> {
  const known = await lockDay(work, treatmentDayId)
  if (!isNewer(answer, known.answer)) return
  saveAnswer(work, treatmentDayId, answer, answerPerson)
  if (!known.claim) return
  const claim = { ...known.claim, answer }
  await advanceClaim(work, { claim, answerPerson, person: known.person, personChanged: false })
}
