/** What a day is coded by beside its visits, loaded: what others said of it, and the patient's other days. */
import type { Work } from '@tally/platform'
import type { Encounter } from '../domain/encounter.ts'
import { earlierEvaluationOf } from '../domain/initial-evaluation.ts'
import { kxLedgerOf, usedBefore } from '../domain/kx-ledger.ts'
import type { RecodingFacts } from '../domain/recode-treatment-day.ts'
import type { TreatmentDay } from '../domain/treatment-day.ts'
import type { Heard } from '../store/heard.ts'
import { firstEvaluated, type Neighbours } from '../store/treatment-days.ts'

export async function recodingFacts(
  work: Work,
  day: TreatmentDay,
  encounters: readonly Encounter[],
  { usedElsewhereCents, requests, codingRules }: Heard,
  { otherCases, used }: Neighbours,
): Promise<Omit<RecodingFacts, 'told'>> {
  const wanted = earlierEvaluationOf(encounters, day.key.serviceDate)
  const evaluatedOn = wanted && (await firstEvaluated(work, day, wanted))
  const first = encounters.find(({ status }) => status === 'signed')
  const therapyAccrued = usedBefore(used, first ? kxLedgerOf(first, codingRules) : null)
  const own = { newId: work.newId, therapyAccrued, otherCases, evaluatedOn }
  return { ...own, usedElsewhereCents, requests, codingRules }
}
