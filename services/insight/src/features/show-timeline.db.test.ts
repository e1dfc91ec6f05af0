import { createHash } from 'node:crypto'
import { eventCatalog, filingDeadlineNear, remittancePosted, transmissionReceived } from '@tally/contracts'
import { demoPractice, inProcessBroker, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insight } from '../service.ts'
import { recordFact } from './record-fact.ts'
import { newId, SampleVisit } from './sample-visit.ts'

let tally: TestHost
let visit: SampleVisit
const broker = inProcessBroker()
const remittanceId = newId()

const keys = async () => {
  const found = await tally.host.services[0]?.shell.vault.of(demoPractice.id)
  if (!found) throw new Error('insight runs')
  return found
}

beforeAll(async () => {
  tally = await startTestHost({ services: [insight], broker, clock: virtualClock('2026-06-01T18:00:00Z') })
  const encounterId = (await keys()).derive('encounter', 'VISIT 1/A')
  visit = new SampleVisit(tally, '2026-03-02', '2026-03-02T12:00:00Z', encounterId)
  // Said and heard in another order than it happened.
  await visit.captured('2026-03-02T18:00:00Z', 19_500)
  await visit.sent('2026-03-02T18:00:01Z', 19_500)
  await visit.paid('2026-03-05T08:00:00Z', [{ charge: 12_000 }, { charge: 7500, paid: 6000 }], {
    remittanceId,
    denied: false,
  })
  await visit.denied('2026-03-05T08:00:00Z', 'CO 50', 12_000)
  await visit.remittance('2026-03-05T08:00:00Z', remittanceId, 6000)
  await visit.remittance('2026-03-06T08:00:00Z', newId(), 1)
  const other = new SampleVisit(tally, '2026-03-02', '2026-03-02T12:00:00Z')
  await other.captured('2026-03-02T18:00:00Z', 100)
  await tally.settled()
})
afterAll(() => tally.stop())

const timeline = (id: string, key?: string) =>
  tally.call('GET', `/v1/encounters/${encodeURIComponent(id)}/timeline`, key === undefined ? {} : { key })

