import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { virtualClock } from '@tally/platform'
import { operatorKey, sampleEncounter, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let tally: TestHost
beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement), claimSubmission], clock })
})
afterAll(() => tally.stop())

const body = sampleEncounter({ externalId: 'BAD-1' })
const text = JSON.stringify(body)
const post = (payload: unknown, headers: Record<string, string> = {}) =>
  tally.call('POST', '/v1/encounters', {
    body: payload,
    headers: { 'idempotency-key': `bad-${Math.random()}`, ...headers },
  })
const withFirst = (field: string) => text.replace('{', `{${field},`)
const nested = (depth: number) => `{"metadata":${'['.repeat(depth)}${']'.repeat(depth)}}`

describe('a bad body answers 400 with a pointer, never 500', () => {
  it.each([
    ['an unknown field', JSON.stringify({ ...body, surprise: 1 }), '/surprise', 'shape/unknown-field'],
    [
      'an unknown field deep inside',
      JSON.stringify({ ...body, patient: { ...body.patient, nick: 'J' } }),
      '/patient/nick',
      'shape/unknown-field',
    ],
    ['a missing field', JSON.stringify({ ...body, diagnoses: undefined }), '/diagnoses', 'shape/missing'],
    [
      'a string for a number',
      JSON.stringify({ ...body, patientPaidCents: '0' }),
      '/patientPaidCents',
      'shape/wrong-type',
    ],
    ['a number for a string', JSON.stringify({ ...body, externalId: 7 }), '/externalId', 'shape/wrong-type'],
    [
      'a fraction of a cent',
      JSON.stringify({ ...body, patientPaidCents: 0.5 }),
      '/patientPaidCents',
      'shape/wrong-type',
    ],
    [
      'an amount beyond safe integers',
      JSON.stringify({ ...body, patientPaidCents: 2 ** 53 }),
      '/patientPaidCents',
      'shape/too-large',
    ],
    [
      'a day that does not exist',
      JSON.stringify({ ...body, serviceDate: '2026-02-30' }),
      '/serviceDate',
      expect.any(String),
    ],
    [
      'a zone that does not exist',
      JSON.stringify({ ...body, timezone: 'Mars/Olympus' }),
      '/timezone',
      expect.any(String),
    ],
    ['a field twice', withFirst('"externalId":"A"'), '/externalId', 'json/duplicate-key'],
    ['a field twice, once escaped', withFirst('"external\\u0049d":"A"'), '/externalId', 'json/duplicate-key'],
    ['NUL', JSON.stringify({ ...body, claimNote: 'a\0b' }), '/claimNote', 'json/nul'],
    [
      'a lone surrogate',
      withFirst('"claimNote":"\\ud800"').replace(',"claimNote":null', ''),
      '/claimNote',
      'json/lone-surrogate',
    ],
    ['nesting deeper than 32', nested(33), '', 'json/too-deep'],
    ['400,000 arrays in arrays', '['.repeat(32_000), '', 'json/too-deep'],
    ['__proto__', withFirst('"__proto__":{}'), '/*', expect.any(String)],
    ['no JSON', '{"externalId"', '', 'json/not-json'],
    ['an empty body', '', '', expect.any(String)],
    ['an array', '[]', '', 'shape/wrong-type'],
    [
      'a lineId twice',
      JSON.stringify({ ...body, services: [body.services[0], body.services[0]] }),
      '/services/1/lineId',
      expect.any(String),
    ],
    [
      'a pointer to no diagnosis',
      JSON.stringify({ ...body, diagnoses: [{ code: 'M54.59' }] }),
      '/services/0/diagnosisPointers/1',
      expect.any(String),
    ],
    [
      'an externalId like ours',
      JSON.stringify({ ...body, externalId: 'enc_1' }),
      '/externalId',
      expect.any(String),
    ],
  ])('%s', async (_, payload, pointer, code) => {
    const { status, json, headers } = await post(payload)
    expect(status).toBe(400)
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(json.problems).toContainEqual(expect.objectContaining({ pointer, code }))
    expect(json).toMatchObject({
      status: 400,
      instance: `urn:tally:request:${json.requestId}`,
      requestId: headers['x-request-id'],
    })
  })

  it('names all problems at once', async () => {
    const wrong = { ...body, surprise: 1, patientPaidCents: '0', serviceDate: 'soon' }
    const { json } = await post(wrong)
    expect(json.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/patientPaidCents',
      '/serviceDate',
      '/surprise',
    ])
  })
})

