/**
 * PUT /v1/episodes/{externalId}: the plan of care with its certification, recertifications, progress reports and discharge. The
 * patient's open days are decided again.
 */
import { answer, problem, route } from '@tally/platform'
import { z } from 'zod'
import type { EpisodeTold } from '../domain/episode.ts'
import { findEpisode, saveTold } from '../store/episodes.ts'
import { lockPatient } from '../store/patients.ts'
import { answerPatient } from './answer-patient.ts'
import { date, endsBefore, externalId, isPeriod, npi } from './body-fields.ts'
import { watchCertification } from './watch-certification.ts'

const recertification = z
  .strictObject({ from: date, to: date.nullish(), signedOn: date.nullish() })
  .refine(isPeriod, endsBefore())
const body = z
  .strictObject({
    patientExternalId: externalId,
    startOfCare: date.nullish(),
    initialTreatmentDate: date.nullish(),
    onsetDate: date.nullish(),
    planOfCare: z
      .strictObject({
        from: date.nullish(),
        to: date.nullish(),
        signedOn: date.nullish(),
        certifierNpi: npi.nullish(),
        orderSignedOn: date.nullish(),
        transmittedOn: date.nullish(),
      })
      .refine(isPeriod, endsBefore())
      .nullish(),
    recertifications: z.array(recertification).max(20).optional(),
    progressReports: z.array(date).max(100).optional().meta({ description: 'The days they were written.' }),
    dischargedOn: date.nullish(),
  })
  .refine(({ startOfCare: from, dischargedOn: to }) => isPeriod({ from, to }), endsBefore(['dischargedOn']))
  .meta({ id: 'Episode' })

const decided = z.object({
  treatmentDayId: z.string(),
  serviceDate: z.string(),
  status: z.enum(['cleared', 'held', 'waiting']),
  because: z.string().nullable(),
})

export const keepEpisode = route({
  method: 'PUT',
  path: '/v1/episodes/:externalId',
  summary: 'Sets an episode’s plan of care; what is set here wins over what visits tell.',
  description: 'The first time needs no If-Match, each later one the version that it replaces.',
  roles: ['emr', 'front-desk', 'biller', 'owner'],
  params: z.object({ externalId }),
  body,
  ifMatch: 'optional',
  answers: {
    200: z.object({
      id: z.string(),
      patientId: z.string(),
      version: z.int(),
      onsetDate: z.string().nullable(),
      certifierNpi: z.string().nullable(),
      decided: z.array(decided),
    }),
  },
  async handle({ params, body: given, work, ifMatch }) {
    const id = work.keys.derive('episode', params.externalId)
    const patient = await lockPatient(work, work.keys.derive('patient', given.patientExternalId))
    const known = await findEpisode(work, id)
    if (known && known.patientId !== patient.id) {
      return problem(409, 'episode/other-patient', 'this episode is of another patient: use an id of its own')
    }
    const version = known?.version ?? 0
    if (version > 0 && ifMatch === null) {
      return problem(428, 'version/not-named', `send the version that you replace as If-Match: "${version}"`)
    }
    if (ifMatch !== null && ifMatch !== String(version)) {
      const detail = `the episode is at version ${version}: send that as If-Match when it should be replaced`
      return problem(412, 'version/stale', detail, { headers: { etag: `"${version}"` } })
    }
    const told = toldOf(given)
    await saveTold(work, { id, patientId: patient.id, version: version + 1, told })
    await watchCertification(work, id)
    const outcomes = (await answerPatient(work, patient)).map(({ sent: _, ...each }) => each)
    const { onsetDate = null, planOfCare } = given
    const kept = { onsetDate, certifierNpi: planOfCare?.certifierNpi ?? null }
    const shown = { id, patientId: patient.id, version: version + 1, ...kept, decided: outcomes }
    return answer(200, shown, { headers: { etag: `"${version + 1}"` } })
  },
})

function toldOf({ planOfCare: plan, ...given }: z.output<typeof body>): EpisodeTold {
  return {
    onsetOn: given.onsetDate ?? null,
    certifierNpi: plan?.certifierNpi ?? null,
    initialTreatmentOn: given.initialTreatmentDate ?? given.startOfCare ?? null,
    from: plan?.from ?? null,
    to: plan?.to ?? null,
    signedOn: plan?.signedOn ?? null,
    orderSignedOn: plan?.orderSignedOn ?? null,
    transmittedOn: plan?.transmittedOn ?? null,
    recertifications: (given.recertifications ?? []).map(({ from, to, signedOn }) => {
      return { from, to: to ?? null, signedOn: signedOn ?? null }
    }),
    progressReportsOn: given.progressReports ?? [],
    dischargedOn: given.dischargedOn ?? null,
  }
}
