import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { inProcessBroker, virtualClock } from '@tally/platform'
import {
  fullEncounter,
  type Marked,
  marksIn,
  operatorKey,
  plantMarks,
  startTestHost,
  type TestHost,
  testKeyManagement,
} from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** The clear control marker: what may be seen must be seen, or the search proves nothing. */
const payer = 'CONTROL-PAYER'
const broker = inProcessBroker()
const topics = ['charge-capture.charges', 'claim-submission.claims', 'claim-submission.parked']

let tally: TestHost
let planted: Marked
const onTopics: string[] = []
const errorBodies: string[] = []

const post = (body: unknown, key: string, query = '') =>
  tally.call('POST', `/v1/encounters${query}`, { body, headers: { 'idempotency-key': key } })

beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({
    services: [chargeCapture(testKeyManagement), claimSubmission],
    broker,
    clock,
    traces: 'all',
  })
  await broker.subscribe({
    ...{ group: 'tap', topics, concurrency: 1 },
    async onBatch({ messages }) {
      for (const { key, value, headers } of messages)
        onTopics.push(`${key} ${Buffer.from(value).toString()} ${JSON.stringify(headers)}`)
      return { kind: 'handled' }
    },
  })
  const whole = fullEncounter()
  const [first, second] = whole.coverages
  const sample = { ...whole, coverages: [{ ...first, payerId: payer }, second] }
  planted = await plantMarks(sample, async (body) => (await post(body, 'try', '?dryRun=true')).status === 200)
  await goodRequests()
  await badRequests()
  await poison()
})
afterAll(() => tally.stop())

async function goodRequests(): Promise<void> {
  const body = Object(planted.body)
  const key = `${planted.marks.get('/externalId')} as a key`
  expect((await post(body, key)).status).toBe(201)
  expect((await post(body, key)).headers['idempotent-replayed']).toBe('true')
  const path = `/v1/encounters/${encodeURIComponent(body.externalId)}`
  const corrected = { ...body, serviceDate: '2026-03-03' }
  expect((await tally.call('PUT', path, { body: corrected, headers: { 'if-match': '"1"' } })).status).toBe(
    200,
  )
  expect((await tally.call('GET', path)).status).toBe(200)
  expect(
    (await tally.call('GET', `/v1/encounters?patient=${encodeURIComponent(body.patient.externalId)}`)).status,
  ).toBe(200)
  await tally.settled()
}

async function badRequests(): Promise<void> {
  const body = Object(planted.body)
  const text = JSON.stringify(body)
  const path = `/v1/encounters/${encodeURIComponent(body.externalId)}`
  const answers = [
    await post({ ...body, surprise: body.patient.name.last }, 'b1'),
    await post({ ...body, patientPaidCents: body.patient.name.last }, 'b2'),
    await post({ ...body, serviceDate: body.patient.name.last }, 'b3'),
    await post({ ...body, discipline: body.patient.name.last }, 'b4'),
    await post({ ...body, claimNote: body.patient.name.last.repeat(200) }, 'b5'),
    await post({ ...body, metadata: { [body.patient.name.last]: 1 } }, 'b6'),
    await post(text.slice(0, -3), 'b7'),
    await post(text.replace('{', `{"claimNote":"${body.patient.name.last}",`), 'b8'),
    await post({ ...body, patient: { ...body.patient, birthDate: '2027-01-01' } }, 'b9'),
    await post({ ...body, claimNote: 'OTHER' }, 'b10'),
    await tally.call('PUT', path, { body: { ...body, claimNote: 'x' }, headers: { 'if-match': '"1"' } }),
    await tally.call('GET', `/v1/${encodeURIComponent(body.externalId)}`),
    await tally.call('GET', '/v1/claims', { key: encodeURIComponent(body.externalId) }),
    await tally.call('GET', `/v1/claims?nobody=${encodeURIComponent(body.externalId)}`),
  ]
  expect(answers.map(({ status }) => status)).toEqual([
    400, 400, 400, 400, 400, 400, 400, 400, 422, 409, 412, 404, 401, 400,
  ])
  errorBodies.push(...answers.map(({ text, headers }) => `${text} ${JSON.stringify(headers)}`))
}

