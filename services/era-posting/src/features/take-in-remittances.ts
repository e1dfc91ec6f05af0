/**
 * Takes the STs of a file in: each with a copy of its own under the keys of the practice it pays, waiting to be
 * posted. A second copy of what is known is noted as such at once; what else stands against posting one, the
 * job finds that posts.
 */
import type { Work } from '@tally/platform'
import { type Remittance, readRemittances } from '@tally/x12'
import { cutTransactions } from '../domain/cut-transactions.ts'
import { unorderedDigest } from '../domain/unordered-content.ts'
import { keepContent, sha256 } from '../store/remittance-content.ts'
import { addRemittance, firstCopy, type Status } from '../store/remittances.ts'

export interface ReceivedFile {
  readonly id: string
  readonly transmissionId: string | null
  readonly receivedAt: string
}

/** An ST with its own text; null: it could not be told from the others of its file. */
export interface ReceivedRemittance {
  readonly remittance: Remittance
  readonly text: string | null
  /** See unordered-content.ts. */
  readonly unordered: string | null
}

export interface TakenIn {
  readonly ordinal: number
  readonly remittanceId: string
  readonly status: Status
}

/** The remittances of `text`, each with what of it is its own. */
export function remittancesIn(text: string): readonly ReceivedRemittance[] {
  const { transactions } = readRemittances(text, { sha256 })
  const pieces = new Map<string, string>()
  for (const piece of cutTransactions(text)) {
    const [alone] = readRemittances(piece, { sha256 }).transactions
    if (alone?.digest) pieces.set(alone.digest, piece)
  }
  // A file of one ST is its own piece; of several, nobody is given another's.
  const whole = transactions.length === 1 ? text : null
  return transactions.map((remittance) => ({
    remittance,
    text: pieces.get(remittance.digest ?? '') ?? whole,
    unordered: unorderedDigest(remittance, sha256),
  }))
}

/** `work` is of the practice that is paid; `unowned`: why there is none. */
export async function takeIn(
  work: Work,
  file: ReceivedFile,
  { remittance, text, unordered }: ReceivedRemittance,
  unowned: string | null = null,
): Promise<TakenIn> {
  const digest = remittance.digest ?? ''
  const because = unowned ?? (text === null ? 'remittance/not-separable' : null)
  const isComparable = because === null && remittance.complete
  const first = isComparable ? await firstCopy(work, digest, unordered) : null
  const status: Status = because !== null ? 'quarantined' : first === null ? 'received' : 'duplicate'
  const id = work.newId()
  const { payer, payee, proof, originatorId, traceNumber } = remittance
  await addRemittance(work, {
    ...{ id, file_id: file.id, transmission_id: file.transmissionId, ordinal: remittance.ordinal, digest },
    unordered_digest: unordered,
    blob_digest: await keepContent(work, text ?? ''),
    ...{ status, because, verdict: remittance.verdict, duplicate_of: first },
    ...{ trace: `${originatorId}${traceNumber}`, trace_number: traceNumber },
    ...{ payer_id: remittance.payerId, payer_name: payer.name, payee_npi: payee.npi },
    ...{ method: remittance.method, paid_on: remittance.paidOn },
    payment_cents: remittance.paymentCents ?? 0,
    difference_cents: proof.differenceCents ?? 0,
    ...{ claims: remittance.claims.length, received_at: file.receivedAt },
  })
  return { ordinal: remittance.ordinal, remittanceId: id, status }
}
