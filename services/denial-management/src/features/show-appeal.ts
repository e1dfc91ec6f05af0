/** GET /v1/appeals/{id}: one appeal with the denial that it asks about. */
import { assert, dayIn } from '@tally/kernel'
import { answer, notFound, route } from '@tally/platform'
import { z } from 'zod'
import { findAppeal } from '../store/appeals.ts'
import { findDenial } from '../store/denials.ts'
import { appealShown, shownAppeal } from './appeal-shown.ts'
import { denialShown, shown } from './denial-shown.ts'

export const showAppeal = route({
  method: 'GET',
  path: '/v1/appeals/:id',
  summary: 'One appeal with its denial.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: { 200: appealShown.extend({ denial: denialShown }) },
  async handle({ params, practice, work }) {
    const appeal = await findAppeal(work, params.id)
    if (!appeal) return notFound('the appeal')
    const denial = await findDenial(work, appeal.denialId)
    assert(denial, `appeal ${appeal.id} has no denial`)
    const today = dayIn(practice.timezone, work.now)
    return answer(200, { ...shownAppeal(appeal), denial: shown(denial, today) })
  },
})
