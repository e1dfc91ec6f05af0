import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { inProcessBroker, virtualClock } from '@tally/platform'
import { operatorKey, sampleEncounter, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let tally: TestHost
const clock = virtualClock('2026-11-24T18:00:00Z')
const services = [chargeCapture(testKeyManagement), claimSubmission]

beforeAll(async () => {
  tally = await startTestHost({ services, clock })
})
afterAll(() => tally.stop())

const post = (body: { externalId: string }) =>
  tally.call('POST', '/v1/encounters', { body, headers: { 'idempotency-key': body.externalId } })

describe('a visit posted to charge-capture', () => {
  it('is a held claim in claim-submission, with its reason, its lines and the person', async () => {
    const body = sampleEncounter({ externalId: 'STORY-1' })
    const posted = await post(body)
    await tally.settled()
    const { json } = await tally.call('GET', posted.json.links.claims)
    expect(json.items).toMatchObject([
      {
        ...{
          treatmentDayId: posted.json.treatmentDayId,
          status: 'held',
          heldBecause: 'eligibility/not-answered',
        },
        ...{
          payerId: '02302',
          chargeCents: 19500,
          serviceDate: '2026-03-02',
          timelyFilingDueOn: '2027-03-02',
        },
      },
    ])
    const claim = (await tally.call('GET', `/v1/claims/${json.items[0].id}`)).json
    expect(claim.lines.map((line: { chargeLineId: string }) => line.chargeLineId)).toEqual(
      posted.json.lines.map((line: { lineId: string }) => line.lineId),
    )
    expect(claim.diagnoses).toEqual(['M5459', 'M6281'])
    expect(claim.visits[0]).toMatchObject({
      externalId: 'STORY-1',
      patient: { name: { last: 'DOE', first: 'JANE' }, birthDate: '1950-01-01' },
      coverages: [{ memberId: '1EG4TE5MK73' }],
    })
  })

  it('follows its visit: corrected, held, voided', async () => {
    const sample = sampleEncounter({ externalId: 'STORY-2' })
    const body = { ...sample, patient: { ...sample.patient, externalId: 'PAT-2' } }
    const { json: posted } = await post(body)
    const claim = async () => {
      await tally.settled()
      return (await tally.call('GET', posted.links.claims)).json.items[0]
    }
    const put = (version: number, changed: object) =>
      tally.call('PUT', '/v1/encounters/STORY-2', { body: changed, headers: { 'if-match': `"${version}"` } })
    await put(1, { ...body, services: [{ ...body.services[0], minutes: 38 }] })
    expect(await claim()).toMatchObject({ chargeCents: 18000, dayVersion: 2 })
    await put(2, { ...body, services: [{ ...body.services[0], procedureCode: '97810' }] })
    expect(await claim()).toMatchObject({
      status: 'held',
      heldBecause: 'coding/not-yet',
      chargeCents: 18000,
      dayVersion: 3,
    })
    await tally.call('POST', '/v1/encounters/STORY-2/void')
    expect(await claim()).toMatchObject({
      status: 'voided',
      heldBecause: null,
      chargeCents: 0,
      dayVersion: 4,
    })
  })

  it('is told to its practice in the order it was said, without the person', async () => {
    const { json } = await tally.call('GET', '/v1/events?service=charge-capture&limit=2')
    expect(json.items).toHaveLength(2)
    expect(json.items[0]).toMatchObject({ position: 1, type: 'charge.captured.v1', sequence: 1 })
    const next = await tally.call('GET', `/v1/events?service=charge-capture&after=${json.nextCursor}`)
    expect(next.json.items[0].position).toBeGreaterThan(json.items[1].position)
    expect(JSON.stringify(json)).not.toContain('DOE')
  })

  it('keeps both services caught up, which operators see', async () => {
    await tally.settled()
    const ready = await tally.call('GET', '/health/ready')
    expect(ready.json).toMatchObject({
      status: 'ready',
      services: [
        { service: 'charge-capture', lagRecords: 0, parkedMessages: 0, relay: 'leading' },
        { service: 'claim-submission', lagRecords: 0, parkedMessages: 0, relay: 'leading' },
      ],
    })
    const one = await tally.call('GET', '/health/ready?service=claim-submission')
    expect(one.json.services).toEqual([ready.json.services[1]])
    const lag = await tally.call('GET', '/v1/lag', { key: operatorKey })
    const behind = lag.json.items.filter(({ records }: { records: number }) => records > 0)
    const groups = new Set(lag.json.items.map(({ group }: { group: string }) => group))
    expect([[...groups].sort(), behind]).toEqual([['charge-capture', 'claim-submission'], []])
    expect((await tally.call('GET', '/v1/lag')).status).toBe(403)
    const metrics = await tally.call('GET', '/metrics', { key: operatorKey })
    expect(metrics.text).toMatch(
      /tally_messages_consumed_total\{[^}]*consumer="join-charges"[^}]*verdict="handled"[^}]*\} \d/,
    )
  })
})

