/** Hears of charges whom they concern and where they were, for statements and for the list by location. */
import { chargeCaptured, chargeCorrected, type DataOf, type SealedOf } from '@tally/contracts'
import { commit, hears, on, touchesDay, type Work } from '@tally/platform'
import { envelopeLines } from '../domain/postal-address.ts'
import { type PatientPerson, saveVisit } from '../store/patient-persons.ts'

/** A patient is written in one statement by whichever of its days comes later. */
export const knowPatients = hears(
  'know-patients',
  [
    on(chargeCaptured, (work, { data, person }) => know(work, data, person), { opens: true }),
    on(chargeCorrected, (work, { data, person }) => know(work, data, person), { opens: true }),
  ],
  touchesDay,
)

type Sealed = SealedOf<typeof chargeCaptured>

async function know(work: Work, data: DataOf<typeof chargeCaptured>, sealed: Sealed | null): Promise<void> {
  const { treatmentDayId, version, patientId, serviceDate } = data
  const visit = sealed?.visits[0]
  const place = visit?.location ?? null
  const told = { treatmentDayId, version, patientId, serviceDate, place }
  const person = visit ? personOf(visit.patient) : null
  await commit(work, () => saveVisit(work, { ...told, person }), [])
}

function personOf({ externalId, name, address }: Sealed['visits'][number]['patient']): PatientPerson {
  return {
    externalId,
    name: [name.first, name.middle, name.last, name.suffix].filter((part) => part).join(' '),
    address: envelopeLines(address),
  }
}
