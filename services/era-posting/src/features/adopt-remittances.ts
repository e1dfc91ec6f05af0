/**
 * Remittances whose payee nobody had are taken over by the practice that has named its NPI since: the partner sends a
 * file once, and the same bytes sent again are not announced again.
 */
import { act, commit, getBlob, installation, job, look, type Work, workIn } from '@tally/platform'
import { nextOwned, noteAdopted, type Owned } from '../store/unowned-remittances.ts'
import { remittancesIn, takeIn } from './take-in-remittances.ts'

export const adoptRemittances = job('adopt-remittances', 60_000, async (shell) => {
  const next = await nextOwned(look(shell))
  if (!next) return false
  await act(shell, { practiceId: installation, causationId: next.file_id }, (work) => adopt(work, next))
  return true
})

async function adopt(work: Work, { id, owner, ...row }: Owned): Promise<void> {
  const bytes = await getBlob(work.query, work.keys, row.blob_digest)
  const [received] = bytes ? await remittancesIn(bytes) : []
  await commit(work, async () => {
    // Nothing of it was kept: it stays with the operators.
    if (!received) return noteAdopted(work, id, null)
    const { file_id, transmission_id: transmissionId, received_at: receivedAt, ordinal } = row
    const file = { id: file_id, transmissionId, receivedAt }
    const remittance = { ...received.remittance, ordinal }
    const taken = await takeIn(await workIn(work, owner), file, { ...received, remittance })
    await noteAdopted(work, id, taken.remittanceId)
  }, [])
}
