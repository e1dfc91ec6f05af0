/** Two weeks before an authorization ends: presses, while visits of it are left. */
import { deadline } from '@tally/platform'
import { findLedger } from '../store/authorizations.ts'
import { lockPatient } from '../store/patients.ts'
import { authorizationEnds, pressAuthorization } from './settle-ledgers.ts'

export const watchAuthorizationEnd = deadline(authorizationEnds, async (work, id) => {
  const ledger = await findLedger(work, id)
  if (!ledger) return
  await lockPatient(work, ledger.authorization.patientId)
  await pressAuthorization(work, id)
})
