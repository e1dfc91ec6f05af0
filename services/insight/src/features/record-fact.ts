/** Hears everything that any service says, and keeps it: one fact for each event of the catalogue. */
import { eventCatalog } from '@tally/contracts'
import { commit, hears, on, reached, type Work } from '@tally/platform'
import { type Fact, factOf, stageOf } from '../domain/fact.ts'
import { begunAt, insertFact } from '../store/facts.ts'
import { readInto } from './read-models.ts'

export const recordFact = hears(
  'record-fact',
  eventCatalog.map(({ event }) =>
    on(event, async (work, { envelope }) => {
      const fact = factOf(envelope)
      await commit(work, () => record(work, fact), [])
    }),
  ),
  // Each writes rows of its own.
  ({ id }) => id,
)

async function record(work: Work, fact: Fact): Promise<void> {
  if (!(await insertFact(work, fact))) return
  await readInto(work, fact)
  const stage = stageOf(fact)
  const begun = stage === null ? null : await begunAt(work, fact)
  if (stage !== null && begun !== null) reached(work, stage, begun, fact.at)
}
