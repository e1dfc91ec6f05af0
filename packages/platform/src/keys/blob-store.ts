/**
 * Bytes as they came from outside, packed and encrypted, kept by digest; reached through put_blob and get_blob alone. X12 takes a
 * ninth of its room packed: of a file of 20 MB the database is sent, and keeps, 2.
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { assert } from '@tally/kernel'
import type { Query } from '../database/pool.ts'
import { type PracticeKeys, sealedAs } from './practice-keys.ts'

const put = { name: 'blob-put', text: 'select platform.put_blob($1, $2, $3)' }
const get = { name: 'blob-get', text: 'select platform.get_blob($1, $2) as content' }

const [pack, unpack] = [promisify(gzip), promisify(gunzip)]

/** The fastest: the next ones take three times as long for a tenth less. */
const level = 1

/** Stores `bytes` once; returns their SHA-256 in hex. */
export async function putBlob(query: Query, keys: PracticeKeys, bytes: Uint8Array): Promise<string> {
  const digest = createHash('sha256').update(bytes).digest('hex')
  const sealed = keys.sealBytes('packed', await pack(bytes, { level }), `blob|packed|${digest}`)
  await query(put, [keys.practiceId, digest, sealed])
  return digest
}

/** The bytes of `digest`, checked against it; null when the practice has none such. */
export async function getBlob(query: Query, keys: PracticeKeys, digest: string): Promise<Uint8Array | null> {
  const [row] = await query<{ content: Buffer | null }>(get, [keys.practiceId, digest])
  if (!row?.content) return null
  const bytes = await opened(keys, row.content, digest)
  assert(
    createHash('sha256').update(bytes).digest('hex') === digest,
    `blob ${digest} does not have its own digest`,
  )
  return bytes
}

/** On 26 November 2026 they were kept as they are, until then as the base64 of a JSON text. */
async function opened(keys: PracticeKeys, sealed: Buffer, digest: string): Promise<Uint8Array> {
  if (sealed[0] === sealedAs.packed) return unpack(keys.openBytes(sealed, `blob|packed|${digest}`))
  const boundTo = `blob|content|${digest}`
  return sealed[0] === sealedAs.bytes
    ? keys.openBytes(sealed, boundTo)
    : Buffer.from(String(keys.openColumn(sealed, boundTo)), 'base64')
}
