import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { newWebhookSecret, signWebhook } from './sign-webhook.ts'

it('signs as the specification writes it: HMAC-SHA256 over id, seconds and body, base64, after `v1,`', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const headers = signWebhook([secret], { id: 'E1', at: 1_790_000_000_999, body: '{"é":1}' })
  const text = 'E1.1790000000.{"é":1}'
  const digest = createHmac('sha256', Buffer.alloc(32, 7)).update(text).digest('base64')
  expect(headers).toEqual({
    ...{ 'webhook-id': 'E1', 'webhook-timestamp': '1790000000', 'webhook-signature': `v1,${digest}` },
  })
})

it('signs with each secret that is good, and either opens it', () => {
  const [one, other, strange] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()]
  const headers = signWebhook([one, other], { id: 'E1', at: Date.now(), body: '{"a":1}' })
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
  for (const secret of [one, other]) expect(new Webhook(secret).verify('{"a":1}', headers)).toEqual({ a: 1 })
  expect(() => new Webhook(strange).verify('{"a":1}', headers)).toThrow('No matching signature')
  expect(() => new Webhook(one).verify('{"a":2}', headers)).toThrow('No matching signature')
})

it('makes secrets of 32 bytes, each another', () => {
  const made = Array.from({ length: 100 }, newWebhookSecret)
  for (const secret of made) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/)
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32)
  }
  expect(new Set(made).size).toBe(100)
})
