/** The action `appeal-answered`: a person records what a payer answered to an appeal by letter or telephone, or records it again. */
import { isServiceDate, type Refused, type ServiceDate, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { z } from 'zod'
import { answerAppeal, appealToAnswer, letterStep } from '../domain/answer-appeal.ts'
import type { ClaimStanding } from '../domain/claim-standing.ts'
import type { Denial } from '../domain/denial.ts'
import type { Surroundings } from '../domain/open-denial.ts'
import { type Appeal, saveAnswer } from '../store/appeals.ts'
import { stepsOf } from '../store/denials.ts'
import { keepChanged } from './keep-denial.ts'

export const appealAnswered = z.strictObject({
  action: z.literal('appeal-answered'),
  reason: z.string().trim().min(1).max(2000),
  outcome: z.enum(['upheld', 'overturned']),
  /** The day on which the answer came in: the next level's window counts from it. */
  answeredOn: z.string().refine(isServiceDate, 'a date, YYYY-MM-DD'),
})

interface Answered {
  readonly denial: Denial
  readonly appeals: readonly Appeal[]
  /** As the denial's own payer answered it. */
  readonly claim: ClaimStanding
  readonly around: Surroundings
  readonly today: ServiceDate
  readonly keyId: string
  readonly zone: string
}

/** The claim's row is locked. */
export async function answerTheAppeal(
  work: Work,
  { denial, appeals, claim, around, today, keyId, zone }: Answered,
  { reason, outcome, answeredOn: on }: z.output<typeof appealAnswered>,
): Promise<Denial | Refused> {
  const found = appealToAnswer(denial, { appeals, steps: await stepsOf(work, denial.id) })
  if (found.kind === 'refused') return found
  const answeredOn = serviceDate(on)
  const decision = answerAppeal(denial, found.value, { outcome, answeredOn, today }, claim, around)
  if (decision.kind === 'refused') return decision
  await keepChanged(work, decision.value, { did: letterStep(outcome), keyId, reason, answeredOn }, zone)
  await saveAnswer(work, found.value.id, outcome, answeredOn)
  return decision.value
}