/**
 * Bytes that are no envelope of ours, with a person in key and value, and an envelope whose clear part is
 * broken.
 */
async function poison(): Promise<void> {
  const name = planted.marks.get('/patient/name/last') ?? ''
  const [{ body } = { body: '' }] = await tally.sql<{ body: string }>(
    'select body from charge_capture.outbox order by id limit 1',
  )
  const envelope = JSON.parse(body)
  const broken = {
    ...envelope,
    id: '01BX5ZZKBKACTAV9WEVGEMMVRZ',
    data: { ...envelope.data, version: 'none' },
  }
  const send = (key: string, value: unknown) =>
    broker.publish([
      { topic: 'charge-capture.charges', key, value: Buffer.from(JSON.stringify(value)), headers: {} },
    ])
  await send(name, { patient: name })
  await send(envelope.subject, broken)
  await tally.settled()
}

describe('what names a person', () => {
  it('was planted in every field that takes free text', () => {
    expect(planted.marks.size).toBeGreaterThan(60)
    expect([...planted.marks.keys()]).toEqual(
      expect.arrayContaining(['/externalId', '/metadata/visitType', '/services/0/lineId']),
    )
  })

  it.each([
    // The alien message is the stranger's own doing; everything that we wrote is searched.
    ['topics', async () => onTopics.filter((text) => text.includes('specversion')).join('\n'), payer],
    ['logs', async () => tally.logLines.join('\n'), '/v1/encounters/:externalId'],
    [
      'spans',
      async () =>
        JSON.stringify(
          tally.spans
            .getFinishedSpans()
            .map(({ name, attributes, events, links }) => ({ name, attributes, events, links })),
        ),
      'join-charges charge.held.v1',
    ],
    ['metrics', async () => (await tally.call('GET', '/metrics', { key: operatorKey })).text, 'join-charges'],
    [
      'parked messages',
      async () => (await tally.call('GET', '/v1/parked-messages', { key: operatorKey })).text,
      'join-charges',
    ],
    ['error bodies', async () => errorBodies.join('\n'), 'urn:tally:request:'],
    [
      'events of the feed',
      async () => (await tally.call('GET', '/v1/events?service=charge-capture')).text,
      payer,
    ],
    ['columns of every table', () => everyRow(), payer],
    ['table of spans', () => everySpan(), 'join-charges charge.held.v1'],
  ])('is in no %s, in plain, base64, hex or URL form', async (_, sink, control) => {
    const text = await sink()
    expect(text).toContain(control)
    expect(marksIn(text, planted.marks)).toEqual([])
  })

  it('is held whole by the consumer that opens it', async () => {
    const { json } = await tally.call('GET', `/v1/claims?payerId=${payer}`)
    const texts = await Promise.all(
      json.items.map(async ({ id }: { id: string }) => (await tally.call('GET', `/v1/claims/${id}`)).text),
    )
    const found = marksIn(texts.join('\n'), planted.marks)
    expect([...planted.marks.keys()].filter((pointer) => !found.includes(pointer))).toEqual([])
  })

  it('is parked, both ways, and told without it', async () => {
    const { json } = await tally.call('GET', '/v1/parked-messages', { key: operatorKey })
    expect(json.items.map(({ code, behind }: { code: string; behind: boolean }) => [code, behind])).toEqual([
      ['defect', false],
      ['defect', false],
    ])
    const notices = onTopics.filter((text) => text.includes('message.parked.v1'))
    expect(notices).toHaveLength(2)
  })
})

/** Asked for until the last second of it is written. */
async function everySpan(): Promise<string> {
  const read = async () => {
    const rows = await tally.sql<{ row: string }>('select to_json(s)::text as row from platform.span s')
    return rows.map(({ row }) => row).join('\n')
  }
  await expect.poll(read).toContain('join-charges charge.held.v1')
  return read()
}

async function everyRow(): Promise<string> {
  const tables = await tally.sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('platform', 'charge_capture', 'claim_submission')`,
  )
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await tally.sql<{ row: unknown }>(`select to_json(t)::text as row from ${name} t`)
      return rows.map(({ row }) => row).join('\n')
    }),
  )
  return texts.join('\n')
}
