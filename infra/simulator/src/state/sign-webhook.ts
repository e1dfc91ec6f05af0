/** A webhook as Standard Webhooks signs it: id, timestamp in seconds, HMAC over both and the body. */
import { Webhook } from 'standardwebhooks'
import type { SentFile } from './entries.ts'

export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Sign = (file: SentFile, at: number) => SignedWebhook

/** `secret`: `whsec_` and base64. */
export function signer(secret: string): Sign {
  const webhook = new Webhook(secret)
  return (file, at) => {
    const id = `msg_${file.id}`
    const thin = JSON.stringify({ type: `x12.${file.kind}`, transactionId: file.id })
    const body = file.thin ? thin : file.text
    return {
      headers: {
        'content-type': file.thin ? 'application/json' : 'application/edi-x12',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at / 1_000)),
        'webhook-signature': webhook.sign(id, new Date(at), body),
      },
      body,
    }
  }
}
