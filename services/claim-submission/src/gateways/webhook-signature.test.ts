import { createHmac, randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { checkSignature } from './webhook-signature.ts'

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`
const [ours, next, strange] = [secretOf(1), secretOf(2), secretOf(3)]
const body = Buffer.from('ISA*00*          *…~')
const now = 1_780_000_000

/** Signed by the library that partners use, so that this check and ours cannot share a mistake. */
function signed(secret: string, at = now, bytes = body, id = 'msg_1') {
  const signature = new Webhook(secret).sign(id, new Date(at * 1_000), bytes.toString('utf8'))
  return { id, timestamp: String(at), signature }
}
const check = (headers: Parameters<typeof checkSignature>[0], bytes = body, secrets = [ours], at = now) =>
  checkSignature(headers, bytes, secrets, at, 300)

const good = signed(ours)
it.each<[string, ReturnType<typeof check>, string]>([
  ['signed with our secret', check(good), 'good'],
  ['signed with the secret that is being replaced', check(good, body, [next, ours]), 'good'],
  ['two signatures, one of them ours', check({ ...good, signature: `v1,AAAA ${good.signature}` }), 'good'],
  ['signed five minutes ago', check(signed(ours, now - 300)), 'good'],
  ['signed six minutes ago', check(signed(ours, now - 360)), 'webhook/stale'],
  ['signed in six minutes', check(signed(ours, now + 360)), 'webhook/stale'],
  ['no signature at all', check({ ...good, signature: undefined }), 'webhook/unsigned'],
  ['no timestamp', check({ ...good, timestamp: undefined }), 'webhook/unsigned'],
  ['a timestamp that is none', check({ ...good, timestamp: 'now' }), 'webhook/malformed'],
  ['signed with a stranger’s secret', check(signed(strange)), 'webhook/bad-signature'],
  ['one byte of the body altered', check(good, Buffer.from('ISA*01*          *…~')), 'webhook/bad-signature'],
  ['another id under the same signature', check({ ...good, id: 'msg_2' }), 'webhook/bad-signature'],
  [
    'another version of signing',
    check({ ...good, signature: good.signature.replace('v1,', 'v2,') }),
    'webhook/bad-signature',
  ],
  ['a partner that nobody set up', check(good, body, []), 'webhook/bad-signature'],
])('%s: %o', (_, verdict, wanted) => {
  expect(verdict.ok ? 'good' : verdict.code).toBe(wanted)
})

it('checks bytes, not text: a body that is no UTF-8 is signed as it is', () => {
  const bytes = randomBytes(64)
  const wanted = createHmac('sha256', Buffer.alloc(32, 1))
    .update(`msg_1.${now}.`)
    .update(bytes)
    .digest('base64')
  expect(check({ id: 'msg_1', timestamp: String(now), signature: `v1,${wanted}` }, bytes)).toEqual({
    ok: true,
    id: 'msg_1',
  })
})
