/**
 * Whether a webhook is from Tally, and what it says: Standard Webhooks (HMAC-SHA-256 over id, time and bytes). Over the bytes as
 * they came: parsed and written again they are others.
 */
import { webCrypto } from './web-crypto.ts'

/** Thin: what happened and to which of your things; ask for the rest with your key. */
export interface WebhookEvent {
  /** Such as `claim.settled.v1`; `webhook.test` is one that you asked for. */
  readonly type: string
  readonly timestamp: string
  readonly data: {
    /** The same however often it comes: what you have seen is no news. */
    readonly id: string
    readonly practiceId: string
    readonly service: string
    readonly subject: string
    /** Its place among what was said of this subject. Webhooks come in no promised order. */
    readonly sequence: number
    /** The treatment day, wherever it is about one. */
    readonly correlationId: string
  }
}

/** It is not from Tally, or not from now: answer 400 and do nothing. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused'
}

export interface WebhookChecks {
  /** How old or how far ahead it may be; five minutes when left out. */
  readonly toleranceSeconds?: number
  /** Milliseconds since 1970, for tests. */
  readonly now?: number
}

type HeadersOf = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** `secret` is `whsec_…`; while one replaces another hand in both. */
export async function verifyWebhook(
  headers: HeadersOf,
  body: string | Uint8Array,
  secret: string | readonly string[],
  { toleranceSeconds = 300, now = Date.now() }: WebhookChecks = {},
): Promise<WebhookEvent> {
  const id = header(headers, 'webhook-id')
  const timestamp = header(headers, 'webhook-timestamp')
  const signatures = header(headers, 'webhook-signature')
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookRefused('webhook-timestamp holds no seconds')
  if (Math.abs(now / 1_000 - Number(timestamp)) > toleranceSeconds) {
    throw new WebhookRefused(`webhook-timestamp is more than ${toleranceSeconds} s from now`)
  }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), bytes)
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (!(await isSigned(signed, secretsOf(secrets), signaturesIn(signatures)))) {
    throw new WebhookRefused('no webhook-signature is of this secret over these bytes')
  }
  return eventIn(bytes)
}

/** WebCrypto compares in constant time. */
async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  secrets: readonly Uint8Array<ArrayBuffer>[],
  signatures: readonly Uint8Array<ArrayBuffer>[],
): Promise<boolean> {
  const { subtle } = await webCrypto()
  for (const secret of secrets) {
    const key = await subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
    for (const signature of signatures) {
      if (await subtle.verify('HMAC', key, signature, signed)) return true
    }
  }
  return false
}

function secretsOf(secrets: readonly string[]): Uint8Array<ArrayBuffer>[] {
  return secrets.map((secret) => {
    const bytes = bytesOf(secret.replace(/^whsec_/, ''))
    if (bytes === null || bytes.length < 16) throw new TypeError('a webhook secret is whsec_ and base64')
    return bytes
  })
}

/** `v1,<base64>` each, with spaces between; other versions are passed over. */
function signaturesIn(text: string): Uint8Array<ArrayBuffer>[] {
  return text
    .split(' ')
    .filter((each) => each.startsWith('v1,'))
    .flatMap((each) => bytesOf(each.slice(3)) ?? [])
}

function eventIn(bytes: Uint8Array): WebhookEvent {
  const event: unknown = JSON.parse(new TextDecoder().decode(bytes))
  if (typeof event === 'object' && event !== null && 'type' in event && 'data' in event) {
    return event as WebhookEvent
  }
  throw new WebhookRefused('it is signed and yet no event')
}

function header(headers: HeadersOf, name: string): string {
  const found =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1]
  if (typeof found === 'string' && found !== '') return found
  throw new WebhookRefused(`the header ${name} is missing, or there more than once`)
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return null
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
