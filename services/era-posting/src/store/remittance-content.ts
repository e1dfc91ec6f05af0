/** The practice's own copy of an ST: X12 as it came, encrypted under the practice's key. */
import { createHash } from 'node:crypto'
import { setImmediate as othersHaveTheirTurn } from 'node:timers/promises'
import { assert } from '@tally/kernel'
import { getBlob, putBlob, type Work } from '@tally/platform'
import {
  type ClaimInPassing,
  type Remittance,
  type RemittanceClaim,
  type RemittanceSummary,
  readRemittances,
  streamRemittances,
} from '@tally/x12'

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Of a file that is no X12: UTF-8, else Latin-1. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) return new TextDecoder('latin1').decode(bytes)
    throw cause
  }
}

/** Answers its digest. */
export async function keepContent(work: Work, content: Uint8Array): Promise<string> {
  return putBlob(work.query, work.keys, content)
}

/** The STs of a file that lies in `parts`, their claims in passing. */
export async function summariesOf(
  parts: readonly Uint8Array[],
  onClaim: (passing: ClaimInPassing) => void = () => undefined,
): Promise<readonly RemittanceSummary[]> {
  const read = await streamRemittances(parts, { sha256, onClaim, pause: () => othersHaveTheirTurn() })
  return read.transactions
}

export async function readContent(work: Work, blobDigest: string): Promise<Remittance> {
  const remittance = await findContent(work, blobDigest)
  assert(remittance, `the stored copy ${blobDigest} holds no remittance`)
  return remittance
}

/** null: it could not be told from the others of its file, so that nothing of it was kept. */
export async function findContent(work: Work, blobDigest: string): Promise<Remittance | null> {
  return readRemittances(await bytesOf(work, blobDigest), { sha256 }).transactions[0] ?? null
}

type TakeClaims = (claims: readonly RemittanceClaim[]) => Promise<void>

/** A stored ST that is read more than once, and is too large to be held as objects. */
export interface StoredContent {
  /** Its claims, at most `size` at once and `take` awaited for each group; then what it says as a whole. */
  inGroups(size: number, take: TakeClaims): Promise<RemittanceSummary>
}

export async function openContent(work: Work, blobDigest: string): Promise<StoredContent> {
  const bytes = await bytesOf(work, blobDigest)
  return {
    async inGroups(size, take) {
      const [summary] = await inGroups(bytes, size, take)
      assert(summary, `the stored copy ${blobDigest} holds no remittance`)
      return summary
    },
  }
}

/** Without its digest, which takes two fifths of the time: the copy was found by the digest of its bytes. */
async function inGroups(
  bytes: Uint8Array,
  size: number,
  take: TakeClaims,
): Promise<readonly RemittanceSummary[]> {
  let waiting: RemittanceClaim[] = []
  const reading = partsOf(bytes, async () => {
    for (; waiting.length >= size; waiting = waiting.slice(size)) await take(waiting.slice(0, size))
  })
  const onClaim = ({ claim }: ClaimInPassing) => waiting.push(claim)
  const { transactions } = await streamRemittances(reading, { onClaim, pause: () => Promise.resolve() })
  // Those of the last part.
  while (waiting.length > 0) await take(waiting.splice(0, size))
  return transactions
}

const partLength = 65_536

/** Before each part `read` is awaited: what the part before it held has been read. */
async function* partsOf(bytes: Uint8Array, read: () => Promise<void>): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += partLength) {
    yield bytes.subarray(at, at + partLength)
    await read()
  }
}

async function bytesOf(work: Work, blobDigest: string): Promise<Uint8Array> {
  const bytes = await getBlob(work.query, work.keys, blobDigest)
  assert(bytes, `the stored copy ${blobDigest} of a remittance is not there`)
  return bytes
}
