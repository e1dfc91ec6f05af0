/**
 * Makes what is read out of facts again from them: after a change of what is read, or where somebody doubts it. For `npm run ops --
 * rebuild insight`; the service may run meanwhile.
 */
import type { Query } from '@tally/platform'
import { countEncounterDays, forgetEncounterDays } from '../store/encounter-days.ts'
import { factsAfter, practicesHeardOf, type Rows } from '../store/facts.ts'
import { countMoney, forgetMoney } from '../store/money.ts'
import { readInto } from './read-models.ts'

/** How many rows a table had, and has. */
interface MadeAgain {
  readonly before: number
  readonly now: number
}

export interface Rebuilt {
  readonly practiceId: string
  readonly facts: number
  readonly money: MadeAgain
  readonly encounterDays: MadeAgain
}

/** `inOne` is one transaction of the `_worker` role: who asks meanwhile sees a practice's tables as they were until its own is over. */
export async function rebuildReadModels(
  inOne: <T>(work: (query: Query) => Promise<T>) => Promise<T>,
  tell: (rebuilt: Rebuilt) => void,
): Promise<void> {
  for (const practiceId of await inOne(practicesHeardOf)) {
    tell(await inOne((query) => rebuild({ practiceId, query })))
  }
}

const pageSize = 1000

/** What is heard meanwhile stays: its fact is read here, or what it comes to was written after the tables were emptied. */
async function rebuild(rows: Rows): Promise<Rebuilt> {
  const before = { money: await forgetMoney(rows), days: await forgetEncounterDays(rows) }
  let facts = 0
  for (let after = 0; ; ) {
    const page = await factsAfter(rows, after, pageSize)
    await Promise.all(page.map(({ fact }) => readInto(rows, fact)))
    facts += page.length
    const last = page.at(-1)
    if (!last || page.length < pageSize) break
    after = last.position
  }
  return {
    ...{ practiceId: rows.practiceId, facts },
    money: { before: before.money, now: await countMoney(rows) },
    encounterDays: { before: before.days, now: await countEncounterDays(rows) },
  }
}