describe('a bad request', () => {
  it('over 64 KB is 413', async () => {
    expect((await post(JSON.stringify({ ...body, claimNote: 'x'.repeat(66_000) }))).status).toBe(413)
  })

  it.each([
    ['text/plain', 415],
    ['application/xml', 415],
    ['application/json\tx', 415],
    ['application/json', 201],
  ])('of content type %s is %d', async (type, status) => {
    const visit = JSON.stringify(sampleEncounter({ externalId: `TYPE-${status}-${type}` }))
    expect((await post(visit, { 'content-type': type })).status).toBe(status)
  })

  it('without an idempotency key is 400, and so is one that cannot be printed', async () => {
    const without = await tally.call('POST', '/v1/encounters', { body })
    expect([without.status, without.json.problems[0].code]).toEqual([400, 'idempotency/missing'])
    expect((await post(text, { 'idempotency-key': 'é' })).status).toBe(400)
    expect((await post(text, { 'idempotency-key': 'x'.repeat(256) })).status).toBe(400)
  })

  it.each([
    ['no key', {}],
    ['a wrong key', { authorization: 'Bearer nobody' }],
    ['another scheme', { authorization: 'Basic ZGVtbzpkZW1v' }],
    ['two keys', { authorization: 'Bearer a b' }],
    ['a key of control characters', { authorization: 'Bearer a\u0001' }],
  ])('with %s is 401 before the body is read', async (_, headers) => {
    const answer = await tally.host.app.inject({
      method: 'POST',
      url: '/v1/encounters',
      payload: '{',
      headers,
    })
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="tally"'])
  })

  it('to what is not built, or not there, is 404 as a problem', async () => {
    for (const path of [
      '/v1/encounters/NEVER',
      '/v1/claims/NEVER',
      '/v1/denials',
      '/v1/encounters/BAD-1/timeline',
      '/nothing',
    ]) {
      const { status, headers } = await tally.call('GET', path)
      expect([path, status, headers['content-type']]).toEqual([
        path,
        404,
        'application/problem+json; charset=utf-8',
      ])
    }
  })

  it('with an unknown or wrong query is 400', async () => {
    for (const query of [
      'limit=0',
      'limit=201',
      'limit=x',
      'surprise=1',
      'status=nearly',
      'filingDueBefore=soon',
    ]) {
      expect([query, (await tally.call('GET', `/v1/claims?${query}`)).status]).toEqual([query, 400])
    }
  })

  it('never reaches the log with its values', async () => {
    expect(tally.logLines.filter((line) => line.includes('"status":500'))).toEqual([])
    expect(tally.logLines.join('')).not.toContain('OLYMPUS')
  })
})

describe('an operator', () => {
  it('sees no practice’s data, and a practice none of the operator’s', async () => {
    for (const path of ['/v1/encounters', '/v1/claims', '/v1/events?service=charge-capture']) {
      expect([path, (await tally.call('GET', path, { key: operatorKey })).status]).toEqual([path, 403])
    }
    for (const path of ['/v1/practices', '/v1/lag', '/v1/parked-messages', '/metrics']) {
      expect([path, (await tally.call('GET', path)).status]).toEqual([path, 403])
    }
  })

  it('makes, lists and revokes keys; a key is shown once', async () => {
    const made = await tally.call('POST', '/v1/api-keys', {
      key: operatorKey,
      body: { label: 'x', role: 'emr', practices: ['prc_demo'] },
    })
    expect(made.status).toBe(201)
    const list = await tally.call('GET', '/v1/api-keys', { key: operatorKey })
    expect(list.text).toContain(made.json.id)
    expect(list.text).not.toContain(made.json.key)
    const gone = await tally.call('DELETE', `/v1/api-keys/${made.json.id}`, { key: operatorKey })
    expect(gone.json).toEqual({ id: made.json.id, revoked: true })
    expect((await tally.call('GET', '/v1/claims', { key: made.json.key })).status).toBe(401)
    const stranger = { label: 'x', role: 'emr', practices: ['prc_nobody'] }
    expect((await tally.call('POST', '/v1/api-keys', { key: operatorKey, body: stranger })).status).toBe(422)
  })
})
