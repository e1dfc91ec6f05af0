/** Posts what a person moved as one batch of its own, keeps who and why, and says which claims it settled. */

import { assert, dayIn } from '@tally/kernel'
import { commit, type Problem, problem, type Work } from '@tally/platform'
import type { Posting } from '../domain/posting.ts'
import { lockDays } from '../store/charges.ts'
import { addEntry, type NewEntry } from '../store/hand-entries.ts'
import { openBatch, writePostings } from '../store/ledger.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { settleClaims } from './settle-claims.ts'

/** `dayIds` are those whose lines it moves; they are locked. */
export async function postEntry(
  work: Work,
  entry: Omit<NewEntry, 'batchId'>,
  postings: readonly Posting[],
  dayIds: readonly string[],
): Promise<NewEntry | Problem> {
  const today = dayIn(await practiceZone(work), work.now)
  if (entry.effectiveOn > today) {
    return problem(422, 'date/in-future', 'money is entered when it has moved: name today or an earlier day')
  }
  const batchId = await writeHandBatch(work, entry.id, entry.effectiveOn, postings)
  const posted = { ...entry, batchId }
  await commit(work, () => addEntry(work, posted), [])
  await settleDays(work, dayIds, 'hand/posted')
  return posted
}

export async function writeHandBatch(
  work: Work,
  entryId: string,
  effectiveOn: string,
  postings: readonly Posting[],
): Promise<string> {
  const isOfNoClaim = postings.every(({ position }) => position === undefined)
  assert(
    isOfNoClaim,
    'what a person enters stands at no claim of a remittance: it is taken back by its batch',
  )
  const batch = await openBatch(work, { type: 'hand', key: entryId, effectiveOn })
  await writePostings(work, batch, postings)
  return batch.id
}

export async function settleDays(work: Work, dayIds: readonly string[], because: string): Promise<void> {
  const days = await lockDays(work, [...new Set(dayIds)])
  for (const day of days.values()) await settleClaims(work, day, because)
}
