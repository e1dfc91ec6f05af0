/** POST /v1/denials/{id}/actions: a person works a denial, or is told by which rule it may not be done. */
import { remedies } from '@tally/contracts'
import { assert, dayIn, isServiceDate, type ServiceDate, serviceDate, writeOffLimit } from '@tally/kernel'
import {
  type Actor,
  answer,
  item,
  notFound,
  type Problem,
  practiceDetails,
  problem,
  route,
  type Work,
} from '@tally/platform'
import { z } from 'zod'
import { chooseRemedy } from '../domain/choose-remedy.ts'
import { asAnsweredBy } from '../domain/claim-standing.ts'
import type { Denial } from '../domain/denial.ts'
import { remedyFacts } from '../domain/open-denial.ts'
import { type WriteOffFacts, workDenial } from '../domain/work-denial.ts'
import { type Appeal, appealsOf, insertAppeal } from '../store/appeals.ts'
import { lockKnownClaim } from '../store/claims.ts'
import { findDenial, writtenOffBefore } from '../store/denials.ts'
import { answerTheAppeal, appealAnswered } from './answer-appeal.ts'
import { appealSaying, recodeSaying, resubmissionSaying } from './denial-events.ts'
import { keepChanged, keepResolved } from './keep-denial.ts'
import { denialDetail, detailOf } from './show-denial.ts'
import { surroundingsOf } from './surroundings.ts'

const reason = z.string().trim().min(1).max(2000)
const plain = remedies.filter((each) => each !== 'resubmit' && each !== 'appeal')

const action = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(plain), reason }),
  z.strictObject({
    action: z.literal('resubmit'),
    reason,
    /** What is to stand on the claim instead. */
    memberId: z.string().min(1).max(80).nullish(),
    priorAuthorization: z.string().min(1).max(50).nullish(),
  }),
  z.strictObject({
    action: z.literal('appeal'),
    reason,
    /** Today when it is left out. */
    filedOn: z.string().refine(isServiceDate, 'a date, YYYY-MM-DD').nullish(),
    goodCause: z.boolean().nullish(),
  }),
  appealAnswered,
])
type Action = Exclude<z.output<typeof action>, { readonly action: 'appeal-answered' }>

/** Refusals that another state of the denial would lift; all others are rules. */
const conflicts = [
  'denial/resolved',
  'denial/already-asked',
  'appeal/pending',
  'appeal/none-pending',
  'appeal/answer-followed',
  'proposal/same-person',
]
/** One that an owner would not meet. */
const needsOwner = 'proposal/needs-owner'

export const workTheDenial = route({
  method: 'POST',
  path: '/v1/denials/:id/actions',
  summary:
    'Correct, resubmit, appeal, record an appeal’s answer, send records, write off, bill the patient or the next payer, or close.',
  description:
    'What a rule forbids is refused with the rule as its code: 409 where the denial’s state forbids it, else 422. A write-off ' +
    'over the practice’s `writeOffLimitCents` (5000 where none is set) is proposed, 202, and done when an owner who is another ' +
    'person asks for the same. `appeal-answered` records an answer that came by letter: upheld opens the denial again, and the next ' +
    'level’s window counts from `answeredOn`; overturned waits 30 days for the payment. Posted again before anything followed, it ' +
    'replaces what was recorded. `bill-next-payer` makes no claim: `next` in the answer says what is left to a person.',
  roles: ['biller', 'owner'],
  params: z.object({ id: z.string() }),
  body: action,
  answers: { 200: denialDetail, 202: denialDetail },
  async handle({ params, body, practice, work, actor }) {
    const seen = await findDenial(work, params.id)
    if (!seen) return notFound('the denial')
    const locked = await lockKnownClaim(work, seen.claimId)
    const denial = await findDenial(work, params.id)
    assert(locked && denial, `denial ${params.id} or its claim is gone`)
    const claim = asAnsweredBy(locked, denial)
    const zone = practice.timezone
    const today = dayIn(zone, work.now)
    const appeals = await appealsOf(work, denial.id)
    const pending = appeals.some(({ outcome }) => outcome === 'pending')
    const known = await surroundingsOf(work, claim, zone)
    if (body.action === 'appeal-answered') {
      const answered = { denial, appeals, claim, around: known, today, keyId: actor.keyId, zone }
      const done = await answerTheAppeal(work, answered, body)
      if ('kind' in done) return refusal(done.refused, done.says)
      return answer(200, await detailOf(work, done, zone))
    }
    const doneOn = filedOn(body, today)
    const around = { ...known, today: doneOn }
    const { refused } = chooseRemedy(remedyFacts(denial, claim, around, pending))
    const goodCause = body.action === 'appeal' && body.goodCause === true
    const asked = {
      ...{ remedy: body.action, doneOn, today, goodCause, now: work.now, person: personOf(actor) },
      writeOff: await writeOffFacts(work, denial),
    }
    const decision = workDenial(denial, asked, refused)
    if (decision.kind === 'refused') return refusal(decision.refused, decision.says)
    const lines = denial.chargeLineId === null ? Object.keys(claim.expected) : [denial.chargeLineId]
    await keep(work, decision.value, body, lines, actor.keyId, zone)
    const isProposal = body.action === 'write-off' && decision.value.status !== 'resolved'
    return answer(isProposal ? 202 : 200, await detailOf(work, decision.value, zone))
  },
})

function personOf({ keyId, role }: Actor) {
  return { keyId, mayAgree: role === 'owner' }
}

async function writeOffFacts(work: Work, denial: Denial): Promise<WriteOffFacts> {
  const { policies } = await practiceDetails(work)
  const limitCents = writeOffLimit(policies.writeOffLimitCents)
  return { limitCents, beforeCents: await writtenOffBefore(work, denial) }
}

function filedOn(body: Action, today: ServiceDate): ServiceDate {
  return body.action === 'appeal' && body.filedOn != null ? serviceDate(body.filedOn) : today
}

function refusal(rule: string, says: string): Problem {
  const status = rule === needsOwner ? 403 : conflicts.includes(rule) ? 409 : 422
  return problem(status, rule, says, {
    problems: [{ ...item('/action', rule, says), rule }],
  })
}

async function keep(
  work: Work,
  denial: Denial,
  body: Action,
  lines: readonly string[],
  keyId: string,
  zone: string,
): Promise<void> {
  const step = { did: body.action, keyId, reason: body.reason }
  if (denial.status === 'resolved') return keepResolved(work, denial, step, zone)
  switch (body.action) {
    case 'correct':
      return keepChanged(work, denial, step, zone, [recodeSaying(denial, lines, body.reason)])
    case 'resubmit': {
      const { memberId = null, priorAuthorization = null, reason: because } = body
      const says = [resubmissionSaying(denial, { because, memberId, priorAuthorization })]
      return keepChanged(work, denial, step, zone, says)
    }
    case 'appeal': {
      const appeal = appealOf(work, denial, filedOn(body, dayIn(zone, work.now)))
      await keepChanged(work, denial, step, zone, [appealSaying(denial, appeal, body.reason)])
      return insertAppeal(work, appeal)
    }
    case 'write-off':
      return keepChanged(work, denial, { ...step, did: 'propose-write-off' }, zone)
    default:
      return keepChanged(work, denial, step, zone)
  }
}

function appealOf(work: Work, denial: Denial, on: ServiceDate): Appeal {
  const { id: denialId, claimId, payerId, appeals: level, due } = denial
  const filed = { id: work.newId(), denialId, claimId, payerId, level, filedOn: on, answerDueOn: due.dueOn }
  return { ...filed, outcome: 'pending', decidedOn: null }
}
