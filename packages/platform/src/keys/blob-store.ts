/**
 * Bytes as they came from outside, encrypted, kept by digest; reached through put_blob and get_blob alone.
 */
import { createHash } from 'node:crypto'
import { assert } from '@tally/kernel'
import type { Query } from '../database/pool.ts'
import type { PracticeKeys } from './practice-keys.ts'

const put = { name: 'blob-put', text: 'select platform.put_blob($1, $2, $3)' }
const get = { name: 'blob-get', text: 'select platform.get_blob($1, $2) as content' }

/** Stores `bytes` once; returns their SHA-256 in hex. */
export async function putBlob(query: Query, keys: PracticeKeys, bytes: Uint8Array): Promise<string> {
  const digest = createHash('sha256').update(bytes).digest('hex')
  const sealed = keys.sealColumn(Buffer.from(bytes).toString('base64'), `blob|content|${digest}`)
  await query(put, [keys.practiceId, digest, sealed])
  return digest
}

/** The bytes of `digest`, checked against it; null when the practice has none such. */
export async function getBlob(query: Query, keys: PracticeKeys, digest: string): Promise<Uint8Array | null> {
  const [row] = await query<{ content: Buffer | null }>(get, [keys.practiceId, digest])
  if (!row?.content) return null
  const bytes = Buffer.from(String(keys.openColumn(row.content, `blob|content|${digest}`)), 'base64')
  assert(
    createHash('sha256').update(bytes).digest('hex') === digest,
    `blob ${digest} does not have its own digest`,
  )
  return bytes
}
