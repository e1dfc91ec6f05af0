/** Hears everything that any service says, and keeps it: one fact for each event of the catalogue. */
import { eventCatalog } from '@tally/contracts'
import { commit, hears, on } from '@tally/platform'
import { factOf } from '../domain/fact.ts'
import { insertFact } from '../store/facts.ts'
import { readInto } from './read-models.ts'

export const recordFact = hears(
  'record-fact',
  eventCatalog.map(({ event }) =>
    on(event, async (work, { envelope }) => {
      const fact = factOf(envelope)
      await commit(work, async () => {
        if (await insertFact(work, fact)) await readInto(work, fact)
      }, [])
    }),
  ),
  // Each writes rows of its own.
  ({ id }) => id,
)
