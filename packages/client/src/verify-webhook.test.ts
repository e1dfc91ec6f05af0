import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { verifyWebhook, WebhookRefused } from './verify-webhook.ts'

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const other = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const at = new Date('2026-03-02T18:00:00.000Z')
const id = 'evt_01'
const body = JSON.stringify({
  type: 'claim.settled.v1',
  timestamp: at.toISOString(),
  data: { id, service: 'era-posting', subject: 'clm_01', correlationId: 'day_01' },
})

/** As a sender with another's library signs it. */
function headersBy(...secrets: readonly string[]): Record<string, string> {
  const signatures = secrets.map((each) => new Webhook(each).sign(id, at, body))
  return {
    'Webhook-Id': id,
    'Webhook-Timestamp': String(at.getTime() / 1_000),
    'Webhook-Signature': signatures.join(' '),
  }
}

const now = at.getTime()

describe('a webhook is taken', () => {
  it('from headers of Node or of fetch, as text or bytes', async () => {
    const headers = headersBy(secret)
    expect(await verifyWebhook(headers, body, secret, { now })).toEqual(JSON.parse(body))
    const bytes = new TextEncoder().encode(body)
    expect(await verifyWebhook(new Headers(headers), bytes, secret, { now })).toEqual(JSON.parse(body))
  })

  it('while one secret replaces another: by either, signed by either or both', async () => {
    expect(await verifyWebhook(headersBy(other, secret), body, secret, { now })).toMatchObject({
      data: { id },
    })
    expect(await verifyWebhook(headersBy(other), body, [secret, other], { now })).toMatchObject({
      data: { id },
    })
  })

  it('up to five minutes late or early, unless told otherwise', async () => {
    const headers = headersBy(secret)
    await expect(verifyWebhook(headers, body, secret, { now: now + 300_000 })).resolves.toBeTruthy()
    await expect(verifyWebhook(headers, body, secret, { now: now - 300_000 })).resolves.toBeTruthy()
    await expect(verifyWebhook(headers, body, secret, { now: now + 301_000 })).rejects.toThrow(
      '300 s from now',
    )
    await expect(verifyWebhook(headers, body, secret, { now: now - 301_000 })).rejects.toThrow(
      '300 s from now',
    )
    const wide = { now: now + 301_000, toleranceSeconds: 600 }
    await expect(verifyWebhook(headers, body, secret, wide)).resolves.toBeTruthy()
  })
})

describe('a webhook is refused', () => {
  it.each([
    ['another body', headersBy(secret), body.replace('clm_01', 'clm_02')],
    ['another id', { ...headersBy(secret), 'Webhook-Id': 'evt_02' }, body],
    ['another time', { ...headersBy(secret), 'Webhook-Timestamp': String(now / 1_000 - 1) }, body],
    ['another secret', headersBy(other), body],
    ['a signature of another version', { ...headersBy(secret), 'Webhook-Signature': 'v1a,AAAA' }, body],
    ['a signature that is no base64', { ...headersBy(secret), 'Webhook-Signature': 'v1,%' }, body],
    ['no signature', { 'webhook-id': id, 'webhook-timestamp': String(now / 1_000) }, body],
    ['no time', { ...headersBy(secret), 'Webhook-Timestamp': 'now' }, body],
    ['two ids', { ...headersBy(secret), 'Webhook-Id': [id, id] }, body],
  ])('with %s', async (_what, headers, bytes) => {
    await expect(verifyWebhook(headers, bytes, secret, { now })).rejects.toBeInstanceOf(WebhookRefused)
  })

  it('a secret that is none is the program’s fault, not the sender’s', async () => {
    await expect(verifyWebhook(headersBy(secret), body, 'whsec_', { now })).rejects.toBeInstanceOf(TypeError)
  })
})