describe('GET /v1/encounters/{id}/timeline', () => {
  it('shows the visit’s way to cash over all services, in order, with its remittance', async () => {
    const { status, json } = await timeline(visit.encounterId)
    expect(status).toBe(200)
    const traceId = 'a'.repeat(32)
    expect(json.items).toEqual([
      {
        ...{ at: '2026-03-02T18:00:00.000Z', service: 'charge-capture', event: 'charge.captured' },
        ...{ says: 'captured 0 lines for $195.00', cents: 19_500, traceId },
      },
      {
        ...{ at: '2026-03-02T18:00:01.000Z', service: 'claim-submission', event: 'claim.submitted' },
        ...{ says: 'sent original claim N1 to payer 60054 for $195.00', cents: 19_500, traceId },
      },
      {
        ...{ at: '2026-03-05T08:00:00.000Z', service: 'era-posting', event: 'remittance.posted' },
        ...{ says: 'remittance 9988 posted: $60.00 for 1 claim', cents: 6000, traceId },
      },
      {
        ...{ at: '2026-03-05T08:00:00.000Z', service: 'era-posting', event: 'payment.posted' },
        ...{ says: 'paid $60.00 of $195.00; patient $0.00', cents: 6000, traceId },
      },
      {
        ...{ at: '2026-03-05T08:00:00.000Z', service: 'denial-management', event: 'denial.opened' },
        ...{ says: 'denial opened: bundling (CO 50) for $120.00', cents: 12_000, traceId },
      },
    ])
  })

  it('takes the EMR’s own id as well; what was not heard of yet is empty, an id of ours that is not there 404', async () => {
    expect((await timeline('VISIT 1/A')).json).toEqual((await timeline(visit.encounterId)).json)
    const unheard = await timeline('VISIT-2')
    expect([unheard.status, unheard.json]).toEqual([200, { items: [] }])
    const { status, headers } = await timeline(`enc_${'0'.repeat(26)}`)
    expect([status, headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8'])
  })

  it('follows an encounter that moved to another day', async () => {
    const moved = new SampleVisit(tally, '2026-03-03', '2026-03-02T12:00:00Z', visit.encounterId)
    await moved.captured('2026-03-07T18:00:00Z', 500)
    await tally.settled()
    const { items } = (await timeline(visit.encounterId)).json
    expect(items).toHaveLength(6)
    expect(items.at(-1)).toMatchObject({ event: 'charge.captured', cents: 500 })
  })

  it.each([
    ['emr', 200, 403],
    ['clinician', 200, 403],
    ['biller', 200, 200],
    ['auditor', 200, 200],
  ])('%s reads timelines (%i) and KPIs (%i)', async (role, timelines, kpis) => {
    const key = `key-of-a-${role}`
    const text = 'select platform.put_api_key($1, $2, $3, $4, $5)'
    const digest = createHash('sha256').update(key).digest()
    await tally.sql(text, [`key_${role}`, digest, role, role, [demoPractice.id]])
    // A key made in the last second may be missed (authenticate.ts).
    const status = async () => (await timeline(visit.encounterId, key)).status
    await expect.poll(status).toBe(timelines)
    expect((await tally.call('GET', '/v1/kpis', { key })).status).toBe(kpis)
    expect((await tally.call('GET', '/v1/denial-trends?by=code', { key })).status).toBe(kpis)
  })
})

describe('a fact', () => {
  it('is kept of every event of the catalogue', () => {
    expect(recordFact.listeners.map(({ type }) => type)).toEqual(eventCatalog.map(({ event }) => event.type))
  })

  it('is kept once, however often its message comes, after the inbox forgot it too', async () => {
    const message = await visit.say(filingDeadlineNear, newId(), '2026-03-02T18:00:00Z', {
      ...{ claimId: newId(), treatmentDayId: visit.treatmentDayId, payerId: 'P', daysLeft: 3 },
      ...{ timelyFilingDueOn: '2026-03-05', heldBecause: 'a/b' },
    })
    await tally.settled()
    await tally.sql('delete from insight.inbox')
    await broker.publish([message])
    await tally.settled()
    const facts = await tally.sql(`select subject from insight.fact where type = 'filing.deadline-near.v1'`)
    expect(facts).toHaveLength(1)
    expect(await tally.sql('select 1 from insight.parked_message')).toEqual([])
  })

  it('of what belongs to no practice is kept under none', async () => {
    const transmissionId = newId()
    const message = await visit.say(transmissionReceived, transmissionId, '2026-03-02T18:00:00Z', {
      ...{ transmissionId, partnerId: 'clearinghouse', content: '835', digest: 'a'.repeat(64), bytes: 10 },
      ...{ receivedAt: '2026-03-02T18:00:00Z', channel: 'webhook' },
    })
    const { practiceid, ...anybody } = JSON.parse(message.value.toString())
    await broker.publish([{ ...message, value: Buffer.from(JSON.stringify({ ...anybody, id: newId() })) }])
    await tally.settled()
    const rows = await tally.sql<{ practice_id: string }>(
      `select practice_id from insight.fact where type = 'transmission.received.v1' order by practice_id desc`,
    )
    expect([practiceid, ...rows.map((row) => row.practice_id)]).toEqual(['prc_demo', 'prc_demo', ''])
  })

  it('is never changed', async () => {
    await expect(tally.sql('update insight.fact set cents = 0')).rejects.toThrow('a fact is never changed')
    await expect(tally.sql('delete from insight.fact')).rejects.toThrow('a fact is never changed')
  })

  it('keeps what a later producer added', async () => {
    const subject = newId()
    const message = await visit.say(remittancePosted, subject, '2026-03-02T18:00:00Z', {
      ...{ remittanceId: subject, transmissionId: null, payerId: null, trace: 'T', paidOn: null, claims: 0 },
      ...{ receivedAt: '2026-03-02T18:00:00Z', paymentCents: 0, status: 'posted', matched: 0 },
      ...{ unmatchedCents: 0, providerLevelCents: 0 },
    })
    const envelope = JSON.parse(message.value.toString())
    const later = { ...envelope, id: newId(), data: { ...envelope.data, added: 'later' } }
    await broker.publish([{ ...message, value: Buffer.from(JSON.stringify(later)) }])
    await tally.settled()
    const found = await tally.sql(
      `select data ->> 'added' as added from insight.fact where message_id = $1`,
      [later.id],
    )
    expect(found).toEqual([{ added: 'later' }])
  })
})

describe('GET /v1/denial-trends', () => {
  beforeAll(async () => {
    for (let each = 0; each < 50; each += 1) {
      const sent = new SampleVisit(tally, '2025-06-02', '2025-06-02T12:00:00Z')
      await sent.captured('2025-06-02T18:00:00Z', 100)
      await sent.sent('2025-06-03T18:00:00Z', 100)
      if (each === 0) {
        await sent.denied('2025-06-04T18:00:00Z', 'CO 97', 60)
        await sent.denied('2025-06-04T18:00:00Z', 'CO 236', 40)
      }
      if (each === 1)
        await sent.denied('2025-06-04T18:00:00Z', 'CO 50', 500, {
          category: 'medical_necessity',
          payerId: 'P2',
        })
      if (each === 2) await sent.denied('2025-06-04T18:00:00Z', 'A7 562', 500, { source: 'rejection' })
    }
    await tally.settled()
  })
  const trends = async (query: string) =>
    (await tally.call('GET', `/v1/denial-trends?${query}&from=2025-06-01&to=2025-06-30`)).json

  it('counts claims and cents of each category against the claims that went out', async () => {
    expect(await trends('by=category')).toEqual({
      ...{ from: '2025-06-01', to: '2025-06-30', submittedClaims: 50, rounding: 'half up, 4 decimals' },
      // Two claims of fifty: 4 % of all, under the trip; 2 % of one category, on it.
      ...{ total: { claims: 2, share: '0.0400', trips: false, tripsAt: '0.0500' }, eachTripsAt: '0.0200' },
      items: [
        {
          key: 'medical_necessity',
          name: null,
          denials: 1,
          claims: 1,
          cents: 500,
          share: '0.0200',
          trips: true,
        },
        { key: 'bundling', name: null, denials: 2, claims: 1, cents: 100, share: '0.0200', trips: true },
      ],
    })
  })

  it('by payer and by code', async () => {
    const keysOf = async (query: string) => (await trends(query)).items.map(({ key }: { key: string }) => key)
    expect(await keysOf('by=payer')).toEqual(['P2', '60054'])
    expect(await keysOf('by=code')).toEqual(['CO 50', 'CO 97', 'CO 236'])
    expect((await tally.call('GET', '/v1/denial-trends?by=weather')).status).toBe(400)
    expect((await tally.call('GET', '/v1/denial-trends')).status).toBe(400)
  })
})
