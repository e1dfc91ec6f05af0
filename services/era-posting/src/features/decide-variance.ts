/** POST /v1/variances/{varianceId}/decisions: a person says how a line that came to another amount than expected is worked, and why. */
import { assert } from '@tally/kernel'
import { answer, commit, notFound, problem, route } from '@tally/platform'
import { z } from 'zod'
import { decidedStates, whyNotDecided } from '../domain/variance-work.ts'
import { addDecision } from '../store/variance-decisions.ts'
import { lockVariance, setState } from '../store/variances.ts'
import { shownVariances, varianceShown } from './variance-shape.ts'

export const decideVariance = route({
  method: 'POST',
  path: '/v1/variances/:varianceId/decisions',
  summary:
    'Works a variance: `worked` (the payer was asked), `accepted` (nothing more is asked), or `open` again.',
  description: 'It moves no money: a write-off is an entry of `POST /v1/payments`.',
  roles: ['biller', 'owner'],
  idempotent: 'optional',
  params: z.object({ varianceId: z.string() }),
  body: z.strictObject({
    state: z.enum(decidedStates),
    reason: z.string().trim().min(1).max(500),
  }),
  answers: { 200: varianceShown },
  async handle({ params: { varianceId }, body: { state, reason }, actor, work }) {
    const found = await lockVariance(work, varianceId)
    if (!found) return notFound('the variance')
    const refused = whyNotDecided(found.state, state)
    if (refused) return problem(409, refused.because, refused.says)
    const by = { key: actor.keyId, label: actor.label, at: work.now }
    await commit(work, async () => {
      await addDecision(work, varianceId, { state, by, reason })
      await setState(work, varianceId, state)
    }, [])
    const [shown] = await shownVariances(work, [{ ...found, state }])
    assert(shown, 'a variance that was found is shown')
    return answer(200, shown)
  },
})
