/** POST /v1/remittances: an 835 by hand. */
import { answer, problemAt, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { keepContent } from '../store/remittance-content.ts'
import { addFile, findRemittance, firstCopy } from '../store/remittances.ts'
import { remittanceStatus } from './list-remittances.ts'
import { type ReceivedRemittance, remittancesIn, type TakenIn, takeIn } from './take-in-remittances.ts'

/** The most that one file may have; a day's 835 of 50,000 claims has 10 MB. */
const fileBytesMax = 64 * 1024 * 1024

const takenIn = z.object({
  id: z.string(),
  transactions: z.array(z.object({ ordinal: z.int(), remittanceId: z.string(), status: remittanceStatus })),
})

export const handInRemittance = route({
  method: 'POST',
  path: '/v1/remittances',
  summary: 'An 835 by hand; each ST of it is posted by itself.',
  description:
    'Its content is its key: the same in any disguise (other envelope, separators, line breaks) answers 200 with the first ones and moves nothing.',
  roles: ['biller', 'owner'],
  raw: { types: ['application/edi-x12', 'text/plain'], bytesMax: fileBytesMax },
  answers: { 200: takenIn, 202: takenIn },
  handle: ({ work, raw }) => handIn(work, raw),
})

async function handIn(work: Work, bytes: Uint8Array) {
  const received = await remittancesIn(bytes)
  if (received.length === 0) {
    const says = 'this file holds no 835: send the remittance as it came, from ISA or ST to its end'
    return problemAt(422, '', 'remittance/none', says)
  }
  const known = await knownAlready(work, received)
  if (known) return answer(200, known)
  const digest = await keepContent(work, bytes)
  const file = { id: work.newId(), transmissionId: null, receivedAt: work.now }
  const row = { id: file.id, transmission_id: null, digest, channel: 'by-hand', received_at: work.now }
  await addFile(work, { ...row, transactions: received.length })
  const transactions: TakenIn[] = []
  for (const each of received) transactions.push(await takeIn(work, file, each))
  return answer(202, { id: file.id, transactions })
}

/** The first ones, when every ST is known: nothing is stored a second time. */
async function knownAlready(work: Work, received: readonly ReceivedRemittance[]) {
  const transactions: TakenIn[] = []
  let id: string | null = null
  for (const { remittance, unordered } of received) {
    const first = remittance.complete ? await firstCopy(work, remittance.digest ?? '', unordered) : null
    const row = first === null ? null : await findRemittance(work, first)
    if (!row) return null
    id ??= row.file_id
    const status = remittanceStatus.parse(row.status)
    transactions.push({ ordinal: remittance.ordinal, remittanceId: row.id, status })
  }
  return { id, transactions }
}
