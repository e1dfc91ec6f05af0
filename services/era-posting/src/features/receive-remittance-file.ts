/**
 * Hears that a partner's file is stored and takes in the 835s among them. Nobody knows yet whose it is: the
 * payee's NPI of each ST, or its tax id alone, tells the practice, never a claim's number, and one that no practice has is kept for
 * operators (DESIGN.md 5).
 */
import { type DataOf, transmissionReceived } from '@tally/contracts'
import { assert } from '@tally/kernel'
import { commit, getBlob, hears, on, type Work, workIn } from '@tally/platform'
import { practiceOfPayee } from '../store/payees.ts'
import { addFile } from '../store/remittances.ts'
import { remittancesIn, takeIn } from './take-in-remittances.ts'

export const receiveRemittanceFile = hears('receive-remittance-file', [
  on(transmissionReceived, async (work, { data }) => {
    if (data.content === '835') await receive(work, data)
  }),
])

async function receive(work: Work, data: DataOf<typeof transmissionReceived>): Promise<void> {
  const { transmissionId, digest, channel, receivedAt } = data
  const bytes = await getBlob(work.query, work.keys, digest)
  assert(bytes, `the file ${digest} of transmission ${transmissionId} is not there`)
  const received = await remittancesIn(bytes)
  const file = { id: work.newId(), transmissionId, receivedAt }
  await commit(work, async () => {
    const row = { id: file.id, transmission_id: transmissionId, digest, channel, received_at: receivedAt }
    if (!(await addFile(work, { ...row, transactions: received.length }))) return
    for (const each of received) {
      const practiceId = await practiceOfPayee(work, each.remittance.payee)
      if (practiceId === null) await takeIn(work, file, each, 'payee/unknown')
      else await takeIn(await workIn(work, practiceId), file, each)
    }
  }, [])
}
