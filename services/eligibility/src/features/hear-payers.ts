/**
 * Hears changes of the payer directory: whether a payer is asked, and of which family it is. Patients with open days of it are
 * answered again, each in a transaction of its own, so that a payer with many patients locks them one at a time.
 */
import { payerProfileChanged } from '@tally/contracts'
import { commit, deadline, hears, on, setDeadline } from '@tally/platform'
import { lockPatient } from '../store/patients.ts'
import { savePayer } from '../store/payers.ts'
import { patientsWaitingOn } from '../store/treatment-days.ts'
import { answerPatient } from './answer-patient.ts'

/** Its subject is the patient. */
const answerAgain = 'answer-again'

export const hearPayers = hears('hear-payers', [
  on(payerProfileChanged, async (work, { data }) => {
    const { payerId, version, payerFamily, checksEligibility } = data
    const profile = { payerId, version, family: payerFamily, checksEligibility }
    await commit(work, async () => {
      if (!(await savePayer(work, profile))) return
      for (const id of await patientsWaitingOn(work, payerId))
        await setDeadline(work, answerAgain, id, work.now)
    }, [])
  }),
])

export const answerPatientsAgain = deadline(answerAgain, async (work, patientId) => {
  await answerPatient(work, await lockPatient(work, patientId))
})
