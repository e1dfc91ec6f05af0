/** The verifier finds each of a hundred edits of a log that the services wrote, and nothing in the log as they wrote it. */
import { allServices } from '@tally/embedded/all-services'
import { operatorKey, sampleEncounter, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { snapshotIn, types } from '../audit/snapshot.ts'
import { allEdits } from './sample-edits-of-chain.ts'
import { type LogReport, verifyAuditLog, verifySnapshot } from './verify-audit-log.ts'

let tally: TestHost
const chargeCapture = allServices(testKeyManagement).filter(({ name }) => name === 'charge-capture')

beforeAll(async () => {
  tally = await startTestHost({ services: chargeCapture })
  const other = { name: 'OTHER', timezone: 'America/Chicago', taxIds: ['930000002'], npis: ['1245319599'] }
  const made = await tally.call('POST', '/v1/practices', { key: operatorKey, body: other })
  const body = { label: 'other', role: 'owner', practices: [made.json.id] }
  const { key } = (await tally.call('POST', '/v1/api-keys', { key: operatorKey, body })).json
  for (const round of ['A', 'B', 'C']) {
    for (const each of ['1', '2']) {
      const externalId = `${round}${each}`
      const headers = { 'idempotency-key': externalId }
      const visit = { body: sampleEncounter({ externalId }), headers }
      expect((await tally.call('POST', '/v1/encounters', visit)).status).toBe(201)
      expect((await tally.call('POST', '/v1/encounters', { ...visit, key })).status).toBe(201)
      expect((await tally.call('GET', `/v1/encounters/${externalId}`)).status).toBe(200)
    }
    expect((await tally.call('GET', '/v1/encounters')).json.items.length).toBeGreaterThan(0)
    const headers = { 'if-match': '"1"' }
    expect((await tally.call('POST', `/v1/encounters/${round}1/void`, { headers })).status).toBe(200)
    expect((await tally.call('GET', '/v1/encounters/nobody')).status).toBe(404)
    await tally.settled()
    await giveReason(`01KJQVA4X8REAS0N${round}000000000`)
    await vi.waitFor(allSealed, { timeout: 20_000 })
  }
}, 120_000)
afterAll(() => tally.stop())

/** As a route leaves it that is told why; charge-capture has none. */
async function giveReason(id: string): Promise<void> {
  await tally.host.services[0]?.shell.auditing.write([
    {
      ...{
        id,
        practiceId: 'prc_demo',
        at: new Date().toISOString(),
        kind: 'change',
        action: 'POST /v1/sample',
      },
      ...{ actor: { kind: 'key', id: 'key_sample', label: null, role: 'owner' }, subjects: [], patients: 0 },
      ...{ outcome: '200', causes: [], reason: Buffer.from('sealed words') },
    },
  ])
}

const allSealed = async () =>
  expect(await tally.sql('select 1 from charge_capture.audit_unsealed')).toEqual([])

/** As the services say them: the heads of now. */
async function anchorsOfNow() {
  const { chains } = await verifyAuditLog(tally.database.url)
  return chains.map(({ service, practice, entries, head }) => ({
    ...{ service, practice, position: entries, hash: head, at: '2026-03-02T00:00:00Z' },
  }))
}

it('finds nothing in the log as it was written', async () => {
  const { chains, breaks } = await verifyAuditLog(tally.database.url, { anchors: await anchorsOfNow() })
  expect(breaks).toEqual([])
  expect(chains.map(({ practice }) => practice.slice(0, 4))).toEqual(['prc_', 'prc_'])
  const demo = chains.find(({ practice }) => practice === 'prc_demo')
  expect(demo?.entries).toBeGreaterThan(12)
  const seals = await tally.sql(`select 1 from charge_capture.audit_seal where practice_id = 'prc_demo'`)
  expect(seals.length).toBeGreaterThanOrEqual(3)
})

it('plants a hundred edits, each once', () => {
  expect(new Set(allEdits.map(({ name }) => name)).size).toBe(allEdits.length)
  expect(allEdits).toHaveLength(100)
})

describe('as superuser, with triggers off, somebody', () => {
  it.each(allEdits.map((edit) => [edit.name, edit] as const))('%s', async (_, { does, byAnchor }) => {
    const anchors = await anchorsOfNow()
    const entries = anchors.find(({ practice }) => practice === 'prc_demo')?.position ?? 0
    const client = new pg.Client({ connectionString: tally.database.url, types })
    await client.connect()
    const sql = async <R>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
      (await client.query(text, [...values])).rows
    try {
      await client.query(
        `begin; set local search_path = charge_capture;
         alter table audit_entry disable trigger user; alter table audit_seal disable trigger user`,
      )
      await does({ entries, sql })
      const wrong = ({ breaks }: LogReport) => breaks.filter(({ level }) => level === 'wrong')
      const snapshot = await snapshotIn(client)
      const found = wrong(await verifySnapshot(snapshot, { anchors }))
      expect(found.length).toBeGreaterThan(0)
      // Without anchors the same, unless it is one that nothing else can tell.
      expect(wrong(await verifySnapshot(snapshot, {})).length > 0).toBe(byAnchor !== true)
    } finally {
      await client.query('rollback')
      await client.end()
    }
  })
})
