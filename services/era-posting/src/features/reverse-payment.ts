/** POST /v1/payments/{id}/reverse: the mirror of an entry by hand, posting by posting; once. */
import { assert, dayIn } from '@tally/kernel'
import {
  type Actor,
  answer,
  commit,
  notFound,
  type Problem,
  problem,
  problemAt,
  route,
  type Work,
} from '@tally/platform'
import { z } from 'zod'
import { mirrorOf } from '../domain/posting.ts'
import { lockDays } from '../store/charges.ts'
import { findEntry, type HandEntry, lockEntry, noteReversed } from '../store/hand-entries.ts'
import { hasMirror, openBatch, postingsOfBatch, writePostings } from '../store/ledger.ts'
import { linesNamed } from '../store/patient-lines.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { entryShown, personOf, reason, shownEntry } from './hand-entry-shape.ts'
import { settleDays } from './post-entry.ts'
import { takeBackEob } from './take-back-eob.ts'

export const reversePayment = route({
  method: 'POST',
  path: '/v1/payments/:id/reverse',
  summary: 'Takes an entry by hand back: the exact mirror of its postings, with a reason.',
  roles: ['biller', 'owner'],
  idempotent: 'optional',
  params: z.object({ id: z.string() }),
  body: z.strictObject({ reason }),
  answers: { 200: entryShown },
  async handle({ work, actor, params: { id }, body }) {
    const entry = await lockEntry(work, id)
    if (!entry) return notFound('the entry')
    // Asked for twice, nothing more is done.
    if (entry.status === 'reversed') return answer(200, await shownEntry(work, entry))
    if (entry.status !== 'posted') {
      return problem(409, 'reverse/not-posted', `this entry is ${entry.status}: nothing of it was posted`)
    }
    const refusal = await takeBack(work, actor, entry, body.reason)
    const after = refusal ? null : await findEntry(work, id)
    return refusal ?? (after ? answer(200, await shownEntry(work, after)) : notFound('the entry'))
  },
})

async function takeBack(work: Work, actor: Actor, entry: HandEntry, why: string): Promise<Problem | null> {
  if (entry.kind === 'paper-eob') return takeBackEob(work, actor, entry, why)
  const { batchId } = entry
  assert(batchId, `entry ${entry.id} is posted`)
  const lines = await linesNamed(
    work,
    entry.lines.map(({ chargeLineId }) => chargeLineId),
  )
  const dayIds = [...new Set(lines.map(({ treatmentDayId }) => treatmentDayId))]
  await lockDays(work, dayIds)
  if (await hasMirror(work, batchId)) return problemAt(409, '', 'reverse/taken-back', takenBack)
  const effectiveOn = dayIn(await practiceZone(work), work.now)
  await commit(work, async () => {
    const batch = await openBatch(work, { type: 'hand-reversal', key: entry.id, effectiveOn })
    await writePostings(
      work,
      batch,
      mirrorOf(await postingsOfBatch(work, batchId), `hand-reversal/${entry.id}`),
    )
    await noteReversed(work, entry.id, personOf(actor, work), why, batch.id)
  }, [])
  await settleDays(work, dayIds, 'hand/reversed')
  return null
}

const takenBack =
  'the payer took back the denial that this worked, or the line is charged no more, and this went with it: enter what is left anew'
