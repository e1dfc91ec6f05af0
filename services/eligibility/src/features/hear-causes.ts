/**
 * Hears why payers denied: cover that was otherwise than the 271 said makes earlier answers worth nothing, so that the next
 * day asks anew; a missing authorization teaches that this payer wants one for this patient.
 */
import { denialRootCauseFound } from '@tally/contracts'
import { hears, on } from '@tally/platform'
import { isLearnedFrom } from '../domain/inquiry.ts'
import { addCause } from '../store/causes.ts'
import { lockPatient } from '../store/patients.ts'
import { answerPatient } from './answer-patient.ts'

export const hearCauses = hears('hear-causes', [
  on(denialRootCauseFound, async (work, { envelope, data }) => {
    const { denialId, patientId, payerId, category } = data
    if (!isLearnedFrom(category)) return
    const patient = await lockPatient(work, patientId)
    const cause = { denialId, payerId, category, heardAt: work.now }
    if (!(await addCause(work, cause, patientId, envelope.sequence))) return
    if (category === 'authorization') await answerPatient(work, patient)
  }),
])
