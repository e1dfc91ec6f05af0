/**
 * POST /v1/payments/{id}/agree and /reject: another person than the one who proposed decides on a write-off over the limit.
 * It is decided anew from the balances as they are now, and posted here.
 */
import { dayIn } from '@tally/kernel'
import {
  type Actor,
  answer,
  commit,
  notFound,
  type Problem,
  problem,
  route,
  type Work,
} from '@tally/platform'
import { z } from 'zod'
import { decideEntry, findEntry, type HandEntry, lockEntry } from '../store/hand-entries.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { entryShown, personOf, shownEntry } from './hand-entry-shape.ts'
import { decideWriteOff, type WriteOff } from './move-receivables.ts'
import { settleDays, writeHandBatch } from './post-entry.ts'

const params = z.object({ id: z.string() })
const answers = { 200: entryShown }

export const agreeToPayment = route({
  method: 'POST',
  path: '/v1/payments/:id/agree',
  summary: 'A second person agrees to a proposed write-off, which is posted.',
  roles: ['owner'],
  params,
  answers,
  handle: ({ work, actor, params: { id } }) => decide(work, actor, id, agree),
})

export const rejectPayment = route({
  method: 'POST',
  path: '/v1/payments/:id/reject',
  summary: 'A second person rejects a proposed write-off; nothing moves.',
  roles: ['owner'],
  params,
  answers,
  handle: ({ work, actor, params: { id } }) => decide(work, actor, id, reject),
})

type Decide = (work: Work, entry: HandEntry, actor: Actor) => Promise<Problem | null>

async function decide(work: Work, actor: Actor, id: string, how: Decide) {
  const entry = await lockEntry(work, id)
  if (!entry) return notFound('the entry')
  if (entry.status !== 'proposed') {
    return problem(409, 'proposal/decided', `this entry is ${entry.status}: there is nothing to decide`)
  }
  if (entry.by.key === actor.keyId) {
    return problem(409, 'proposal/same-person', 'whoever proposed it cannot decide on it: ask another person')
  }
  const refusal = await how(work, entry, actor)
  const after = refusal ? null : await findEntry(work, id)
  return refusal ?? (after ? answer(200, await shownEntry(work, after)) : notFound('the entry'))
}

async function agree(work: Work, entry: HandEntry, actor: Actor): Promise<Problem | null> {
  // Written by writeOff alone, from the same type.
  const { writeOff } = entry.asked as Pick<WriteOff, 'writeOff'>
  const decided = await decideWriteOff(work, entry.id, { writeOff, lines: [...entry.lines] })
  if ('kind' in decided) return decided
  const today = dayIn(await practiceZone(work), work.now)
  await commit(work, async () => {
    const batchId = await writeHandBatch(work, entry.id, today, decided.postings)
    await decideEntry(work, entry.id, 'posted', personOf(actor, work), batchId)
  }, [])
  await settleDays(work, decided.dayIds, 'hand/written-off')
  return null
}

async function reject(work: Work, entry: HandEntry, actor: Actor): Promise<null> {
  await commit(work, () => decideEntry(work, entry.id, 'rejected', personOf(actor, work), null), [])
  return null
}
