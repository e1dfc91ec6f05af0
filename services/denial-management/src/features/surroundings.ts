/** What stands around the denials of a claim: its payer's profile, the payers that follow, the tables, and today. */
import { dayIn, type PayerFamily } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { ClaimStanding } from '../domain/claim-standing.ts'
import type { Surroundings } from '../domain/open-denial.ts'
import { appealWindows, denialCodes } from '../store/load-denial-codes.ts'
import { findPayer } from '../store/payers.ts'
import { findDay } from '../store/treatment-days.ts'

/** Where the practice has set nothing, as claim-submission has it (x12 note 1.4); of an unknown family nothing is said. */
const takeNone: readonly PayerFamily[] = ['medicare-b', 'workers-comp', 'auto']

export async function surroundingsOf(work: Work, claim: ClaimStanding, zone: string): Promise<Surroundings> {
  const payer = await findPayer(work, claim.payerId)
  const day = await findDay(work, claim.treatmentDayId)
  const coverages = day?.coverages ?? []
  const own = coverages.find(({ order }) => order === claim.coverageOrder)
  // The directory's family wins over what the claim or the visit said (api.md).
  const family = payer?.family ?? claim.payerFamily ?? own?.family ?? null
  return {
    ...{ codes: denialCodes, windows: appealWindows, family, appealDays: payer?.appealDays ?? null },
    acceptsReplacement: payer?.acceptsReplacement ?? !(family !== null && takeNone.includes(family)),
    nextPayer: coverages.some(({ order }) => order > claim.coverageOrder),
    ...{ today: dayIn(zone, work.now), now: work.now, newId: work.newId },
  }
}
