/**
 * Standard Webhooks, checked by hand because the library's tolerance is fixed at five minutes and some partners
 * stamp the file's making: HMAC-SHA256 over `id.timestamp.body`, base64, `v1,` before it, several with spaces.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface SignedHeaders {
  readonly id: string | undefined
  readonly timestamp: string | undefined
  readonly signature: string | undefined
}

export type SignatureVerdict =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly code: string }

/** `secrets` are `whsec_…`; `nowSeconds` and the tolerance since 1970. The body is the bytes as they came. */
export function checkSignature(
  { id, timestamp, signature }: SignedHeaders,
  body: Uint8Array,
  secrets: readonly string[],
  nowSeconds: number,
  toleranceSeconds: number,
): SignatureVerdict {
  if (!id || !timestamp || !signature) return { ok: false, code: 'webhook/unsigned' }
  if (!/^[\x21-\x7e]{1,255}$/.test(id) || !/^\d{1,12}$/.test(timestamp))
    return { ok: false, code: 'webhook/malformed' }
  if (Math.abs(nowSeconds - Number(timestamp)) > toleranceSeconds) return { ok: false, code: 'webhook/stale' }
  const given = signature
    .split(' ')
    .flatMap((each) => (each.startsWith('v1,') ? [Buffer.from(each.slice(3), 'base64')] : []))
  const good = secrets.some((secret) => {
    const wanted = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest()
    return given.some((each) => each.length === wanted.length && timingSafeEqual(each, wanted))
  })
  return good ? { ok: true, id } : { ok: false, code: 'webhook/bad-signature' }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
}
