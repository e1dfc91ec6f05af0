/** The practice's own copy of an ST: X12 as it came, encrypted under the practice's key. */
import { createHash } from 'node:crypto'
import { assert } from '@tally/kernel'
import { getBlob, putBlob, type Work } from '@tally/platform'
import { type Remittance, readRemittances } from '@tally/x12'

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** As x12 reads a file: UTF-8, else Latin-1. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) return new TextDecoder('latin1').decode(bytes)
    throw cause
  }
}

/** Answers its digest. */
export async function keepContent(work: Work, text: string): Promise<string> {
  return putBlob(work.query, work.keys, Buffer.from(text))
}

export async function readContent(work: Work, blobDigest: string): Promise<Remittance> {
  const remittance = await findContent(work, blobDigest)
  assert(remittance, `the stored copy ${blobDigest} holds no remittance`)
  return remittance
}

/** null: it could not be told from the others of its file, so that nothing of it was kept. */
export async function findContent(work: Work, blobDigest: string): Promise<Remittance | null> {
  const bytes = await getBlob(work.query, work.keys, blobDigest)
  assert(bytes, `the stored copy ${blobDigest} of a remittance is not there`)
  return readRemittances(bytes, { sha256 }).transactions[0] ?? null
}