describe('one trace', () => {
  it('runs from the request through outbox and topic to the consumer’s commit', async () => {
    const traceparent = '00-11112222333344445555666677778888-1234567890abcdef-01'
    const sample = sampleEncounter({ externalId: 'TRACED' })
    const body = { ...sample, patient: { ...sample.patient, externalId: 'PAT-TRACED' } }
    await tally.call('POST', '/v1/encounters', {
      body,
      headers: { 'idempotency-key': 'traced', traceparent },
    })
    await tally.settled()
    const spans = tally.spans
      .getFinishedSpans()
      .filter((span) => span.spanContext().traceId === traceparent.slice(3, 35))
    const nameOf = new Map(spans.map((span) => [span.spanContext().spanId, span.name]))
    const tree = spans.map(
      (span) => `${span.name} < ${nameOf.get(span.parentSpanContext?.spanId ?? '') ?? 'the caller'}`,
    )
    expect(tree.sort()).toEqual([
      'POST /v1/encounters < the caller',
      'commit < join-charges charge.captured.v1',
      'join-charges charge.captured.v1 < transaction charge-capture',
      'transaction charge-capture < POST /v1/encounters',
    ])
    const [{ traceparent: kept } = { traceparent: '' }] = await tally.sql<{ traceparent: string }>(
      "select traceparent from claim_submission.claim where traceparent like '00-1111222233334444%'",
    )
    expect(kept).toContain(traceparent.slice(3, 35))
  })
})

describe('a clock that cannot be forgotten', () => {
  it('presses thirty days before the filing window closes, and each day after', async () => {
    const sample = sampleEncounter({ externalId: 'LATE' })
    const { json } = await post({
      ...sample,
      patient: { ...sample.patient, externalId: 'PAT-LATE' },
    } as typeof sample)
    await tally.settled()
    const pressed = () =>
      tally.sql<{ body: string }>(
        `select body from claim_submission.outbox where type = 'filing.deadline-near.v1'
         and body::jsonb ->> 'correlationid' = $1 order by id`,
        [json.treatmentDayId],
      )
    expect(await pressed()).toHaveLength(0)
    clock.moveTo('2027-01-31T12:00:00Z')
    await expect.poll(pressed).toHaveLength(1)
    clock.moveTo('2027-02-01T12:00:00Z')
    await expect.poll(pressed).toHaveLength(2)
    const said = (await pressed()).map(({ body }) => JSON.parse(body).data.daysLeft)
    expect(said).toEqual([30, 29])
  })
})

describe('a broker that forgets', () => {
  it('is refilled from the outbox, and the inbox takes nothing twice', async () => {
    const before = await startTestHost({ services, broker: inProcessBroker() })
    const body = sampleEncounter({ externalId: 'REFILL' })
    await before.call('POST', '/v1/encounters', { body, headers: { 'idempotency-key': 'refill' } })
    await before.settled()
    await before.host.stop()
    const { database } = before
    const [first] = await before.sql<{ updated_at: Date }>('select updated_at from claim_submission.claim')
    const after = await startTestHost({ services, database, broker: inProcessBroker() })
    await after.settled()
    const [inbox] = await after.sql<{ count: string }>('select count(*) from claim_submission.inbox')
    const [outbox] = await after.sql<{ unpublished: string }>(
      'select count(*) filter (where published_at is null) as unpublished from charge_capture.outbox',
    )
    expect([inbox?.count, outbox?.unpublished]).toEqual(['1', '0'])
    expect(await after.sql('select updated_at from claim_submission.claim')).toEqual([first])
    const duplicates = after.spans
      .getFinishedSpans()
      .filter(({ attributes }) => attributes['tally.duplicate'] === true)
    expect(duplicates).toHaveLength(1)
    await after.stop()
  })
})
