/**
 * Takes the STs of a file in: each with a copy of its own under the keys of the practice it pays, waiting to be
 * posted. A second copy of what is known is noted as such at once; what else stands against posting one, the
 * job finds that posts.
 */
import type { Work } from '@tally/platform'
import type { RemittanceSummary } from '@tally/x12'
import { contentOfPiece, cutTransactions, type Piece, partsOfPiece } from '../domain/cut-transactions.ts'
import { contentOfClaim, unorderedDigest } from '../domain/unordered-content.ts'
import { keepContent, sha256, summariesOf } from '../store/remittance-content.ts'
import { addRemittance, firstCopy, type Status } from '../store/remittances.ts'

export interface ReceivedFile {
  readonly id: string
  readonly transmissionId: string | null
  readonly receivedAt: string
}

/** An ST, without its claims: a file may hold 50,000. */
export interface ReceivedRemittance {
  readonly remittance: RemittanceSummary
  /** Its own bytes, made when they are wanted; null: it could not be told from the others of its file. */
  readonly content: (() => Uint8Array) | null
  /** See unordered-content.ts. */
  readonly unordered: string | null
}

export interface TakenIn {
  readonly ordinal: number
  readonly remittanceId: string
  readonly status: Status
}

/** The remittances of `file`, each with what of it is its own. */
export async function remittancesIn(file: Uint8Array): Promise<readonly ReceivedRemittance[]> {
  const claims = new Map<number, string[]>()
  const transactions = await summariesOf([file], ({ ordinal, claim }) => {
    const digest = sha256(contentOfClaim(claim))
    const own = claims.get(ordinal)
    if (own) own.push(digest)
    else claims.set(ordinal, [digest])
  })
  const pieces = await ownPieces(file)
  return transactions.map((remittance) => {
    const piece = pieces.get(remittance.digest ?? '')
    // A file of one ST is its own piece; of several, nobody is given another's.
    const whole = transactions.length === 1 ? () => file : null
    return {
      remittance,
      content: piece ? () => contentOfPiece(file, piece) : whole,
      unordered: unorderedDigest(remittance, claims.get(remittance.ordinal) ?? [], sha256),
    }
  })
}

/** By the digest of what each says; none of a file of one ST, whatever it is of: nothing is there to be told apart. */
async function ownPieces(file: Uint8Array): Promise<ReadonlyMap<string, Piece>> {
  const cut = cutTransactions(file)
  const pieces = new Map<string, Piece>()
  if (cut.length === 1) return pieces
  for (const piece of cut) {
    const [alone] = await summariesOf(partsOfPiece(file, piece))
    if (alone?.digest) pieces.set(alone.digest, piece)
  }
  return pieces
}

/** `work` is of the practice that is paid; `unowned`: why there is none. */
export async function takeIn(
  work: Work,
  file: ReceivedFile,
  { remittance, content, unordered }: ReceivedRemittance,
  unowned: string | null = null,
): Promise<TakenIn> {
  const digest = remittance.digest ?? ''
  const because = unowned ?? (content === null ? 'remittance/not-separable' : null)
  const isComparable = because === null && remittance.complete
  const first = isComparable ? await firstCopy(work, digest, unordered) : null
  const status: Status = because !== null ? 'quarantined' : first === null ? 'received' : 'duplicate'
  const id = work.newId()
  const { payer, payee, proof, originatorId, traceNumber } = remittance
  await addRemittance(work, {
    ...{ id, file_id: file.id, transmission_id: file.transmissionId, ordinal: remittance.ordinal, digest },
    unordered_digest: unordered,
    blob_digest: await keepContent(work, content?.() ?? new Uint8Array()),
    ...{ status, because, verdict: remittance.verdict, duplicate_of: first },
    ...{ trace: `${originatorId}${traceNumber}`, trace_number: traceNumber },
    ...{ payer_id: remittance.payerId, payer_name: payer.name, payee_npi: payee.npi },
    ...{ method: remittance.method, paid_on: remittance.paidOn },
    payment_cents: remittance.paymentCents ?? 0,
    difference_cents: proof.differenceCents ?? 0,
    ...{ claims: remittance.totals.claims, received_at: file.receivedAt },
  })
  return { ordinal: remittance.ordinal, remittanceId: id, status }
}
