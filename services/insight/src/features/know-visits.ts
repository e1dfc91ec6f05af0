/** Hears of charges where the visit was and who treated: what a fact, which is the clear part alone, does not tell. */
import { chargeCaptured, chargeCorrected, type DataOf, type SealedOf } from '@tally/contracts'
import { commit, hears, on, touchesDay, type Work } from '@tally/platform'
import { saveVisit } from '../store/visits.ts'

export const knowVisits = hears(
  'know-visits',
  [
    on(chargeCaptured, (work, { data, person }) => know(work, data, person), { opens: true }),
    on(chargeCorrected, (work, { data, person }) => know(work, data, person), { opens: true }),
  ],
  touchesDay,
)

async function know(
  work: Work,
  { treatmentDayId, version }: DataOf<typeof chargeCaptured>,
  person: SealedOf<typeof chargeCaptured> | null,
): Promise<void> {
  const visits = person?.visits ?? []
  const clinicians = visits.flatMap((visit) => visit.clinicians ?? [])
  const names = {
    location: visits[0]?.location ?? null,
    clinicians: clinicians.map(({ npi, first, last }) => ({
      npi,
      name: first === null ? last : `${first} ${last}`,
    })),
  }
  await commit(work, () => saveVisit(work, treatmentDayId, version, names), [])
}
