/** A night's look at all of the books: proofs from the stored copies, every invariant, what is kept and told of it. */
import { openSession, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleClaim } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { nextNight } from '../store/ledger-nights.ts'
import { unprovenBefore } from '../store/remittance-proofs.ts'
import { post } from './sample-posting.ts'
import { captured, claimNumber, inPractice, lineId, practiceId, say, submitted } from './sample-visit.ts'

let tally: TestHost
/** 10:00 on the 24th in Los Angeles, where the practice is. */
const clock = virtualClock('2026-11-24T18:00:00Z')
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock })
})
afterAll(() => tally.stop())

async function paid(id: string): Promise<string> {
  const visit = { id, lines: [{ code: '97110', charge: 10000 }] }
  await say(tally, [captured(visit), submitted(visit)])
  const line = { code: '97110', charge: 10000, paid: 8000, control: lineId(id, 1) }
  const claim: SampleClaim = {
    ...{ number: claimNumber(id), charge: 10000, paid: 8000 },
    lines: [{ ...line, adjustments: [['CO', '45', 2000]] }],
  }
  return (await post(tally, { trace: `N${id}`, claims: [claim], provider: [['L6', 'LATE', -50]] })).id
}

const nights = async () => (await tally.call('GET', '/v1/ledger/nights')).json.items
const proofOf = async (id: string) => (await tally.call('GET', `/v1/remittances/${id}/proof`)).json
const ready = async () => (await tally.call('GET', '/health/ready')).json

/** Goes on to `instant` and wakes the jobs. */
async function until(instant: string): Promise<void> {
  clock.advance(Date.parse(instant) - clock.millis())
  await say(tally, [
    captured({ id: `8${clock.millis() % 1_000_000_000}`, lines: [{ code: '97110', charge: 100 }] }),
  ])
}

const damage = async (sql: string) => {
  const session = openSession({ url: tally.database.url, applicationName: 'night test' })
  await session.connect()
  await session.query(`set search_path = era_posting; ${sql}`)
  await session.end()
}

it('comes at two in the practice’s time, once, and keeps the proof of each remittance', async () => {
  const id = await paid('601')
  expect(await proofOf(id)).toMatchObject({
    proofDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    kept: null,
  })
  await until('2026-11-25T09:59:00Z')
  expect(await nights()).toEqual([])
  await until('2026-11-25T10:01:00Z')
  await expect.poll(nights).toMatchObject([
    {
      night: '2026-11-25',
      broken: 0,
      unproven: 0,
      proven: 1,
      examples: [],
      lookedAt: '2026-11-25T10:01:00.000Z',
    },
  ])
  const { kept, proofDigest, equalities } = await proofOf(id)
  expect(kept).toEqual({
    digest: proofDigest,
    equalities: equalities.length,
    broken: 0,
    provenAt: '2026-11-25T10:01:00.000Z',
  })
  await until('2026-11-25T18:00:00Z')
  expect(await nights()).toHaveLength(1)
  const due = (now: string) => inPractice(tally, practiceId, ({ query }) => nextNight(query, now))
  expect(await due('2026-11-26T09:59:59Z')).toBeNull()
  expect(await due('2026-11-26T10:00:00Z')).toMatchObject({
    night: '2026-11-26',
    began: '2026-11-26T10:00:00Z',
  })
  expect((await ready()).status).toBe('ready')
})

it('proves what was posted since alone, and makes up for nights that were missed by one', async () => {
  const id = await paid('602')
  const before = (began: string) => inPractice(tally, practiceId, (work) => unprovenBefore(work, began))
  expect(await before('2026-11-25T18:00:00Z')).toEqual([])
  expect(await before('2026-11-25T18:00:01Z')).toMatchObject([{ id }])
  await until('2026-11-28T20:00:00Z')
  await expect
    .poll(nights)
    .toMatchObject([{ night: '2026-11-28', proven: 1, broken: 0 }, { night: '2026-11-25' }])
})

describe('tells until it is mended', () => {
  const changePostings = (sql: string) =>
    damage(`alter table posting disable trigger user; ${sql}; alter table posting enable trigger user;
      alter table posting enable always trigger posting_stays; alter table posting enable always trigger posting_is_not_emptied`)
  const last = async () => (await nights())[0]

  it('of a copy that can’t be read any more', async () => {
    const id = await paid('603')
    const [row] = await tally.sql<{ blob_digest: string }>(
      'select blob_digest from era_posting.remittance where id = $1',
      [id],
    )
    await damage(`update remittance set blob_digest = repeat('0', 64) where id = '${id}'`)
    await until('2026-11-29T11:00:00Z')
    await expect.poll(last).toMatchObject({ night: '2026-11-29', proven: 1, unproven: 1, broken: 0 })
    const { status, services } = await ready()
    expect([status, services[0].selfCheck.says]).toEqual([
      'degraded',
      'every invariant holds; 1 remittances are not proven: see remittance_proof',
    ])
    await damage(`update remittance set blob_digest = '${row?.blob_digest}' where id = '${id}'`)
    await until('2026-11-30T11:00:00Z')
    await expect.poll(last).toMatchObject({ night: '2026-11-30', broken: 0, unproven: 0 })
    const { kept, proofDigest } = await proofOf(id)
    expect(kept).toMatchObject({ broken: 0, digest: proofDigest })
    expect((await ready()).status).toBe('ready')
  })

  it('of an invariant that is broken', async () => {
    const id = await paid('605')
    const off = (cents: number) =>
      changePostings(
        `update posting set amount_cents = amount_cents + ${cents} where source_key like '%LN605X1/paid'`,
      )
    await off(1)
    await until('2026-12-01T11:00:00Z')
    await expect.poll(last).toMatchObject({
      ...{ night: '2026-12-01', unproven: 1 },
      examples: expect.arrayContaining([
        expect.objectContaining({ invariant: 'I6', subject: `clearing:${id}`, differenceCents: 1 }),
      ]),
    })
    expect(tally.logLines.join('\n')).toContain('the night’s look found the ledger broken')
    await off(-1)
    await until('2026-12-02T11:00:00Z')
    await expect.poll(last).toMatchObject({ night: '2026-12-02', broken: 0, unproven: 0 })
    await expect.poll(async () => (await ready()).status).toBe('ready')
    expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
  })
})

it('shows the proof as a page to whoever asks for one', async () => {
  const id = await paid('604')
  const page = await tally.call('GET', `/v1/remittances/${id}/proof`, { headers: { accept: 'text/html' } })
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.text).toContain(`<h1>Proof of remittance ${id}</h1>`)
  expect(page.text).toContain('tier 1: its number')
  expect(page.text).toContain('<td>L6</td><td>LATE</td><td>interest:12345</td><td>-$0.50</td>')
  expect(page.text).not.toContain('DOES NOT HOLD')
  const json = await tally.call('GET', `/v1/remittances/${id}/proof`)
  expect(json.json.providerAdjustments).toMatchObject([
    { code: 'L6', account: 'interest:12345', amountCents: -50 },
  ])
})
