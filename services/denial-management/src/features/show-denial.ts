/** GET /v1/denials/{id}: one denial with what was decided and why, what may be done and what not, and what was done. */
import { remedies } from '@tally/contracts'
import { assert, dayIn, type ServiceDate } from '@tally/kernel'
import { answer, notFound, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { filingDeadline } from '../domain/appeal-deadline.ts'
import { chooseRemedy, nextPayerByHand } from '../domain/choose-remedy.ts'
import { asAnsweredBy } from '../domain/claim-standing.ts'
import type { Denial } from '../domain/denial.ts'
import { dueFor, remedyFacts } from '../domain/open-denial.ts'
import { appealsOf } from '../store/appeals.ts'
import { findClaim } from '../store/claims.ts'
import { findDenial, missedOn, stepsOf } from '../store/denials.ts'
import { appealShown, shownAppeal } from './appeal-shown.ts'
import { denialShown, shown } from './denial-shown.ts'
import { surroundingsOf } from './surroundings.ts'

const reason = z.object({
  rule: z.string(),
  edition: z.string(),
  says: z.string(),
  facts: z.record(z.string(), z.unknown()),
  citation: z.string(),
})

const deadlineShown = z.object({
  kind: z.enum(['appeal', 'timely-filing', 'answer']),
  dueOn: z.string(),
  source: z.string(),
  confidence: z.enum(['verified', 'practice', 'unverified']),
  citation: z.string(),
})

export const denialDetail = denialShown
  .extend({
    /** The newest version of the claim, and where it stands. */
    claim: z.object({
      version: z.int(),
      number: z.string(),
      standing: z.enum(['sent', 'accepted', 'rejected', 'adjudicated', 'voided']),
      wasAccepted: z.boolean(),
      unansweredFor: z.string().nullable(),
    }),
    because: z.array(reason),
    refused: z.array(
      z.object({ action: z.enum(remedies), rule: z.string(), says: z.string(), citation: z.string() }),
    ),
    deadlines: z.array(deadlineShown),
    missedOn: z.string().nullable(),
    /** What a person still has to do; null: nothing that is known. */
    next: z.string().nullable(),
    appeals: z.array(appealShown),
    steps: z.array(
      z.object({
        version: z.int(),
        at: z.string(),
        did: z.string(),
        keyId: z.string().nullable(),
        reason: z.string().nullable(),
        /** Of an appeal’s answer that a person recorded. */
        answeredOn: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DenialDetail', description: 'A denial with its reasons, clocks, appeals and steps.' })

export const showDenial = route({
  method: 'GET',
  path: '/v1/denials/:id',
  summary:
    'One denial: the proposed remedy with its reasons, the refused ones with theirs, its clocks and steps.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: { 200: denialDetail },
  async handle({ params, practice, work }) {
    const denial = await findDenial(work, params.id)
    if (!denial) return notFound('the denial')
    return answer(200, await detailOf(work, denial, practice.timezone))
  },
})

/** As things stand today: the proposal may be another one than when it was opened. */
export async function detailOf(
  work: Work,
  denial: Denial,
  zone: string,
): Promise<z.infer<typeof denialDetail>> {
  const claim = await findClaim(work, denial.claimId)
  assert(claim, `denial ${denial.id} has no claim`)
  const today = dayIn(zone, work.now)
  const answered = asAnsweredBy(claim, denial)
  const around = await surroundingsOf(work, answered, zone)
  const appeals = await appealsOf(work, denial.id)
  const pending = appeals.some(({ outcome }) => outcome === 'pending')
  const { proposed, because, refused } = chooseRemedy(remedyFacts(denial, answered, around, pending))
  const filing = filingDeadline(around.family, claim.filingDueOn, denial.receivedOn)
  const answer = denial.answer === null ? [] : [denial.answer]
  const clocks = [denial.due, ...answer, dueFor(denial, answered, around), filing]
  return {
    ...shown(denial, today),
    remedy: denial.status === 'resolved' ? null : proposed,
    claim: {
      ...{ version: claim.claimVersion, number: claim.claimNumber, standing: claim.standing },
      ...{ wasAccepted: claim.wasAccepted, unansweredFor: claim.unansweredFor },
    },
    because: [denial.classified.because, ...because].map((each) => ({ ...each, facts: { ...each.facts } })),
    refused: refused.map(({ remedy, rule, says, citation }) => ({ action: remedy, rule, says, citation })),
    deadlines: clocks.filter((clock, place) => clocks.findIndex(sameAs(clock)) === place),
    missedOn: await missedOn(work, denial.id),
    next: denial.resolution === 'to-next-payer' ? nextPayerByHand : null,
    appeals: appeals.map(shownAppeal),
    steps: await stepsOf(work, denial.id),
  }
}

function sameAs(clock: { readonly kind: string; readonly dueOn: ServiceDate }) {
  return (other: typeof clock) => other.kind === clock.kind && other.dueOn === clock.dueOn
}
