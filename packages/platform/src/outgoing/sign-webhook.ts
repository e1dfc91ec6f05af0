/**
 * The headers of Standard Webhooks 1.0 for what we send: an id that stays over all attempts, the moment of this one, and a
 * signature for each secret that is good, so that a secret is replaced without a gap.
 */
import { Webhook } from 'standardwebhooks'
import { drawnBytes } from '../drawn-bytes.ts'

const secretBytes = 32

/** `whsec_` and base64 of 256 random bits; the specification wants 24 to 64 bytes. */
export function newWebhookSecret(): string {
  return `whsec_${drawnBytes(secretBytes).toString('base64')}`
}

/** `at`: milliseconds since 1970. */
export function signWebhook(
  secrets: readonly string[],
  { id, at, body }: { readonly id: string; readonly at: number; readonly body: string },
): Readonly<Record<string, string>> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), body))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': signatures.join(' '),
  }
}
