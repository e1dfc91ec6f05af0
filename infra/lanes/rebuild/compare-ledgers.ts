/** The live ledger against the rebuilt one, in both directions: what only one of them has is a difference, too. */
import { keyOf, mergeSorted } from '../audit/merge-sorted.ts'
import type { Snapshot } from '../audit/snapshot.ts'
import { everythingCompared } from './compared.ts'

export interface Difference {
  readonly what: string
  readonly practice: string
  readonly subject: string
  /** null: it is not there. */
  readonly live: string | null
  readonly rebuilt: string | null
  /** What the live ledger has more. */
  readonly cents: number
}

export interface Comparison {
  readonly what: string
  readonly looked: number
  readonly differences: number
}

interface Row {
  readonly practice: string
  readonly subject: string
  readonly state: string
  readonly cents: number
}

export async function compareLedgers(
  live: Snapshot,
  rebuilt: Snapshot,
  tell: (difference: Difference) => void,
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = []
  for (const { what, sql } of everythingCompared) {
    let [looked, differences] = [0, 0]
    const sorted = (snapshot: Snapshot) => ({
      rows: snapshot.rows<Row>(sql),
      keyOf: ({ practice, subject }: Row) => keyOf(practice, subject),
    })
    for await (const { left, right } of mergeSorted(sorted(live), sorted(rebuilt))) {
      looked += 1
      const difference = differenceOf(what, left[0] ?? null, right[0] ?? null)
      if (!difference) continue
      differences += 1
      tell(difference)
    }
    comparisons.push({ what, looked, differences })
  }
  return comparisons
}

function differenceOf(what: string, live: Row | null, rebuilt: Row | null): Difference | null {
  const either = live ?? rebuilt
  if (!either || (live?.state === rebuilt?.state && live?.cents === rebuilt?.cents)) return null
  // An account without postings is at 0; an entry that is gone is not.
  if (what === 'accounts' && (live?.cents ?? 0) === (rebuilt?.cents ?? 0)) return null
  // Of two copies that came at once one did not see the other; done again one after the other, the second is refused at once.
  if (what === 'remittances' && (!live || !rebuilt) && either.state.startsWith('duplicate')) return null
  const { practice, subject } = either
  const told = (row: Row | null) => row && `${row.state === '' ? '' : `${row.state}: `}${row.cents} cents`
  const cents = (live?.cents ?? 0) - (rebuilt?.cents ?? 0)
  return { what, practice, subject, live: told(live), rebuilt: told(rebuilt), cents }
}
