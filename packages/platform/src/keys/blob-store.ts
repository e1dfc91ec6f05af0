/**
 * Bytes as they came from outside, encrypted, kept by digest; reached through put_blob and get_blob alone.
 */
import { createHash } from 'node:crypto'
import { assert } from '@tally/kernel'
import type { Query } from '../database/pool.ts'
import { type PracticeKeys, sealedAsBytes } from './practice-keys.ts'

const put = { name: 'blob-put', text: 'select platform.put_blob($1, $2, $3)' }
const get = { name: 'blob-get', text: 'select platform.get_blob($1, $2) as content' }

/** Stores `bytes` once; returns their SHA-256 in hex. */
export async function putBlob(query: Query, keys: PracticeKeys, bytes: Uint8Array): Promise<string> {
  const digest = createHash('sha256').update(bytes).digest('hex')
  const sealed = keys.sealBytes(bytes, `blob|content|${digest}`)
  await query(put, [keys.practiceId, digest, sealed])
  return digest
}

/** The bytes of `digest`, checked against it; null when the practice has none such. */
export async function getBlob(query: Query, keys: PracticeKeys, digest: string): Promise<Uint8Array | null> {
  const [row] = await query<{ content: Buffer | null }>(get, [keys.practiceId, digest])
  if (!row?.content) return null
  const bytes = opened(keys, row.content, `blob|content|${digest}`)
  assert(
    createHash('sha256').update(bytes).digest('hex') === digest,
    `blob ${digest} does not have its own digest`,
  )
  return bytes
}

/** Until 26 November 2026 they were kept as the base64 of a JSON text. */
function opened(keys: PracticeKeys, sealed: Buffer, boundTo: string): Uint8Array {
  return sealed[0] === sealedAsBytes
    ? keys.openBytes(sealed, boundTo)
    : Buffer.from(String(keys.openColumn(sealed, boundTo)), 'base64')
}
