/** The action `appeal-answered`: a person records what a payer answered to an appeal by letter or telephone. */
import { isServiceDate, type Refused, type ServiceDate, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { z } from 'zod'
import { answerAppeal } from '../domain/answer-appeal.ts'
import type { ClaimStanding } from '../domain/claim-standing.ts'
import type { Denial } from '../domain/denial.ts'
import type { Surroundings } from '../domain/open-denial.ts'
import { type Appeal, endPending } from '../store/appeals.ts'
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
  const pending = appeals.find((each) => each.outcome === 'pending')
  const answeredOn = serviceDate(on)
  const decision = answerAppeal(denial, pending, { outcome, answeredOn, today }, claim, around)
  if (decision.kind === 'refused') return decision
  await keepChanged(work, decision.value, { did: `appeal-${outcome}`, keyId, reason }, zone)
  await endPending(work, denial.id, outcome, answeredOn)
  return decision.value
}
