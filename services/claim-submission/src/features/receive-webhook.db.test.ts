/** The one door for partners: what is unsigned, altered, stale or sent again gets its verdict, and changes nothing. */

import { virtualClock } from '@tally/platform'
import { setUpPartner, startTestHost, type TestHost, testPartner } from '@tally/testkit'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { claimSubmission } from '../service.ts'

const clock = virtualClock('2026-03-03T17:00:00.000Z')
const [ours = ''] = testPartner.secrets
const strange = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
const file = [
  'ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*TALLYSUB       *260303*0900*^*00501*000000001*0*T*:~',
  'TA1*000000007*260303*0800*A*000~IEA*0*000000001~',
].join('')

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [claimSubmission], clock })
  await setUpPartner(tally)
})
afterAll(() => tally.stop())

interface Sent {
  readonly id?: string
  /** Of signing, against the clock. */
  readonly secondsAgo?: number
  readonly secret?: string
  readonly body?: string
  /** What the signature is made of, where it is not the good file. */
  readonly signed?: string
  readonly partner?: string
  /** Made of the good headers, after signing. */
  readonly headers?: (good: Record<string, string>) => Record<string, string>
}

async function send(sent: Sent): Promise<{ readonly status: number; readonly code: string | undefined }> {
  const { id = 'msg_1', secondsAgo = 0, secret = ours, body = file, partner = 'clearinghouse' } = sent
  const at = clock.millis() - secondsAgo * 1_000
  const good = {
    'webhook-id': id,
    'webhook-timestamp': String(at / 1_000),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), sent.signed ?? file),
  }
  const { statusCode, payload } = await tally.host.app.inject({
    ...{ method: 'POST', url: `/v1/webhooks/${partner}`, payload: Buffer.from(body) },
    headers: { 'content-type': 'application/edi-x12', ...(sent.headers?.(good) ?? good) },
  })
  return { status: statusCode, code: JSON.parse(payload).type?.replace('urn:tally:problem:', '') }
}

const without = (name: string) => (good: Record<string, string>) =>
  Object.fromEntries(Object.entries(good).filter(([each]) => each !== name))
const withHeader = (name: string, value: string) => (good: Record<string, string>) => ({
  ...good,
  [name]: value,
})

/** Every row that a webhook may leave. */
const effects = async () => {
  const [row] = await tally.sql<Record<string, number>>(
    `select (select count(*)::int from claim_submission.transmission) as files,
            (select count(*)::int from claim_submission.expected_file) as expected,
            (select count(*)::int from claim_submission.webhook_delivery) as deliveries,
            (select count(*)::int from claim_submission.acknowledgment) as acknowledgments,
            (select count(*)::int from claim_submission.outbox) as said,
            (select count(*)::int from platform.blob) as blobs`,
  )
  return row
}

it.each<[what: string, sent: Sent, status: number, code: string | undefined]>([
  ['without a signature', { headers: without('webhook-signature') }, 401, 'webhook/unsigned'],
  ['without an id', { headers: without('webhook-id') }, 401, 'webhook/unsigned'],
  ['without a timestamp', { headers: without('webhook-timestamp') }, 401, 'webhook/unsigned'],
  [
    'with a timestamp that is none',
    { headers: withHeader('webhook-timestamp', 'now') },
    401,
    'webhook/malformed',
  ],
  ['stale by six minutes', { secondsAgo: 360 }, 401, 'webhook/stale'],
  ['ahead by six minutes', { secondsAgo: -360 }, 401, 'webhook/stale'],
  [
    'stale, with the timestamp made new',
    { secondsAgo: 360, headers: withHeader('webhook-timestamp', String(clock.millis() / 1_000)) },
    401,
    'webhook/bad-signature',
  ],
  ['signed by a stranger', { secret: strange }, 401, 'webhook/bad-signature'],
  ['altered by one byte', { body: file.replace('*A*000', '*R*000') }, 401, 'webhook/bad-signature'],
  ['under another id', { headers: withHeader('webhook-id', 'msg_2') }, 401, 'webhook/bad-signature'],
  ['of a partner that nobody set up', { partner: 'nobody' }, 401, 'webhook/bad-signature'],
  ['taken, in good order', {}, 202, undefined],
  ['sent again', {}, 202, undefined],
  ['sent again under a new id', { id: 'msg_3' }, 202, undefined],
])('%s', async (what, sent, status, code) => {
  const before = await effects()
  expect(await send(sent)).toEqual({ status, code })
  await tally.settled()
  const changed = what === 'taken, in good order'
  expect(await effects()).toEqual(
    changed
      ? { files: 1, expected: 0, deliveries: 1, acknowledgments: 1, said: 1, blobs: 1 }
      : { ...before, deliveries: (before?.deliveries ?? 0) + (sent.id === 'msg_3' ? 1 : 0) },
  )
})

it('refuses what it cannot read each time that it is sent: a partner that tries again is not told it was taken', async () => {
  const sent = { id: 'msg_4', body: 'hello', signed: 'hello' }
  const before = await effects()
  const refused = { status: 400, code: 'webhook/not-taken' }
  expect([await send(sent), await send(sent)]).toEqual([refused, refused])
  expect(await send({ id: 'msg_5', body: '', signed: '' })).toEqual(refused)
  expect(await effects()).toEqual(before)
})

it('takes another file under an id that was used before: nothing a partner signed is dropped', async () => {
  const other = file.replace('000000007', '000000008')
  const before = await effects()
  expect(await send({ id: 'msg_1', body: other, signed: other })).toEqual({ status: 202, code: undefined })
  expect((await effects())?.files).toBe((before?.files ?? 0) + 1)
})
